"""Hostile values in every parameter and path of every route that reads: what is answered, and what becomes of the ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from tollbook.flow.ledger import open_ledger
from tollbook.ledger import schema
from tollbook.web.app import ROUTERS, make_app

PAYLOADS = [
    "'",
    '"',
    "';--",
    "' or '1'='1",
    "' or 1=1--",
    '" or ""="',
    "1; drop table claim",
    "1'; drop table claim;--",
    "') or ('a'='a",
    "1 or sleep(5)",
    "' union select name, sql, 1 from sqlite_master--",
    "' union select version()--",
    "1 and 1=(select count(*) from review)",
    "admin'/*",
    "*/ or /*",
    "'; insert into review values (1);--",
    "'; attach database '/tmp/x' as x;--",
    "'||(select load_extension('x'))||'",
    "'; copy claim to program 'id';--",
    "' and pg_sleep(5)--",
    "%27%20or%201=1",
    "0x27206f7220313d31",
    "\\' or 1=1--",
    "' or 'ⅰ'='i",
    "＇ or 1=1--",
    "a\x00b",
    "\ud83d",
    "%",
    "_",
    "%%%",
    "NEAR(a b)",
    "a*",
    "^a",
    "-a",
    "a AND",
    '"a',
    "(((",
    "force:",
    "force:'",
    "words:*",
    "a OR b NOT",
    ":",
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "/etc/passwd",
    "file:///etc/passwd",
    "{{7*7}}",
    "${7*7}",
    "%s%n%x",
    "<script>alert(1)</script>",
    "\r\nSet-Cookie: a=b",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "[]",
    "{}",
    "null",
    "true",
    "A" * 5_000,
]


@dataclass(slots=True, kw_only=True)
class Asked:
    """What came of all payloads: parameters, statuses, answers that show a fault, and whether any row is new or the log another."""

    parameters: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[tuple[str, str, str, int]] = field(default_factory=list)
    changed: bool = False


def rows_in(place: Path) -> dict[str, int]:
    """Return how many rows each table of a ledger has."""
    with open_ledger(place) as ledger, ledger._store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in schema.TABLES.sorted_tables
        }


def parameters_of(client: TestClient) -> list[tuple[str, str]]:
    """Return every parameter of a query or a path, with its route, of all routes of the pages and the interface that read."""
    found = [
        (route.path, parameter.alias)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
        for parameter in [*_all(route.dependant, "query_params"), *_all(route.dependant, "path_params")]
    ]
    for path, operations in client.get("/api/v1/openapi.json").json()["paths"].items():
        found += [(path, parameter["name"]) for parameter in operations.get("get", {}).get("parameters", [])]
    return sorted(set(found))


def _all(dependant: Any, kind: str) -> list[Any]:
    return [*getattr(dependant, kind), *(one for inner in dependant.dependencies for one in _all(inner, kind))]


def try_payloads(place: Path) -> Asked:
    """Put every payload into every parameter of a server on a ledger."""
    made = Asked()
    with TestClient(make_app(str(place)), raise_server_exceptions=False) as client:
        before = rows_in(place), client.get("/api/v1/log").json()
        for path, name in parameters_of(client):
            made.parameters += 1
            for payload in PAYLOADS:
                _ask(client, made, path, name, payload)
        made.changed = (rows_in(place), client.get("/api/v1/log").json()) != before
    return made


def _ask(client: TestClient, made: Asked, path: str, name: str, payload: str) -> None:
    filled, query = _filled(path, name, payload)
    answer = client.get(filled, params=query)
    made.statuses[answer.status_code] += 1
    if answer.status_code >= 500 or "syntax error" in answer.text or "Traceback" in answer.text or "set-cookie" in answer.headers:
        made.faults.append((path, name, payload, answer.status_code))


def _filled(path: str, name: str, payload: str) -> tuple[str, dict[str, str]]:
    in_path = f"{{{name}" in path
    made = path
    while "{" in made:
        start, end = made.index("{"), made.index("}")
        inside = made[start + 1 : end].partition(":")[0]
        value = payload if inside == name else "RUS" if inside in ("force", "slug") else "ffffffffffff"
        made = made[:start] + quote(value.encode("utf-8", "surrogatepass"), safe="") + made[end + 1 :]
    return made, {} if in_path else {name: payload.encode("utf-8", "replace").decode()}
