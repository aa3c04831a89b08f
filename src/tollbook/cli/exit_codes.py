"""The exit codes that commands share. docs/errors.md lists them for users."""

from __future__ import annotations

FINDINGS, BAD_INPUT, PARTLY_DONE = 1, 2, 3
FAULT, INTERRUPTED, READER_GONE = 70, 130, 141
"""A fault of Tollbook itself (as sysexits.h has it), Ctrl-C, and an output that nobody reads on (as shells have them)."""
