"""What a series is asked by: days, a kind of figure, an estimate's band, figures of parts. An empty field of a form is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field

from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.web.opened import Opened
from tollbook.web.series_view import Wish
from tollbook.web.slugs import Slug

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def or_none(value: object) -> object:
    """Return what a field of a form holds, None where it is empty."""
    return None if value == "" else value


Day = Annotated[Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)] | None, BeforeValidator(or_none)]
Kind = Annotated[Literal["cumulative", "flow", "stock"] | None, BeforeValidator(or_none)]
Switch = Annotated[Literal["1"] | None, BeforeValidator(or_none)]
Theme = Annotated[Literal["light", "dark"], Query(description="The colors of a picture.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a reader chose of a series."""

    first: date | None = None
    last: date | None = None
    kind: Literal["cumulative", "flow", "stock"] | None = None
    band: bool = False
    parts: bool = False

    @property
    def fields(self) -> dict[str, Any]:
        """The choice as fields of an address."""
        switches = {"band": "1" if self.band else None, "parts": "1" if self.parts else None}
        return {"from": self.first, "to": self.last, "kind": self.kind, **switches}

    def wish(self, slug: Slug, head: Checkpoint) -> Wish:
        """Return what is asked of a series at a state of the log."""
        return Wish(slug=slug, head=head, kind=self.kind, first=self.first, last=self.last, band=self.band, parts=self.parts)


def choice_made(
    *,
    since: Annotated[Day, Query(alias="from", description="The first day that is shown.", examples=["2025-01-01"])] = None,
    to: Annotated[Day, Query(description="The last day that is shown.", examples=["2025-06-30"])] = None,
    kind: Annotated[Kind, Query(description="Totals, counts over time, or counts at a day. By default the first there is.")] = None,
    band: Annotated[Switch, Query(description="1: with an estimate from all sources, which takes some seconds the first time.")] = None,
    parts: Annotated[Switch, Query(description="1: with figures of a part alone, such as civilians, or tanks destroyed.")] = None,
) -> Choice:
    """Return what a request asks of a series."""
    return Choice(first=since, last=to, kind=kind, band=band is not None, parts=parts is not None)


AskedChoice = Annotated[Choice, Depends(choice_made)]


def head_asked(here: Opened, slug: Slug, asof: str | None) -> Checkpoint:
    """Return the state of the log that is asked for. Raises UsageError for two of them, UnknownRecord for one that never was."""
    if slug.head is None:
        return here.ledger.checkpoint(as_known_on=asof)
    if asof is not None:
        raise UsageError("a moment beside an address of one state of the log", where="asof", expected="one of the two")
    checkpoint = here.ledger.checkpoint(as_known_on=slug.head.size)
    if not slug.head.is_of(checkpoint):
        raise UnknownRecord(
            f"the log of this ledger has another root at entry {slug.head.size}",
            do="the address is of another ledger, or the log was rewritten",
        )
    return checkpoint
