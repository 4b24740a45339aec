"""The questions' golden rows: which question with which values gives which file, and how to write them anew.

    python -m tests.regenerate_golden [GRAPH.nq]

Look through the difference before you commit it: these rows are what a reader is told.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyoxigraph import Store

from kg.questions import ask_question, get_question, load_questions
from kg.store import Rows, open_graph
from kg.tables import render_rows

ROOT = Path(__file__).resolve().parents[1]
GRAPH = ROOT / "data" / "graph" / "hearsay.nq"
GOLDEN = ROOT / "tests" / "golden" / "questions"

# file name -> question and values; each question is also asked with its defaults
WITH_VALUES: dict[str, tuple[str, dict[str, str]]] = {
    "accounts-of-a-meeting, 17 September": ("accounts-of-a-meeting", {"meeting": "1956-09-17-mikoyan-koreans"}),
    "claims, memberships": ("claims", {"predicate": "member of"}),
    "dossier, Ri Sang-jo": ("dossier", {"who": "Ri Sang-jo"}),
    "hearsay-at-depth, 5": ("hearsay-at-depth", {"depth": "5"}),
    "meetings-and-participants, July": ("meetings-and-participants", {"meeting": "1956-07-cpsu-cc-kim"}),
    "spellings, Nam Il": ("spellings", {"thing": "Nam II"}),
    "timeline, Nam Il in July 1956": ("timeline", {"who": "nam-il", "from": "1956-07", "until": "1956-07"}),
    "told-different-listeners, Nam Il of Kim": (
        "told-different-listeners",
        {"speaker": "Nam Il", "about": "kim-il-sung"},
    ),
    "who-could-have-known, the plan to speak out": (
        "who-could-have-known",
        {"statement": "1956-07-24-nam-il-p02-1", "by": "1956-07"},
    ),
    "who-fled, the four": ("who-fled", {"who": "four-who-fled", "place": "China"}),
    "who-said-what, Kim to Mao": ("who-said-what", {"speaker": "Kim Il Sung", "addressee": "Mao Zedong"}),
    "who-said-what, denials": ("who-said-what", {"act": "deny"}),
    "who-said-what, November 1957": ("who-said-what", {"from": "1957-11", "until": "1957-11"}),
    "who-said-what, Pak of Kim": ("who-said-what", {"speaker": "Pak Chang Ok", "about": "kim il sung"}),
}  # fmt: skip


def golden_cases() -> dict[str, tuple[str, dict[str, str]]]:
    """Every golden file's name with its question and values, sorted."""
    defaults: dict[str, tuple[str, dict[str, str]]] = {name: (name, {}) for name in load_questions()}
    return dict(sorted((defaults | WITH_VALUES).items()))


def golden_path(case: str) -> Path:
    """The file of a case."""
    return GOLDEN / f"{case.replace(', ', '--').replace(' ', '-').lower()}.csv"


def answer_case(case: str, store: Store) -> Rows:
    """The rows of a case."""
    name, values = golden_cases()[case]
    return ask_question(get_question(name), values, store)


def regenerate(graph: Path = GRAPH) -> None:
    """Write every golden file, and remove those of no case."""
    store = open_graph(graph)
    GOLDEN.mkdir(parents=True, exist_ok=True)
    written = set()
    for case in golden_cases():
        path = golden_path(case)
        path.write_text(render_rows(answer_case(case, store), "csv"), encoding="utf-8", newline="\n")
        written.add(path)
    for path in set(GOLDEN.glob("*.csv")) - written:
        path.unlink()


if __name__ == "__main__":
    regenerate(*map(Path, sys.argv[1:2]))
