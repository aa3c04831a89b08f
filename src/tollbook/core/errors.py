"""The error tree. Every error that leaves Tollbook is one of these; none carries a third party's traceback to a reader.

TollbookError
├── InputError              the input can't be read as given
│   ├── EmptyInput          nothing to read
│   ├── UnreadableInput     binary, damaged, wrong encoding, no text inside
│   ├── InputTooLarge       over a stated limit: refused, never truncated
│   ├── DatasetError        a file is not of the data set that was named
│   └── FeedError           a list of feeds, or what a feed answers, is malformed
├── FetchError              a URL was unreachable
│   ├── RefusedUrl          a URL that is not fetched on purpose (scheme, port, private address, robots.txt)
│   ├── Unreachable         a host doesn't answer: no name, no connection, or not in time
│   └── BadAnswer           a server answered with something else than the page
├── VocabularyError         a table of the vocabulary is malformed
│   └── TheatreError        a theatre is unknown or its file is malformed
├── LedgerError             a ledger can't do what was asked
│   ├── LedgerMissing       there is no ledger at that place
│   ├── ForeignDatabase     a database or file that is no ledger
│   ├── SchemaMismatch      a ledger of an older or newer Tollbook
│   ├── LedgerBusy          another process holds the ledger, or it is read-only or full
│   ├── DamagedLedger       the ledger's own checks fail
│   └── UnknownRecord       no claim, document or statement with that id
├── CorpusError             a run over many documents can't begin or go on
├── EstimationError         no estimate can be given
│   ├── AssumptionError     an assumption is missing or malformed
│   ├── TooLittle           nothing, or not enough, to estimate from
│   ├── NoAnchor            no source pins the absolute level
│   └── FitFailed           the posterior was not found, or can't be relied on
└── UsageError              an option or argument has a value that makes no sense
"""

from __future__ import annotations


class TollbookError(Exception):
    """Base of all errors: says what was met, where, what was expected and what to do next."""

    def __init__(self, met: str, *, where: str = "", expected: str = "", do: str = "") -> None:
        self.met, self.where, self.expected, self.do = met, where, expected, do
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return the whole message as one readable line."""
        parts = [f"{self.where}: {self.met}" if self.where else self.met]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.do:
            parts.append(self.do)
        return "; ".join(parts)


class InputError(TollbookError):
    """The input can't be read as given."""


class EmptyInput(InputError):
    """There is nothing to read."""


class UnreadableInput(InputError):
    """The input is binary, damaged, in an unknown encoding, or holds no text."""


class InputTooLarge(InputError):
    """The input is over a stated limit. It is refused, never truncated."""


class DatasetError(InputError):
    """A file is not of the data set that was named, or its mapping is malformed."""


class FeedError(InputError):
    """A list of feeds is malformed, or what a feed answers is none."""


class FetchError(TollbookError):
    """A URL could not be fetched."""


class RefusedUrl(FetchError):
    """A URL is not fetched on purpose: its scheme, port or address is not allowed, or robots.txt asks not to."""


class Unreachable(FetchError):
    """A host doesn't answer: its name is not known, there is no connection, or no complete answer in time."""


class BadAnswer(FetchError):
    """A server answered a URL with a status that is no page. `status` is its number, `retry_after` the seconds that it asks to wait."""

    def __init__(
        self, met: str, *, where: str = "", expected: str = "", do: str = "", status: int = 0, retry_after: float | None = None
    ) -> None:
        super().__init__(met, where=where, expected=expected, do=do)
        self.status, self.retry_after = status, retry_after


class VocabularyError(TollbookError):
    """A table of the vocabulary is malformed."""


class TheatreError(VocabularyError):
    """A theatre is unknown, or its file is malformed. `problems` holds one line per fault."""

    def __init__(self, met: str, *, where: str = "", expected: str = "", do: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(met, where=where, expected=expected, do=do)
        self.problems = problems


class LedgerError(TollbookError):
    """A ledger can't do what was asked."""


class LedgerMissing(LedgerError):
    """There is no ledger at that place, or its server doesn't answer."""


class ForeignDatabase(LedgerError):
    """A database or a file that is no ledger of Tollbook's."""


class SchemaMismatch(LedgerError):
    """A ledger was made by an older or a newer Tollbook."""


class LedgerBusy(LedgerError):
    """A ledger can't be written now: another process holds it, it is read-only, or the disk is full."""


class DamagedLedger(LedgerError):
    """A ledger's file is damaged, or what it holds doesn't fit its own checks."""


class UnknownRecord(LedgerError):
    """No claim, document or statement of the ledger has that id."""


class CorpusError(TollbookError):
    """A run over many documents can't begin or go on: its output is of another run, full or damaged, or a cluster is out of reach."""


class EstimationError(TollbookError):
    """No estimate can be given: the message says what is missing, and what to try."""


class AssumptionError(EstimationError):
    """An assumption is missing, malformed, or contradicts another."""


class TooLittle(EstimationError):
    """There is nothing, or not enough, to estimate from."""


class NoAnchor(EstimationError):
    """None of the sources that are observed pins the absolute level."""


class FitFailed(EstimationError):
    """The posterior was not found, or what was found can't be relied on. It is refused, never shown."""


class UsageError(TollbookError):
    """An option or argument has a value that makes no sense."""
