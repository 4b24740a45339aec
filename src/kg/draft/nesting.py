"""A paragraph or a turn -> its statements as a tree: who reports whom, and how far each statement goes."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.draft.cue import Cue
from kg.draft.cues import find_cues
from kg.draft.frame import Frame
from kg.draft.names import Person
from kg.draft.sentences import Tokens
from kg.draft.speaker import Discourse, Found

__all__ = ["Node", "weave"]

_INNER = frozenset("that if because which what whether when where since although unless until".split())
_JOINING = frozenset("and but ; , while whereupon".split())
_ORDINALS = frozenset(
    "first firstly second secondly third thirdly fourth fifth finally lastly 1 2 3 4 5 a b c d".split()
)
_GUESSES = frozenset("possible likely probable appears seems seemed unlikely".split())
_OURS = frozenset("we our us ours".split())


@dataclass(slots=True, eq=False)
class Node:
    """One statement on its way to a draft; ``content`` is the word where its words begin."""

    start: int
    end: int
    cue: Cue | None
    cue_start: int | None
    cue_text: str | None
    parent: Node | None
    speakers: tuple[Person, ...]
    speaker_how: str
    addressees: tuple[Person, ...] = ()
    addressee_how: str = "none"
    extent_how: str = "sentence"
    mode: str = "indirect"
    act: str = "assert"
    rule: str = "turn"
    modality: str = "actual"
    polarity: str = "affirmed"
    level: int = 0
    content: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def speaker(self) -> Person | None:
        return self.speakers[0] if self.speakers else None

    def is_under(self, other: Node) -> bool:
        """Whether ``other`` reports this statement, at any distance."""
        node = self.parent
        while node is not None:
            if node is other:
                return True
            node = node.parent
        return False


def weave(
    tokens: Tokens, frame: Frame, discourse: Discourse, root: Node | None, opened: Node | None
) -> tuple[list[Node], Node | None]:
    """The statements of a stretch, and the one that the next paragraph might go on with.

    ``root`` is the turn that the stretch lies in, ``opened`` the last statement of the paragraph before.
    """
    found: list[Node] = []
    open_node = opened if root is None and opened is not None and _goes_on(tokens, frame) else None
    for begin, end in tokens.sentences:
        cues = find_cues(tokens, begin, end)
        cues.sort(key=lambda cue: (cue.begin, not cue.whole, cue.verb))
        here: list[Node] = []
        stop = tokens.ends[end - 1]
        for cue in cues:
            node = _place(tokens, cue, here, open_node, root, frame, discourse, begin, end)
            if node is not None:
                here.append(node)
        outer = [node for node in here if node.parent is root and node.rule != "mention"]
        if outer:
            open_node = outer[-1] if root is None and not _is_impersonal(outer[-1]) else None
        elif open_node is not None:
            if not here and _leaves(tokens, begin, end, frame):
                open_node = None
            else:
                open_node.end = max(open_node.end, stop)
                open_node.extent_how = "continued"
        found.extend(here)
        discourse.note_sentence(tokens, begin, end, outer[-1] if outer else None)
    return found, open_node


def _is_impersonal(node: Node) -> bool:
    """Whether nobody is said to speak or hear, as in "it is reported that": what follows is the author's again."""
    return node.cue is not None and node.cue.passive and not node.speakers and node.cue.hearer is None


def _goes_on(tokens: Tokens, frame: Frame) -> bool:
    """Whether a paragraph reads as more of the statement before it: it counts on, or says "we"."""
    if not tokens.sentences:
        return False
    begin, end = tokens.sentences[0]
    if tokens.lower[begin] in _ORDINALS and tokens.lower[begin].isalpha() and len(tokens.lower[begin]) > 1:
        return True
    return not frame.first_person and any(word in _OURS for word in tokens.lower[begin:end])


def _leaves(tokens: Tokens, begin: int, end: int, frame: Frame) -> bool:
    """Whether a sentence without a cue is the author's own: "I handed him the note", "It is possible"."""
    if tokens.words[begin] == "It" and frame.author is not None:
        return any(word in _GUESSES for word in tokens.lower[begin + 1 : begin + 4])
    return frame.first_person and tokens.words[begin] == "I" and end - begin > 1 and tokens.classes[begin + 1] != "a"


