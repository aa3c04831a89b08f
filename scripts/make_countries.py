"""Write `vocab/tables/countries.toml` from the installed country libraries (babel, countryinfo). Run it after an upgrade of either.

The table is committed because loading the libraries costs 150 ms at every start; a test holds the table equal to what this script makes.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

TABLES = Path(__file__).resolve().parent.parent / "src" / "tollbook" / "vocab" / "tables"
HEADER = """# Made by scripts/make_countries.py from babel (territory names, locale en) and countryinfo (names, demonyms, capitals, codes).
# Do not edit: corrections go to country_words.toml. Columns: names | adjectives | people | capitals; words parted by ";".

[words]
"""
NO_PLURAL = ("ese", "ish", "sh", "ch", "ss", "ois", "s")
NOT_STATES = {"", "ANT", "SCG", "IOT", "ATF", "BVT", "HMD", "UMI", "ATA", "SGS", "BES"}
Columns = tuple[list[str], list[str], list[str], list[str]]


def columns() -> dict[str, Columns]:
    """Return names, adjectives, people and capitals by ISO alpha-3 code, before shared words are settled."""
    from babel import Locale
    from countryinfo import all_countries

    territories = Locale.parse("en").territories
    found: dict[str, Columns] = {}
    for country in all_countries():
        codes = country.iso()
        if codes["alpha3"] in NOT_STATES:
            continue
        names, adjectives, people, capitals = found.setdefault(codes["alpha3"], ([], [], [], []))
        names += spellings(country.name()) + spellings(territories.get(codes["alpha2"], ""))
        for demonym in re.split(r",|/| and ", country.demonym() or ""):
            adjectives += spellings(demonym)
            if demonym.strip() and not demonym.strip().endswith(NO_PLURAL):
                people += [f"{word}s" for word in spellings(demonym)]
        capital: Any = country.capital()
        capitals += [word for part in ([capital] if isinstance(capital, str) else capital or []) for word in spellings(part)]
    return found


def spellings(name: str) -> list[str]:
    """Return the ways in which news copy spells a library's name: no brackets, "and" for "&", plain apostrophes, no article."""
    name = re.sub(r"\s*\(.*?\)| SAR China", "", name).replace("’", "'").replace("St. ", "Saint ").strip()
    if not name or re.search(r"[,/]| - |Outlying|Pseudo", name):
        return []
    forms = [name.removeprefix("The ").replace(" & ", " and ")]
    return [*forms, *(f"{form}s" for form in forms if form.endswith("Islander"))]


def settle(found: dict[str, Columns], corrections: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Drop the corrections' dropped words, and words shared by states unless the corrections name their owner."""
    dropped = {str(word) for word in corrections["drop"]["words"]}
    owner = corrections["owner"]
    holders: dict[str, set[str]] = defaultdict(set)
    for code, parts in found.items():
        for word in (word for part in parts for word in part):
            holders[word.lower()].add(code)

    def keep(word: str, code: str) -> bool:
        key = word.lower().removesuffix("s") if word.lower().removesuffix("s") in owner else word.lower()
        return word not in dropped and (owner[key] == code if key in owner else len(holders[word.lower()]) == 1)

    return {code: [list(dict.fromkeys(w for w in part if keep(w, code))) for part in parts] for code, parts in sorted(found.items())}


def render() -> str:
    """Return the table's text."""
    corrections = tomllib.loads((TABLES / "country_words.toml").read_text(encoding="utf-8"))
    rows = settle(columns(), corrections)
    return HEADER + "".join(f'{code} = "{" | ".join("; ".join(part) for part in parts)}"\n' for code, parts in rows.items())


def main() -> int:
    """Write the table."""
    (TABLES / "countries.toml").write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
