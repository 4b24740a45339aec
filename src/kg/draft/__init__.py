"""Drafts: what the machine proposes that a document says was said, before an editor has read it."""
