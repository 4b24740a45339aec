"""Review: drafts written into annotation files, and what people decide on them.

The data flow: scalars (values as YAML) → items (a file as blocks of text) → anchors (blocks to passages) → merge
(new drafts into a file) and decisions (what a person does) → session (the keys of a review) → view (what it shows).
"""
