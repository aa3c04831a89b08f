"""Write `vocab/tables/assumptions.toml` from the defaults in `core/assumptions.py`: run it after a default has changed.

python -m scripts.assumptions_table
"""

from __future__ import annotations

from pathlib import Path

from tollbook.core.assumptions import Assumptions
from tollbook.vocab.assumptions_text import assumptions_as_toml

TABLE = Path(__file__).resolve().parents[1] / "src" / "tollbook" / "vocab" / "tables" / "assumptions.toml"


def main() -> None:
    """Keep the comment on top, and write what is below it anew."""
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    head = lines[: lines.index("")]
    TABLE.write_text("\n".join(head) + "\n\n" + assumptions_as_toml(Assumptions()), encoding="utf-8")


if __name__ == "__main__":
    main()
