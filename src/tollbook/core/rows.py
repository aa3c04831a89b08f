"""Rows of data sets on their way into a ledger: a row is a small document of its own, whose claims quote its cells.

A row's text names the data set and lists its fields, one a line ("personnel: 826820"), so that every imported number has a span.
"""

from __future__ import annotations

from dataclasses import dataclass

from tollbook.core.types import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a row stands: the file by name and SHA-256 (64 hex digits), and the row's number in it, from 1; 0 is the file as a whole."""

    file: str
    sha256: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that was read. `cells[n]` is the identity of the n-th claim's cell across versions of the data set ("2025-01-24|personnel").

    A later version of the file that puts another number into the same cell revises the claim; it is no second claim.
    """

    reading: Reading
    origin: Origin
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that was not imported, and why. `text` is the row as it stands in the file, shortened."""

    origin: Origin
    reason: str
    text: str