def _place(
    tokens: Tokens,
    cue: Cue,
    here: list[Node],
    open_node: Node | None,
    root: Node | None,
    frame: Frame,
    discourse: Discourse,
    begin: int,
    end: int,
) -> Node | None:
    parent, sibling = _find_parent(tokens, cue, here, open_node, root, frame, discourse)
    found = discourse.find_speakers(tokens, cue, parent, sibling, root)
    if found is None or _says_nothing(tokens, cue, parent, found, root):
        return None
    if sibling is not None:
        _cut(tokens, cue, here, parent)
    start = tokens.starts[begin if cue.whole else cue.begin]
    node = Node(
        start, _find_end(tokens, cue, begin, end, parent, here), cue, tokens.starts[cue.first],
        " ".join(tokens.span(cue.first, max(cue.last, cue.verb)).split()), parent, found.persons, found.how,
        act=cue.act, rule=cue.rule, modality=cue.modality, polarity=cue.polarity, content=cue.content,
        level=0 if parent is None else parent.level + 1,
    )  # fmt: skip
    node.mode = _find_mode(tokens, cue, begin, end)
    node.addressees, node.addressee_how = discourse.find_addressees(tokens, cue, node, parent, root)
    if parent is not None:
        parent.children.append(node)
        if parent is open_node:
            parent.end = max(parent.end, tokens.ends[end - 1])
            parent.extent_how = "continued"
    return node


def _find_parent(
    tokens: Tokens,
    cue: Cue,
    here: list[Node],
    open_node: Node | None,
    root: Node | None,
    frame: Frame,
    discourse: Discourse,
) -> tuple[Node | None, Node | None]:
    """Who reports the cue's statement, and the statement that it stands beside."""
    here = [node for node in here if node.rule != "mention"]
    if not here:
        if root is not None:
            return root, None
        if cue.rule == "mention":
            return open_node, None
        if open_node is not None and _is_inner(tokens, cue, frame, discourse):
            return open_node, None
        return root, None
    if cue.subject_how == "joined":
        beside = _find_joined(cue, here)
        return beside.parent, beside
    outer = next(
        (node for node in here if node.parent is here[0].parent and node.cue is not None and not node.cue.whole),
        here[0],
    )
    if _may_join(cue, outer):
        for node in reversed(here):
            if node.cue is not None and node.parent is outer.parent and _is_conversant(tokens, cue, discourse, frame):
                return node.parent, node
    for node in reversed(here):
        if (
            node.cue is not None
            and (node.cue.whole or node.content <= cue.begin)
            and tokens.starts[cue.begin] < node.end
        ):
            return node, None
    for node in reversed(here):
        if cue.begin <= node.content:
            return node.parent, None
    return here[-1].parent, None


def _may_join(cue: Cue, outer: Node) -> bool:
    """Whether a cue after "and", "but" or a comma may stand beside the outermost statement: it has the same tense."""
    if cue.after not in _JOINING or cue.relative or outer.cue is None:
        return False
    same = cue.tense in ("past", "present") and cue.tense == outer.cue.tense
    return same and (cue.after != "," or outer.rule == "alone")


def _find_joined(cue: Cue, here: list[Node]) -> Node:
    """The statement that a verb without a subject is joined to: of its tense, the inner one only for a mere report."""
    same = [node for node in here if node.cue is not None and node.cue.tense == cue.tense and not node.cue.whole]
    if not same:
        return here[-1]
    inner = same[-1]
    outer = next((node for node in same if node.parent is here[0].parent), same[0])
    if (
        inner is not outer
        and (inner.cue is not None and inner.cue.tense == "past")
        and cue.kind == "s"
        and cue.rule in ("that", "question", "zero")
    ):
        return outer
    return inner


def _is_conversant(tokens: Tokens, cue: Cue, discourse: Discourse, frame: Frame) -> bool:
    subject = cue.subject
    if subject is None:
        return True
    if subject.kind == "pronoun":
        return tokens.lower[subject.head] in ("he", "she", "i", "they")
    if subject.kind in ("paper", "thing"):
        return False
    person = discourse.find_person(tokens, subject)
    return person.participant or person in discourse.spoke or not frame.participants


def _is_inner(tokens: Tokens, cue: Cue, frame: Frame, discourse: Discourse) -> bool:
    """Whether the first cue of a sentence belongs to what the statement before it says."""
    if cue.whole or cue.subject_how in ("dropped", "implied", "inverted"):
        return False
    if cue.after in _INNER or cue.modality == "planned" or cue.tense in ("perfect", "modal", "infinitive"):
        return not (cue.passive and cue.rule == "told")
    subject = cue.subject if not (cue.passive and cue.hearer is not None and cue.subject is None) else cue.hearer
    if subject is None:
        return cue.subject_how != "joined"
    if subject.kind == "pronoun":
        word = tokens.lower[subject.head]
        return word.startswith(("we", "you")) or (word == "they" and bool(frame.participants)) or (word == "who")
    person = discourse.find_person(tokens, subject)
    if person.participant or person in discourse.spoke or person is frame.author:
        return False
    talk = frame.first_person or bool(frame.participants) or frame.counterpart is not None
    if subject.kind in ("nation", "body", "paper"):
        return talk
    return frame.counterpart is not None and len(frame.participants) < 3


