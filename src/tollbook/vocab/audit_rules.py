"""The rules of an audit in words, from their table: what each compares, which verdicts it can give, with examples. It holds no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tollbook.vocab.tables import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRule:
    """A rule in words. `example` is a text of the table that the rule speaks of, with the verdict that it gives."""

    id: str
    title: str
    meaning: str
    verdicts: tuple[str, ...]
    example: str
    example_verdict: str


def audit_rules() -> Mapping[str, AuditRule]:
    """Return the rules by id, in the order of their table."""
    return {row["id"]: _rule(row) for row in load_table("audit_rules").get("rule", ())}


def _rule(row: dict[str, Any]) -> AuditRule:
    example: dict[str, Any] = next(iter(row["examples"]), {})
    texts = [example["text"]] if "text" in example else [part["text"] for part in example.get("texts", ())]
    return AuditRule(
        id=row["id"],
        title=row["title"],
        meaning=row["meaning"],
        verdicts=tuple(row["verdicts"]),
        example=" / ".join(" ".join(text.split()) for text in texts),
        example_verdict=example.get("verdict", ""),
    )
