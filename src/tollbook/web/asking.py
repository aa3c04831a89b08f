"""What many pages are asked by: ids, a query, the moment as of which a ledger answers."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Query
from starlette.concurrency import run_in_threadpool

from tollbook.ledger.moments import size_at
from tollbook.web.faults import naming
from tollbook.web.opened import Here, Opened

LONGEST_QUERY: Final = 1_000
CLAIM_ID: Final = "^[0-9a-fA-F]{6,16}$"
DOCUMENT_ID: Final = "^[0-9a-f]{32}$"


async def moment_asked(
    here: Here, asof: Annotated[str | None, Query(max_length=40, description="A day, or a moment: what the ledger knew then.")] = None
) -> str | None:
    """Return the moment that a request names, None for now. Raises UsageError that names the field for what is no moment."""
    if not asof:
        return None
    await run_in_threadpool(_check, here, asof)
    return asof


def _check(here: Opened, asof: str) -> None:
    with naming("asof"), here.store.reading() as connection:
        size_at(connection, asof)


AskedMoment = Annotated[str | None, Depends(moment_asked)]