def _says_nothing(tokens: Tokens, cue: Cue, parent: Node | None, found: Found, root: Node | None) -> bool:
    """Whether the cue only hedges what its speaker says anyway: "I think" in one's own speech, "he felt" in it."""
    if parent is None or cue.subject is None:
        return False
    if cue.rule == "advice" and cue.begin < cue.first:
        return False
    pronoun = word_of(tokens, cue)
    unsaid = cue.tense == "modal" or cue.modality == "planned" or (pronoun == "you" and cue.tense == "present")
    if root is not None and pronoun in ("you", "i", "we") and cue.rule not in ("that", "question", "told") and unsaid:
        return True
    if root is None and cue.tense == "modal" and cue.rule not in ("that", "question", "quotation", "told"):
        return True  # a plan or a duty, not yet an utterance
    same = bool(found.persons) and found.persons == parent.speakers
    word = tokens.lower[cue.subject.head]
    if root is not None and cue.tense in ("present", "modal") and word.startswith(("i", "we")) and same:
        return cue.kind in "kx" or cue.tense == "present"
    return same and cue.kind == "k" and cue.tense in ("past", "present")


def word_of(tokens: Tokens, cue: Cue) -> str:
    """The pronoun that is the cue's subject, without what is drawn together with it."""
    assert cue.subject is not None
    return tokens.lower[cue.subject.head].replace("’", "'").partition("'")[0]


def _cut(tokens: Tokens, cue: Cue, here: list[Node], parent: Node | None) -> None:
    """End the statements before a joined one where it begins."""
    at = cue.begin - 1
    while at > 0 and (tokens.classes[at] in "c,r~;" or tokens.lower[at] in ("then", "which", "to")):
        at -= 1
    stop = tokens.ends[at]
    for node in here:
        is_outer = node is parent or (parent is not None and parent.is_under(node))
        if not is_outer and node.start < stop < node.end and (node.cue is None or not node.cue.whole):
            node.end = stop
            node.extent_how = "clause"


def _find_end(tokens: Tokens, cue: Cue, begin: int, end: int, parent: Node | None, here: list[Node]) -> int:
    classes = tokens.classes
    last = end - 1
    if cue.quoted and cue.rule == "quotation":
        opened = classes.find('"', cue.verb, end)
        closed = classes.find("”", opened + 1, end) if opened >= 0 else -1
        if closed >= 0 and parent is not None:
            return tokens.ends[closed]
        return tokens.ends[last]
    depth = 0
    for at in range(cue.begin, end):
        kind = classes[at]
        if kind == "(":
            depth += 1
        elif kind == ")":
            depth -= 1
            if depth < 0 and at > cue.verb:
                return tokens.ends[at - 1]
    if cue.rule == "mention":
        return _end_of_mention(tokens, cue, end)
    if parent is None or cue.whole:
        return tokens.ends[last]
    stop = tokens.ends[last]
    if parent.cue is not None and begin <= parent.cue.begin < end and parent.start < stop:
        stop = min(stop, parent.end)
    if cue.rule == "relative":
        for at in range(cue.verb + 1, end):
            if classes[at] in "a,;" or at - cue.verb > 12:
                return min(stop, tokens.ends[at - 1])
    if cue.rule == "mention":
        return min(stop, _end_of_mention(tokens, cue, end))
    for at in range(max(cue.content, cue.verb + 1), end):
        if classes[at] == ";" or (
            classes[at] == "," and at + 2 < end and tokens.lower[at + 1] in ("but", "although", "while", "whereas")
        ):
            return min(stop, tokens.ends[at - 1])
    return stop


def _end_of_mention(tokens: Tokens, cue: Cue, end: int) -> int:
    """The noun with what hangs on it: up to the next finite verb, comma or conjunction of clauses."""
    classes = tokens.classes
    at = cue.verb + 1
    clause = False
    while at < end and at - cue.verb < 40:
        kind = classes[at]
        if (
            kind in ",;.)-("
            or (kind == "a" and not clause)
            or (kind == "V" and not clause and at > cue.verb + 1 and classes[at - 1] in "xN")
        ):
            break
        clause = clause or kind in "st"
        at += 1
    return tokens.ends[at - 1]


def _find_mode(tokens: Tokens, cue: Cue, begin: int, end: int) -> str:
    if cue.rule in ("quotation", "colon"):
        return "direct"
    if cue.rule == "aside":
        words = tokens.lower[begin:end]
        return (
            "direct"
            if any(w in ("i", "we", "our", "my", "you") for w in words) or '"' in tokens.classes[begin:end]
            else "indirect"
        )
    return "indirect"
