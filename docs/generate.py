"""Code and data -> the pages that must agree with them: the reference, and the counts in the README.

    python docs/generate.py [--check]

Writes each page; with ``--check`` it writes nothing, names the stale pages and ends with 1.  The same code and data
give the same bytes.  The tables of meanings below are for keys whose code has none; a key without one is an error.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import click
from pyoxigraph import Store
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg import authority, settings
from kg.annotations import KEYS as STATEMENT_KEYS
from kg.build import build_quads
from kg.cli import main as command_line
from kg.collection import read_collection
from kg.iris import ONTOLOGY
from kg.model import ACTS, EVENT_KINDS, GROUP_KINDS
from kg.questions import Parameter, Question, load_questions
from kg.resources import find_resources
from kg.review.schema import SCHEMA_FILE, write_schema
from kg.store import ask_store, store_of

ROOT = Path(__file__).resolve().parents[1]
AGREEMENT_SCRIPT = ROOT / "benchmarks/agreement.py"
QUALITY_FILE = ROOT / "benchmarks/quality.json"
NAMES_FILE = ROOT / "benchmarks/names.json"
QUALITY = Path("docs/quality.md")
ANNOTATION_SCHEMA = Path("ontology") / SCHEMA_FILE
REFERENCE = Path("docs/reference")
README = Path("README.md")
COUNTS = re.compile(r"<!-- counts -->.*?<!-- /counts -->", re.DOTALL)
MADE = "<!-- Made by docs/generate.py from the code and the data: change those, then run `make docs`. -->"
HELP_WIDTH = 100
SCHEMA = Namespace("https://schema.org/")
TERM = re.compile(r"^kg:([A-Za-z]+) a ", re.MULTILINE)
SECTION = re.compile(r"^#{100}\n# (.+)\n#{100}$", re.MULTILINE)
SHAPE = re.compile(r"^kg:([A-Za-z]+-[A-Za-z]+) a ", re.MULTILINE)
PREFIX = re.compile(r"^@prefix\s+([a-z]*):\s+<([^>]+)>", re.MULTILINE)

# An example of each question that shows what its options are for; the tests ask it and want rows.
EXAMPLES: dict[str, dict[str, str]] = {
    "accounts-of-a-meeting": {"meeting": "August 1956 plenum of the KWP CC"},
    "agreement-and-breach": {"who": "Kim Il Sung"},
    "chain": {"statement": "114146-p11-1-1"},
    "claims": {"predicate": "arrestedBy", "subject": "Pak Il-u"},
    "contradictions": {"who": "kwp-cc"},
    "corroborated-claims": {"statements": "3"},
    "documents-only-mentioned": {"document": "letter-ri-sang-jo-to-mao"},
    "dossier": {"who": "Choe Chang-ik"},
    "doubted-reports": {"reporter": "Mao Zedong"},
    "expulsions-and-arrests": {"who": "Pak Heon-yeong"},
    "figures": {"about": "four-who-fled"},
    "hearsay-at-depth": {"depth": "4"},
    "judgements": {"verdict": "open"},
    "letters": {"writer": "Ri Sang-jo"},
    "meetings-and-participants": {"participant": "Nam Il"},
    "offices": {"who": "Ri Sang-jo"},
    "only-talked-about": {},
    "planned-speech": {"speaker": "Pak Chang-ok"},
    "spellings": {"thing": "Choe Yong-gon"},
    "supporters-and-deniers": {"proposition": "kim-il-sung-visited-beijing-negated"},
    "timeline": {"from": "1956-09", "until": "1956-09-18"},
    "told-different-listeners": {"speaker": "Nam Il"},
    "unnamed-speakers": {"inferred": "Ivan Shcherbakov"},
    "who-could-have-known": {"statement": "114146-p10-2", "by": "1956-09-10"},
    "who-fled": {"place": "China"},
    "who-relays-whom": {"reporter": "Ri Sang-jo"},
    "who-said-what": {"speaker": "Nam Il", "addressee": "Ri Sang-jo"},
    "who-spoke-to-whom": {"speaker": "Nam Il"},
}

DOCUMENT_TABLE = {
    "id": "the source is `sources/{id}.txt`; the id is part of IRIs, so it never changes",
    "meeting": "slug of the meeting that the document records",
    "title": "what the document is called, where its text bears no title",
    "file": "the file in `sources/` that the text was made from, kept as it came",
    "part": "which document of that file, by its `xml:id`",
    "encoding": "what that file is encoded in, where it is a text but not UTF-8",
}
STATEMENT = {
    "id": "the statement's name in its document; with the document's id it makes the IRI, so it never changes",
    "quote": "the words that report it, as the text has them; ` … ` skips words",
    "occurrence": "which one is meant, from 1, where the quote stands more than once",
    "outside_parent": "why the words stand outside those of the statement that reports this one",
    "cue": "the words that mark it as said, such as the verb of saying",
    "speaker": "slug of who spoke, where the text tells",
    "inferred_speaker": "slug of who is meant, where the words name nobody; never together with `speaker`",
    "speaker_members": "slugs of those who spoke together, where the text names them",
    "speaker_as": "the name, role or pronoun that the text has for the speaker, as printed",
    "to": "slugs of those to whom it was said, where stated or plain from the setting",
    "to_as": "the name, role or pronoun that the text has for the addressee, as printed",
    "presence": "slugs of those present and not addressed",
    "act": "what kind of act it is: a notation of the vocabulary of acts",
    "mode": "`direct` where the text gives the words, `indirect` (the default) where it gives their sense",
    "modality": "`actual` (the default), `planned` or `hypothetical`: whether it was said, was to be, or might be",
    "polarity": "`negated` where the text says that it was not said; else `affirmed` (the default)",
    "stance": "`endorses`, `doubts` or `rejects`: how those who report it take it, where their words show it",
    "via": "slug of the document, cited by the text, in which it was said",
    "during": "slug of the meeting or event at which it was said",
    "date": "when it was said, in EDTF",
    "date_as_written": "when it was said, in the words of the text",
    "about": "slugs of whom and what it speaks of",
    "states": "the propositions that it puts forward, denies or asks about",
    "note": "why the editors read it so",
    "sure": "`false` where a careful second reader might not agree that this is reported so",
    "status": "`reviewed` (the default), `draft`, or `rejected`: no statement, kept so that it is not drafted anew",
    "confidence": "how sure its maker is, from 0 to 1; a draft needs it",
    "rule": "the rule that drafted it",
    "found": "how the drafter found its `speaker`, its `addressee` and its `extent`",
    "made": "a digest of the lines as drafted, by which an edit shows; a draft edited by hand is never drafted over",
    "decided": "what a person decided: `{how: corrected, by: …, at: …}`; `into` which one was joined",
    "drafted": "what had been drafted where a person changed it, with its `confidence` and `rule`",
    "reports": "the statements that this one reports, written in the same way",
}
ENTITY = {
    "slug": "the name of the thing in all files and in its IRI; it never changes",
    "kind": "what it is: one of the kinds in the table below",
    "label": "what it is called in results",
    "names": "its spellings, each with the documents that use it",
    "identity": "why its spellings name one thing; needed where there are several",
    "note": "what a reader should know of the entry",
    "wikidata": "its Wikidata item, such as `Q123`, where certain",
    "viaf": "its VIAF number, where certain",
    "roles": "offices that a text gives the person",
    "part_of": "slug of the whole that it belongs to",
    "date": "when it was, in EDTF",
    "date_as_written": "when it was, in the words of the text",
    "location": "slug of the place where it was",
    "start_time": "when it began, as `18:00`",
    "end_time": "when it ended, as `22:00`",
    "duration": "how long it took, as `PT1H30M`",
    "attendance": "who was there, and the words that say so",
    "document_kind": "a notation of the vocabulary of kinds",
    "authors": "slugs of those whose words it is",
    "to": "slugs of those to whom it is addressed",
}
NAME = {"form": "the spelling, as printed", "in": "ids of the documents that use it"}
ATTESTED = {
    "document": "id of the document that says so",
    "quote": "its words; ` … ` skips words",
    "occurrence": "which one is meant, from 1, where the quote stands more than once",
}
ROLE = {
    "role": "slug of the office, an entry of kind role",
    "body": "slug of the body or place in which it is held",
    "date": "when it was held, in EDTF, where the text tells",
    **ATTESTED,
}
ATTENDANCE = {"agents": "slugs of those who were there", "side": "the side that they were on, as printed", **ATTESTED}
PROPOSITION = {
    "subject": "slug of the thing of which something is said",
    "predicate": "a fact property of the ontology, without its prefix: `fledTo`",
    "object": "a slug; or `{value: 5000, up_to: 6000, unit: t}`; or `unspecified` where the words leave it unsaid",
    "polarity": "`affirmed` (the default) or `negated`",
    "modality": "`actual` (the default), `planned` or `hypothetical`",
    "date": "when it is said to hold, in EDTF",
    "place": "slug of the place where it is said to hold",
}
JUDGEMENT = {
    "id": "the judgement's name and part of its IRI; it never changes",
    "propositions": "what is judged, written as in an annotation's `states`",
    "verdict": "`accepted`, `rejected` or `open`; an accepted one puts its plain facts in the graph",
    "reason": "why, with what speaks against it",
    "rests_on": "ids of the statements on which it rests, each with its document's id before it",
    "date": "when it was judged, in EDTF",
    "judge": "who judged",
}
AGREEMENT = {
    "first": "statements that the first reader found",
    "second": "statements that the second reader found",
    "both": "pairs: statements that both found",
    "f1": "twice the pairs, divided by the statements of both readers together",
    "speaker": "share of pairs with the same speaker, named or inferred",
    "addressee": "share of pairs with the same addressees",
    "parent": "share of pairs under the same reporting statement",
    "act": "share of pairs with the same act",
    "mode": "share of pairs with the same mode",
    "modality": "share of pairs with the same modality",
    "polarity": "share of pairs with the same polarity",
}


class NoMeaning(Exception):
    """A key of the code has no meaning in this file's tables."""


