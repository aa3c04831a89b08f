"""The rules of an audit in words, from their table: what each compares, which verdicts it can give, with examples. It holds no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tollbook.vocab.tables import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRule:
    """A rule in words. `example` holds the texts of which it gives `example_verdict`; `silence` texts of which it says nothing."""

    id: str
    title: str
    meaning: str
    verdicts: tuple[str, ...]
    example: tuple[str, ...]
    example_verdict: str
    silence: tuple[str, ...]


def audit_rules() -> Mapping[str, AuditRule]:
    """Return the rules by id, in the order of their table."""
    return {row["id"]: _rule(row) for row in load_table("audit_rules").get("rule", ())}


def _rule(row: dict[str, Any]) -> AuditRule:
    example = row["examples"][0]
    return AuditRule(
        id=row["id"],
        title=row["title"],
        meaning=row["meaning"],
        verdicts=tuple(row["verdicts"]),
        example=_texts(example),
        example_verdict=example["verdict"],
        silence=_texts(row["not"][0]),
    )


def _texts(example: dict[str, Any]) -> tuple[str, ...]:
    texts = [example["text"]] if "text" in example else [part["text"] for part in example["texts"]]
    return tuple(" ".join(text.split()) for text in texts)
