"""Drafts: what the machine proposes that a document says was said, before an editor has read it."""

from __future__ import annotations

from kg.draft.pipeline import draft_document, draft_files
from kg.draft.record import DraftStatement

__all__ = ["DraftStatement", "draft_document", "draft_files"]
