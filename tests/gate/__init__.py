"""The quality gate: reads the gold corpus in `gold/`, scores the reader against it, and holds the pinned floors.

It knows the reader only through `tollbook.read(...).to_dict()` and never looks into its code.
"""