def generate() -> dict[Path, str]:
    """Every generated page, by its path from the root."""
    pages: dict[str, Callable[[], str]] = {
        "agreement": write_agreement,
        "commands": write_commands,
        "files": write_files,
        "ontology": write_ontology,
        "questions": write_questions,
        "shapes": write_shapes,
    }
    readme = (ROOT / README).read_text(encoding="utf-8")
    counts = f"<!-- counts -->\n{write_counts()}\n<!-- /counts -->"
    found = {REFERENCE / f"{name}.md": write() for name, write in pages.items()}
    found[ANNOTATION_SCHEMA] = write_schema().decode()
    return {README: COUNTS.sub(lambda _: counts, readme), QUALITY: write_quality(), **found}


def main() -> None:
    """Write the pages, or say which are stale."""
    pages = generate()
    stale = [path for path, text in pages.items() if not _holds(ROOT / path, text)]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path} is stale: run make docs", file=sys.stderr)
        sys.exit(1 if stale else 0)
    for path, text in pages.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


####################################################################################################
# Markdown
####################################################################################################


def page(title: str, *parts: str) -> str:
    """A page: its title, then its parts with blank lines between them."""
    return "\n\n".join((f"# {title}", MADE, *(part.strip("\n") for part in parts if part))) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = False) -> str:
    """A Markdown table; with ``numbers`` all columns but the first are set to the right."""
    rule = ["---"] + ["---:" if numbers else "---"] * (len(columns) - 1)
    lines = [columns, rule, *([_cell(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def explain(keys: Iterable[str], meanings: Mapping[str, str], what: str) -> str:
    """A table of keys with their meanings; raises ``NoMeaning`` where a key has none, or a meaning no key."""
    known = list(keys)
    missing, unused = set(known) - set(meanings), set(meanings) - set(known)
    if missing or unused:
        raise NoMeaning(f"docs/generate.py, {what}: no meaning for {sorted(missing)}, no key for {sorted(unused)}")
    return table(("key", "meaning"), ((f"`{key}`", meanings[key]) for key in known))


####################################################################################################
# The counts of the README
####################################################################################################


@lru_cache(maxsize=1)
def flagship_store() -> Store:
    """The store of the flagship's graph, built from its files."""
    return store_of(build_quads(read_collection(ROOT / "data")))


def count(pattern: str, what: str = "*") -> int:
    """How many solutions a pattern has in the flagship's graph."""
    query = f"SELECT (COUNT({what}) AS ?count) WHERE {{ {pattern} }}"
    return int(ask_store(flagship_store(), query).values()[0][0])


def write_counts() -> str:
    """The README's block of counts."""
    return "\n\n".join((_count_by_depth(), _count_by("act"), _count_by("mode"), _count_things()))


def _count_by_depth() -> str:
    query = """SELECT ?document ?depth (COUNT(*) AS ?count)
        WHERE {
          ?s a kg:Statement ; kg:depth ?depth ; kg:passage/kg:inDocument ?d .
          ?d rdfs:label ?title .
          BIND (CONCAT("`", REPLACE(STR(?d), "^.*/", ""), "` ", ?title) AS ?document)
        }
        GROUP BY ?document ?depth"""
    found = ask_store(flagship_store(), query).values()
    counted = {(document, int(depth)): int(number) for document, depth, number in found}
    depths = range(1, max(depth for _, depth in counted) + 1)
    rows = []
    for document in sorted({name for name, _ in counted}):
        numbers = [counted.get((document, depth), 0) for depth in depths]
        rows.append((document, *map(str, numbers), str(sum(numbers))))
    totals = [sum(number for (_, at), number in counted.items() if at == depth) for depth in depths]
    rows.append(("**all**", *map(str, totals), str(sum(totals))))
    return table(("statements in", *(f"depth {depth}" for depth in depths), "all"), rows, numbers=True)


def _count_by(scheme: str) -> str:
    query = f"""SELECT ?notation (COUNT(*) AS ?count)
        WHERE {{ ?s a kg:Statement ; kg:{scheme}/skos:notation ?notation }} GROUP BY ?notation"""
    counted = sorted(ask_store(flagship_store(), query).values(), key=lambda row: (-int(row[1]), row[0]))
    return f"By {scheme}: {', '.join(f'{name} {number}' for name, number in counted)}."


def _count_things() -> str:
    of = "https://w3id.org/hearsay/vocabulary/availability/"
    judged = count("?j kg:judges []", "DISTINCT ?j")
    facts = """?p kg:warrantedBy [] ; kg:subject ?s ; kg:predicate ?q ; kg:object|kg:objectValue ?o .
        FILTER (?o != kg:unspecified)"""
    spelling = "DISTINCT CONCAT(STR(?t), ?f)"
    rows = (
        ("agents: persons, parties, bodies, delegations, groups", count("?a a kg:Agent", "DISTINCT ?a")),
        ("of these, persons", count("?a a kg:Person", "DISTINCT ?a")),
        ("spellings of names, of agents and all other things", count("?t kg:hasNameForm/kg:form ?f", spelling)),
        ("propositions", count("?p a kg:Proposition", "DISTINCT ?p")),
        ("judgements on propositions", judged),
        ("judgements that several spellings name one thing", count("?j kg:identifies []", "DISTINCT ?j")),
        ("facts, each warranted by a judgement", count(facts, "DISTINCT CONCAT(STR(?s), STR(?q), STR(?o))")),
        ("documents in hand", count(f"?d kg:availability <{of}held>", "DISTINCT ?d")),
        ("documents only mentioned", count(f"?d kg:availability <{of}mentioned-only>", "DISTINCT ?d")),
    )
    return table(("the graph has", "number"), ((what, str(number)) for what, number in rows), numbers=True)


####################################################################################################
# Commands and questions
####################################################################################################


def write_commands() -> str:
    """The help of every command."""
    parts = ["The text of `kg COMMAND --help`. The options of each saved question are in [Questions](questions.md)."]
    for path, command in _commands((), command_line):
        name = " ".join(("kg", *path))
        parts += [f"## {name}", f"```text\n{help_of(command, name)}\n```"]
    return page("Commands", *parts)


def _commands(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group) and path != ("ask",):  # its commands are the questions
        for name, child in sorted(command.commands.items()):
            yield from _commands((*path, name), child)


def help_of(command: click.Command, name: str) -> str:
    """What ``--help`` prints on a terminal of a fixed width."""
    context = click.Context(command, info_name=name, terminal_width=HELP_WIDTH, max_content_width=HELP_WIDTH)
    context.help_option_names = ["-h", "--help"]
    with context:
        return command.get_help(context).rstrip()


def write_questions() -> str:
    """Every saved question with its parameters, columns and an example."""
    questions = load_questions()
    if set(EXAMPLES) != set(questions):
        raise NoMeaning(f"questions without an example, or the reverse: {sorted(set(EXAMPLES) ^ set(questions))}")
    rows = ((f"[{one.name}](#{one.name})", one.summary) for one in questions.values())
    index = table(("question", "what it asks"), rows)
    return page("Questions", QUESTIONS_PREFACE, index, *(_write_question(one) for one in questions.values()))


QUESTIONS_PREFACE = """
Each is a file `queries/<name>.rq`, and runs with its defaults, unchanged, in any SPARQL 1.1 engine. `kg ask <name>`
runs it on the built graph; `--format` gives a table, CSV, JSON or Markdown.

A name may be given by any spelling, a slug or an IRI. The defaults name things of the flagship collection: in a
collection of your own, give every option whose default is not "any".

Most rows have these columns: *words*, the passage itself; *according to*, who reports it (the speaker of the statement
around it, or the part of the document); *depth*, 1 for what the document itself reports; *document*; *start*, where the
words begin. Columns whose names end in `_iri` hold IRIs. CSV and JSON show all of them, a table or a Markdown page only
those that tell where to look a row up: the statement, the passage, the proposition, the judgement."""


def _write_question(question: Question) -> str:
    parts = [f"## {question.name}", question.summary, " ".join(question.description.split())]
    if question.parameters:
        rows = ((f"`--{p.name.replace('_', '-')}`", _takes(p), _default(p), p.help) for p in question.parameters)
        parts.append(table(("option", "takes", "default", "meaning"), rows))
    columns = ask_store(Store(), question.query, name=question.name).columns
    parts.append(f"Columns: {', '.join(f'`{column}`' for column in columns)}.")
    parts.append(f"```sh\n{example_of(question.name)}\n```")
    return "\n\n".join(parts)


def _takes(parameter: Parameter) -> str:
    name = re.sub(r"^a (?=[aeiou])", "an ", f"a {parameter.sort}")
    return {"iri": f"the name of {name}", "integer": "a number", "date": "a date", "text": "words"}[parameter.type]


def _default(parameter: Parameter) -> str:
    if parameter.optional:
        return "any"
    inner = parameter.default.split("^^")[0].strip('<>"')
    if inner.startswith((ONTOLOGY, "kg:")):
        return f"`{inner.removeprefix(ONTOLOGY).removeprefix('kg:')}`"
    return f"`{inner.rsplit('/', 1)[-1]}`"


def example_of(name: str) -> str:
    """The command of a question's example."""
    options = []
    for key, value in EXAMPLES[name].items():
        quoted = f'"{value}"' if " " in value else value
        options.append(f"--{key.replace('_', '-')} {quoted}")
    return " ".join(("kg ask", name, *options))


####################################################################################################
# The ontology, its vocabularies, and the shapes
####################################################################################################


class Shortener:
    """Writes IRIs with the prefixes of some Turtle files."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = {iri: prefix for text in texts for prefix, iri in PREFIX.findall(text)}
        self.prefixes = sorted(found.items(), key=lambda one: -len(one[0]))

    def __call__(self, node: Node) -> str:
        for iri, prefix in self.prefixes:
            if str(node).startswith(iri):
                return f"{prefix}:{str(node).removeprefix(iri)}"
        return f"<{node}>"

    def all(self, nodes: Iterable[Node]) -> str:
        """Several IRIs, sorted, each as code."""
        return ", ".join(f"`{name}`" for name in sorted(self(node) for node in nodes if not isinstance(node, BNode)))


def _load(folder: str) -> tuple[dict[Path, str], Graph, Shortener]:
    texts = {path: path.read_text(encoding="utf-8") for path in find_resources(folder, "*.ttl")}
    graph = Graph()
    for text in texts.values():
        graph.parse(data=text, format="turtle")
    return texts, graph, Shortener(texts.values())


def _sections(text: str, term: re.Pattern[str]) -> Iterator[tuple[str, list[str]]]:
    """The headings of a Turtle file, each with the terms that stand under it, in their order."""
    parts = SECTION.split(text)
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        terms = term.findall(body)
        if terms:
            yield heading, terms


def _said(graph: Graph, subject: Node, predicate: URIRef) -> str:
    return str(graph.value(subject, predicate) or "")


def write_ontology() -> str:
    """Every class and property, and every concept of the vocabularies."""
    texts, graph, short = _load("ontology")
    header = URIRef(ONTOLOGY.removesuffix("#"))
    parts = [
        f"{_said(graph, header, URIRef('http://purl.org/dc/terms/description'))} "
        f"Version {_said(graph, header, OWL.versionInfo)}; namespace `{ONTOLOGY}`, prefix `kg`. The Turtle is in "
        "[ontology/](../../ontology/hearsay.ttl).",
        "*Domain* and *range* let a reasoner infer; *for* and *takes* tell a reader where a term is used, and a "
        "reasoner nothing. *Close to* is `skos:closeMatch`, from which nothing follows.",
    ]
    main_text = next(text for path, text in texts.items() if path.name == "hearsay.ttl")
    for heading, names in _sections(main_text, TERM):
        rows = (_term_row(graph, short, URIRef(ONTOLOGY + name)) for name in names)
        parts += [f"## {heading}", table(("term", "definition", "relations"), rows)]
    parts += ["# Vocabularies", *_vocabularies(graph, short)]
    return page("Ontology", *parts)


def _term_row(graph: Graph, short: Shortener, term: URIRef) -> tuple[str, str, str]:
    kinds = [short(kind) for kind in graph.objects(term, RDF.type)]
    sort = "class" if "owl:Class" in kinds else "data" if "owl:DatatypeProperty" in kinds else "individual"
    sort = "object" if "owl:ObjectProperty" in kinds else sort
    first = f"`{short(term)}`<br>{_said(graph, term, RDFS.label)}" + ("" if sort == "class" else f" ({sort})")
    relations = [
        (name, short.all(nodes))
        for name, nodes in (
            ("under", [*graph.objects(term, RDFS.subClassOf), *graph.objects(term, RDFS.subPropertyOf)]),
            ("domain", list(graph.objects(term, RDFS.domain))),
            ("for", list(graph.objects(term, SCHEMA.domainIncludes))),
            ("range", list(graph.objects(term, RDFS.range))),
            ("takes", list(graph.objects(term, SCHEMA.rangeIncludes))),
            ("inverse", [*graph.objects(term, OWL.inverseOf)]),
            ("close to", list(graph.objects(term, SKOS.closeMatch))),
            ("see", list(graph.objects(term, RDFS.seeAlso))),
        )
    ]
    said = [f"{name} {nodes}" for name, nodes in relations if nodes]
    if "owl:SymmetricProperty" in kinds:
        said.insert(0, "symmetric")
    for links in graph.objects(term, OWL.propertyChainAxiom):
        said.append("follows from " + " ∘ ".join(f"`{short(link)}`" for link in Collection(graph, links)))
    return first, _said(graph, term, SKOS.definition), "; ".join(said)


def _vocabularies(graph: Graph, short: Shortener) -> Iterator[str]:
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        yield f"## {str(scheme).rsplit('/', 1)[-1]}"
        yield f"{_said(graph, scheme, SKOS.definition)} `{scheme}`"
        rows = []
        for concept in _in_order(graph, scheme):
            broader = short.all(graph.objects(concept, SKOS.broader))
            close = short.all(graph.objects(concept, SKOS.closeMatch))
            links = "; ".join(f"{name} {nodes}" for name, nodes in (("under", broader), ("close to", close)) if nodes)
            note = _said(graph, concept, SKOS.scopeNote)
            notation = f"`{_said(graph, concept, SKOS.notation)}`"
            rows.append((notation, _said(graph, concept, SKOS.definition), note, links))
        yield table(("notation", "definition", "when to use it", "relations"), rows)


def _in_order(graph: Graph, scheme: Node) -> list[Node]:
    """The concepts of a scheme: acts in the order of the code, others by notation."""
    ranks = {act: rank for rank, act in enumerate(ACTS)}

    def rank(concept: Node) -> tuple[int, str]:
        notation = _said(graph, concept, SKOS.notation)
        return ranks.get(notation, len(ranks)), notation

    return sorted(graph.subjects(SKOS.inScheme, scheme), key=rank)


def write_shapes() -> str:
    """Every shape: which nodes it looks at, along which path, and its message."""
    texts, graph, short = _load("shapes")
    parts = [
        "The rules that `kg validate` checks, and that a graph must keep to be published. Each has an IRI in the "
        f"namespace `{ONTOLOGY}`, one message that says what would be right, and a bad example in `tests/shapes/` that "
        "only it catches.",
    ]
    for path, text in texts.items():
        title = re.search(r'dcterms:title "Hearsay: (?:shapes of )?(.+?)"', text)
        parts.append(f"## {path.name}: {title[1] if title else path.stem}")
        for heading, names in _sections(text, SHAPE):
            rows = (_shape_row(graph, short, name) for name in names)
            parts += [f"### {heading}", table(("shape", "looks at", "along", "what is right"), rows)]
    return page("Shapes", *parts)


def _shape_row(graph: Graph, short: Shortener, name: str) -> tuple[str, str, str, str]:
    shape = URIRef(ONTOLOGY + name)
    targets = [
        *(f"each {short.all([one])}" for one in graph.objects(shape, SH.targetClass)),
        *(f"what has {short.all([one])}" for one in graph.objects(shape, SH.targetSubjectsOf)),
        *(short.all([one]) for one in graph.objects(shape, SH.targetNode)),
    ]
    path = graph.value(shape, SH.path)
    along = f"`{_path(graph, short, path)}`" if path else "a query" if graph.value(shape, SH.sparql) else ""
    message = graph.value(shape, SH.message) or graph.value(graph.value(shape, SH.sparql), SH.message)
    return f"`{name}`", ", ".join(sorted(targets)), along, str(message)


def _path(graph: Graph, short: Shortener, path: Node) -> str:
    """A SHACL path as SPARQL writes it."""
    if isinstance(path, URIRef):
        return short(path)
    for predicate, form in ((SH.inversePath, "^{}"), (SH.oneOrMorePath, "({})+"), (SH.zeroOrMorePath, "({})*")):
        inner = graph.value(path, predicate)
        if inner is not None:
            return form.format(_path(graph, short, inner))
    either = graph.value(path, SH.alternativePath)
    links = [_path(graph, short, link) for link in Collection(graph, either or path)]
    return f"({'|'.join(links)})" if either is not None else "/".join(links)


####################################################################################################
# The files of a collection
####################################################################################################


def write_files() -> str:
    """The keys of every file that an editor writes."""
    entity_keys = list(dict.fromkeys(chain.from_iterable(authority.KEYS_OF_KIND.values())))
    kinds = [
        ("person", "person"),
        (GROUP_KINDS[0], " · ".join(GROUP_KINDS)),
        ("place", "place"),
        (EVENT_KINDS[0], " · ".join(EVENT_KINDS)),
        ("document", "document, only mentioned"),
        ("role", "role"),
    ]
    own = (
        (name, ", ".join(f"`{key}`" for key in authority.KEYS_OF_KIND[kind] if key not in authority.COMMON) or "none")
        for kind, name in kinds
    )
    needed = " and ".join(f"`{key}`" for key in settings.REQUIRED)
    return page(
        "Files of a collection",
        FILES_PREFACE,
        "## collection.toml",
        f"TOML. {needed} must be there.",
        explain(settings.KEYS, settings.KEYS, "collection.toml"),
        "Each `[[documents]]` table:",
        explain(settings.DOCUMENT_KEYS, DOCUMENT_TABLE, "[[documents]]"),
        "## authority/*.yaml",
        "Each file is a list of entries. How they are divided into files is yours to choose.",
        explain(entity_keys, ENTITY, "authority"),
        f"Every kind takes {', '.join(f'`{key}`' for key in authority.COMMON)}. Besides these:",
        table(("kind", "keys of its own"), own),
        "Each of `names`:",
        explain(NAME, NAME, "names"),
        "Each of `roles`:",
        explain(authority.ROLE_KEYS, ROLE, "roles"),
        "Each of `attendance`:",
        explain(authority.ATTENDANCE_KEYS, ATTENDANCE, "attendance"),
        "## annotations/<document>.yaml",
        "A mapping: `document`, the document's id, and `statements`, a list. Each statement:",
        explain(STATEMENT_KEYS, STATEMENT, "annotations"),
        "Each of `states`:",
        explain(authority.PROPOSITION_KEYS, PROPOSITION, "propositions"),
        "## judgements.yaml",
        "A list of judgements; the file may be absent. Each:",
        explain(authority.JUDGEMENT_KEYS, JUDGEMENT, "judgements"),
    )


FILES_PREFACE = """
What an editor writes. An unknown key is an error that names the file, the line and the nearest known key.

| path | holds |
| --- | --- |
| `collection.toml` | settings |
| `sources/<document>.txt` | the documents, UTF-8, byte for byte |
| `sources/*.xml`, `*.html`, `*.pdf`, `*.<encoding>` | what a text was made from, where it came as no UTF-8 text |
| `authority/*.yaml` | known persons, groups, places, events, roles, and documents that are only mentioned |
| `annotations/<document>.yaml` | the statements that a document reports |
| `annotations/annotation.schema.json` | the JSON Schema of these, for editors; `kg draft` writes it |
| `annotations/.drafted/` | each text as it was last drafted from: it tells where passages go when one is corrected |
| `judgements.yaml` | the editors' verdicts |
| `graph/` | what `kg build` writes; never edited. `reviewed.nq` is the graph without drafts, where there are any |

Values in YAML stay the text that is written: `no` is the word *no*. Anchors, aliases and tags are refused. A slug is
lower-case letters and digits joined by single hyphens. A date is in the Extended Date/Time Format (EDTF): `1956-09-18`,
`1956-09`, `1956?`, `1956-07/1956-09`."""


####################################################################################################
# Agreement
####################################################################################################


def write_agreement() -> str:
    """How far the two readers agreed, by document, before their differences were settled."""
    script = runpy.run_path(str(AGREEMENT_SCRIPT))
    first, second = (script["read_statements"](f"{name}.jsonl") for name in ("first", "second"))
    every, other = (list(chain.from_iterable(found.values())) for found in (first, second))
    results = {name: script["compare"](first[name], second[name]) for name in sorted(first)}
    results["all"] = script["compare"](every, other)
    no_turns = ([one for one in found if not script["is_turn"](one)] for found in (every, other))
    results["all but turns"] = script["compare"](*no_turns)
    columns = list(results["all"])
    rows = (
        (name, *(f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values()))
        for name, row in results.items()
    )
    return page(
        "Agreement of the two readers",
        "How far two readers agreed before their differences were settled; what the figures can and cannot tell is in "
        "[How good the annotations are](../explanation/annotation-quality.md). `python benchmarks/agreement.py` makes "
        "them from what each reader found, and lists every difference with `--differences`.",
        table(("document", *columns), rows, numbers=True),
        explain(columns, AGREEMENT, "agreement"),
        f"Two statements are paired where their passages overlap by at least {script['LEAST_OVERLAP']:.0%} of what they"
        " cover together. A dialogue turn is a statement whose limits and speaker its printed label gives both readers "
        "alike; the last row leaves turns out.",
    )


####################################################################################################
# Quality of drafts
####################################################################################################

# The annotated documents that are no part of the collection, with where their texts are published.
SAMPLE = {
    "dev-1": ("telegram on a conversation, first person", "1964–1968, volume XXX, China, document 78"),
    "dev-2": ("memorandum of conversation", "1955–1957, volume II, China, document 18"),
    "dev-3": ("minutes in dialogue form", "1969–1976, volume XXXVIII, part 1, document 38"),
    "dev-4": ("telegram on what sources tell", "1955–1957, volume XV, Arab-Israeli Dispute, document 157"),
}
SCORES = {
    "precision": "P", "recall": "R", "f1": "F1", "f1_all": "F1, all gold", "detection_f1": "detection F1",
    "speaker": "speaker", "addressee": "addressee", "parent": "parent", "mode": "mode", "act": "act",
}  # fmt: skip
QUALITY_PREFACE = """
How well `kg draft` does, held against what people have confirmed. What each figure means is in
[Measure drafts](how-to/measure-drafts.md); `python benchmarks/quality.py` makes them and appends them to
`benchmarks/quality.json`."""
QUALITY_LIMITS = """
- **The rules were written with these documents in view.** On documents that nobody has looked at, expect less.
- **The flagship's drafts have the flagship's authority**, whose spellings come from the same texts; the other documents
  are drafted with none.
- **The baseline** is a few regular expressions, `draft_by_patterns` in `benchmarks/quality.py`: labels with a colon, a
  capitalised name before a verb of saying, and what follows in the paragraph.
- **A nested statement that the baseline never attempts costs it no precision**: in a dialogue it finds the turns alone,
  which are most of what is there.
- **People differ too**: two readers of the flagship agreed with F1 0.94 on what is a statement
  ([How good the annotations are](explanation/annotation-quality.md))."""


def write_quality() -> str:
    """The figures of drafts that were measured last, and the main one over time."""
    entries = json.loads(QUALITY_FILE.read_text(encoding="utf-8"))
    latest = entries[-1]
    sample = next((entry["sample"] for entry in reversed(entries) if "sample" in entry), None)
    parts = [QUALITY_PREFACE, f"Last measured {latest['date']}, version {latest['version']}."]
    parts += ["## The flagship's documents", _quality_tables(latest["flagship"])]
    if sample:
        rows = ((name, *SAMPLE[name]) for name in sample["documents"] if name in SAMPLE)
        where = table(("document", "kind", "*Foreign Relations of the United States*"), rows)
        parts += ["## Documents of another archive", SAMPLE_PREFACE, where, _quality_tables(sample)]
    parts += ["## What the figures do not show", QUALITY_LIMITS, "## Over time", _quality_over_time(entries)]
    return page("Quality of drafts", *parts, "## Names", *_names_quality())


SAMPLE_PREFACE = """
The texts are in the public domain and published by the Office of the Historian at
<https://history.state.gov/historicaldocuments>, as TEI at <https://github.com/HistoryAtState/frus>. Texts and
annotations are no part of this project; only their figures are."""


def _quality_tables(figures: Mapping[str, Any]) -> str:
    rows = {**figures["documents"], "**all**": figures["total"]}
    baseline = figures["baseline"]
    documents = (
        (name, str(one["gold"]), *(_score(one, key) for key in SCORES), _number(baseline.get(name.strip("*"))))
        for name, one in rows.items()
    )
    layers = (
        (name, str(one["gold"]), *(_score(one, key) for key in SCORES)) for name, one in figures["layers"].items()
    )
    rules = (
        (f"`{one['rule']}`", str(one["found"]), str(one["right"]), _number(one["precision"]), _number(one["promised"]))
        for one in figures["rules"]
    )
    bins = (
        (f"{one['low']:.1f} to {one['high']:.1f}", str(one["count"]), _number(one["promised"]), _number(one["right"]))
        for one in figures["calibration"]
    )
    total = figures["total"]
    apart = ", ".join(
        f"{name.removeprefix('addressee_')} {total[name]['share']:.2f} of {total[name]['of']}"
        for name in ("addressee_explicit", "addressee_inferred")
        if name in total
    )
    return "\n\n".join(
        (
            table(("document", "gold", *SCORES.values(), "baseline F1"), documents, numbers=True),
            f"Addressees: {apart}.",
            table(("layer", "gold", *SCORES.values()), layers, numbers=True),
            table(("rule", "found", "right", "precision", "mean confidence"), rules, numbers=True),
            table(("confidence", "statements", "mean", "right"), bins, numbers=True),
            f"Expected calibration error: {_number(figures['expected_calibration_error'])}.",
        )
    )


def _score(one: Mapping[str, Any], key: str) -> str:
    value = one.get(key)
    return _number(value["share"] if isinstance(value, dict) else value)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _quality_over_time(entries: Sequence[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for one in entries for part in _parts(one) for name in part["documents"]))
    rows = (
        (one["date"], one["version"], *(_number(_f1_of(one, name)) for name in names), one["note"]) for one in entries
    )
    return table(("date", "version", *names, "note"), rows, numbers=True)


def _parts(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [entry[part] for part in ("flagship", "sample") if part in entry]


def _f1_of(entry: Mapping[str, Any], name: str) -> float | None:
    return next((part["documents"][name]["f1"] for part in _parts(entry) if name in part["documents"]), None)


def _names_quality() -> Iterator[str]:
    results = json.loads(NAMES_FILE.read_text(encoding="utf-8"))
    columns = next(iter(results.values()))
    yield (
        "How often `kg names` puts the right entry first: each spelling of the flagship's persons is taken out in turn "
        "and looked up among the rest (`python benchmarks/names.py`). *Near* and *part* are the two degrees of "
        "[Propose names](how-to/propose-names.md); `difflib` knows no Romanisation, its two limits are one letter in "
        "five and in two."
    )
    rows = (
        (f"`{name}`", *(f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values()))
        for name, row in results.items()
    )
    yield table(("distance", *columns), rows, numbers=True)


if __name__ == "__main__":
    main()
