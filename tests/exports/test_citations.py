"""Citations: one for each document, with nothing in them that is a command."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.exports.made import entry
from tollbook.exports.citations import Work, bibtex, csl, export_work, works


def test_a_document_is_cited_once_with_what_is_known_of_it() -> None:
    (work,) = works([entry(), entry("Russia", seq=2)])
    assert (work.title, work.published, work.publisher) == ("A spring of losses", date(2025, 1, 25), "The Invented Post")
    assert work.url == "https://example.org/a%20b"
    assert csl(work) == {
        "id": work.key,
        "type": "article-newspaper",
        "title": "A spring of losses",
        "container-title": "The Invented Post",
        "issued": {"date-parts": [[2025, 1, 25]]},
        "URL": "https://example.org/a%20b",
        "note": work.note,
    }


def test_bibtex_has_a_field_a_line() -> None:
    text = bibtex(next(works([entry()])))
    assert text.startswith(f"@misc{{doc-{entry().sighting.document[:12]},\n  title = {{{{A spring of losses}}}},\n")
    assert "  year = {2025},\n" in text
    assert text.endswith("\n}\n")


def test_a_title_is_no_command_of_tex_and_ends_no_field() -> None:
    text = bibtex(Work(key="a", kind="article", title="50% of {x} & \\input{/etc/passwd}\n$1_2^3~#", url="https://a.b/}{\\x"))
    assert r"title = {{50\% of \{x\} \& \textbackslash{}input\{/etc/passwd\} \$1\_2\textasciicircum{}3\textasciitilde{}\#}}" in text
    assert "url = {https://a.b/x}" in text


def test_a_document_without_a_title_has_the_name_of_its_file() -> None:
    made = entry()
    bare = replace(made, sighting=replace(made.sighting, title=None, published=None, url=None, publisher=None))
    assert next(works([bare])).title == "Untitled document"
    assert next(works([replace(bare, sighting=replace(bare.sighting, file="spring.txt"))])).title == "spring.txt"


def test_an_export_is_cited_by_its_ledger_its_size_and_its_root() -> None:
    work = export_work(origin="desk.example/losses", size=12, root="ab" * 32, exported=date(2031, 1, 2), query="force:RUS", version="0.1.0")
    item = csl(work)
    assert (item["type"], item["version"]) == ("dataset", "12 entries")
    assert item["note"] == f"log root {'ab' * 32}; query: force:RUS; exported by Tollbook 0.1.0"
    assert work.key == "tollbook-desk-example-losses-12"
