"""How a run over many documents reads: its options as one value, which goes to every worker as JSON. It reads nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

Keep = Literal["claims", "all"]

DOCUMENT_SECONDS = 3.0
"""Most processor time that one document may take. The slowest of 1,000 dense texts of 4,000 characters takes a hundredth of it."""
MEMORY_MEGABYTES = 3_000
"""Address space of a reading process, vocabulary and libraries included, which take about a third of it before any document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How each document is read, what is kept of it, and what it may cost.

    `keep` "claims" keeps the text of a document that holds a claim or a judgement, "all" of every document. `fields` names the columns
    or keys of own files ("text": "body"). `seconds` and `memory` (megabytes) are the budget of one document.
    """

    theatre: str = "auto"
    context: str = "conflict"
    published: date | None = None
    keep: Keep = "claims"
    fields: tuple[tuple[str, str], ...] = ()
    seconds: float = DOCUMENT_SECONDS
    memory: int = MEMORY_MEGABYTES

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as JSON values."""
        return {
            **asdict(self),
            "published": None if self.published is None else self.published.isoformat(),
            "fields": [list(pair) for pair in self.fields],
        }


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Return the settings that `as_dict` made JSON values of."""
    published = values["published"]
    return Settings(
        theatre=values["theatre"],
        context=values["context"],
        published=None if published is None else date.fromisoformat(published),
        keep=values["keep"],
        fields=tuple((name, own) for name, own in values["fields"]),
        seconds=values["seconds"],
        memory=values["memory"],
    )
