"""Decide what is worth parsing: the evidence of armed conflict, and the sentences that can hold a count. It parses nothing."""
