"""How far the review of each document has come, and how much of what is left is likely right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.review.items import AnnotationFile, Item, walk_items
from kg.store import Rows
from kg.terms import XSD

__all__ = ["Progress", "measure_progress", "progress_rows"]

COLUMNS = (
    "document", "reviewed", "drafts", "mean_confidence", "likely_right", "accepted", "corrected", "rejected",
    "share_accepted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of one document's annotations.

    ``reviewed`` counts the statements that stand, by hand or by decision; ``accepted`` those decided as they had been
    drafted, ``corrected`` those changed before, split or joined.  ``expected`` adds the confidences of the open drafts.
    """

    document: str
    reviewed: int
    drafts: int
    expected: float
    accepted: int
    corrected: int
    rejected: int

    @property
    def decided(self) -> int:
        """How many drafts somebody has decided."""
        return self.accepted + self.corrected + self.rejected

    @property
    def mean_confidence(self) -> float | None:
        """How much of the open drafts should be right; none where there is none."""
        return self.expected / self.drafts if self.drafts else None

    @property
    def share_accepted(self) -> float | None:
        """How much of what was decided had been right as drafted; none where nothing was."""
        return self.accepted / self.decided if self.decided else None


def measure_progress(document: str, file: AnnotationFile) -> Progress:
    """The progress of one document."""
    items = tuple(walk_items(file.items))
    drafts = [item for item in items if item.status == "draft"]
    hows = [_how(item) for item in items if item.status != "draft"]
    corrected = sum(how in ("corrected", "split", "joined") for how in hows)
    return Progress(
        document=document,
        reviewed=sum(item.status == "reviewed" for item in items),
        drafts=len(drafts),
        expected=sum(float(item.text("confidence") or 0) for item in drafts),
        accepted=hows.count("accepted"),
        corrected=corrected,
        rejected=hows.count("rejected"),
    )


def _how(item: Item) -> str:
    """How a statement was decided; one that a person rejected in the file has only its status."""
    how = item.part("decided").get("how")
    return how if isinstance(how, str) else ("rejected" if item.status == "rejected" else "")


def progress_rows(found: Iterable[Progress]) -> Rows:
    """One row for each document."""
    return Rows(COLUMNS, [_row(one) for one in found])


def _row(one: Progress) -> tuple[Literal | None, ...]:
    cells: Mapping[str, str | int | float | None] = {
        "document": one.document, "reviewed": one.reviewed, "drafts": one.drafts,
        "mean_confidence": one.mean_confidence, "likely_right": round(one.expected) if one.drafts else None,
        "accepted": one.accepted, "corrected": one.corrected, "rejected": one.rejected,
        "share_accepted": one.share_accepted,
    }  # fmt: skip
    return tuple(_literal(cells[column]) for column in COLUMNS)


def _literal(value: str | int | float | None) -> Literal | None:
    if value is None or isinstance(value, str):
        return None if value is None else Literal(value)
    return Literal(f"{value:.2f}", datatype=XSD("decimal")) if isinstance(value, float) else Literal(value)
