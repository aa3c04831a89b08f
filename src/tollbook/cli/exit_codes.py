"""The exit codes that commands share. docs/errors.md lists them for users."""

from __future__ import annotations

FINDINGS, BAD_INPUT, PARTLY_DONE = 1, 2, 3
