"""A brief as one page of HTML that stands alone: no script, nothing loaded from anywhere, light and dark, for screen and print.

Everything that comes from a text is escaped; a picture is carried as an image, in which no code runs.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from tollbook.core.display import day_words
from tollbook.exports.brief import Brief, Cell, Chart, Note, Run, Section, Sentence, Table

_TYPED = re.compile("`([^`]+)`")


def brief_html(brief: Brief) -> str:
    """Return a brief as a page of HTML, encoded in UTF-8."""
    styles = (files("tollbook.exports") / "templates" / "brief.css").read_text(encoding="utf-8")
    parts = [
        f'<p class="masthead">{" &middot; ".join(map(_shown, brief.masthead))}</p>',
        f"<h1>{_cell(brief.title)}</h1>",
        f'<p class="standfirst">{_cell(brief.standfirst)}</p>',
        '<div class="front">',
        "" if brief.headline is None else _table(brief.headline, "headline"),
        _section(brief.rests_on),
        "</div>",
        "" if brief.chart is None else _chart(brief.chart),
        *(_section(section) for section in (brief.care, brief.changes, brief.audits, brief.sources)),
        _notes(brief.notes),
        f'<p class="colophon">{_coded(brief.colophon)}</p>',
    ]
    body = "\n".join(part for part in parts if part)
    return (
        f'<!doctype html>\n<html lang="{escape(brief.language, quote=True)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        f"<title>{_shown(brief.plain_title)}</title>\n<style>\n{styles}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _shown(words: str) -> str:
    """Return words for HTML, whatever they hold: lone surrogates can't be encoded."""
    return escape(words.encode("utf-8", "replace").decode("utf-8"), quote=True)


def _coded(words: str) -> str:
    """Return words with what a user can type, which stands between backticks, as code."""
    return _TYPED.sub(r"<code>\1</code>", _shown(words))


def _cell(cell: Cell) -> str:
    return "".join(map(_run, cell))


def _run(run: Run) -> str:
    words = _shown(run.text) if run.notes else _coded(run.text)
    shown = f"<strong>{words}</strong>" if run.strong else words
    return f"{shown}{_marks(run.notes)}"


def _marks(notes: Sequence[int]) -> str:
    if not notes:
        return ""
    links = ", ".join(f'<a href="#n{number}" aria-label="note {number}">{number}</a>' for number in notes)
    return f"<sup>{links}</sup>"


def _table(table: Table, kind: str = "") -> str:
    head = "".join(f'<th scope="col"{_numeric(table, nth)}>{_shown(name)}</th>' for nth, name in enumerate(table.head))
    rows = "".join(f"<tr>{''.join(_table_cell(table, nth, cell) for nth, cell in enumerate(row))}</tr>" for row in table.rows)
    named = f' class="{kind}"' if kind else ""
    caption = _shown(table.caption)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{caption}"><table{named}><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _table_cell(table: Table, nth: int, cell: Cell) -> str:
    if nth == 0:
        return f'<th scope="row">{_cell(cell)}</th>'
    return f"<td{_numeric(table, nth)}>{_cell(cell)}</td>"


def _numeric(table: Table, nth: int) -> str:
    return ' class="number"' if nth in table.numeric else ""


def _section(section: Section) -> str:
    parts = [f"<h2>{_shown(section.heading)}</h2>", *(f"<p>{_cell(words)}</p>" for words in section.paragraphs)]
    if section.points:
        parts.append(f"<ul>{''.join(f'<li>{_cell(point)}</li>' for point in section.points)}</ul>")
    if section.table is not None:
        parts.insert(1, _table(section.table))
    return f"<section>{''.join(parts)}</section>"


def _chart(chart: Chart) -> str:
    drawn = b64encode(chart.svg.encode("utf-8", "replace")).decode("ascii")
    caption = f"<figcaption>{_shown(chart.caption)}</figcaption>" if chart.caption else ""
    return f'<figure><img alt="{_shown(chart.alt)}" src="data:image/svg+xml;base64,{drawn}">{caption}</figure>'


def _notes(notes: Sequence[Note]) -> str:
    rows = "".join(f'<li id="n{note.number}" value="{note.number}">{_note(note)}</li>' for note in notes)
    return f'<section class="notes"><h2>Notes: from every number to its sentence</h2><ol>{rows}</ol></section>'


def _note(note: Note) -> str:
    if note.sentence is not None:
        return _quoted(note.sentence)
    rests = f" Rests on {', '.join(_link(number) for number in note.rests_on)}." if note.rests_on else ""
    return f"{_coded(note.computed)}{rests}"


def _link(number: int) -> str:
    return f'<a href="#n{number}">note {number}</a>'


def _quoted(sentence: Sentence) -> str:
    words = f"<q>{_shown(sentence.before)}<mark>{_shown(sentence.quote)}</mark>{_shown(sentence.after)}</q>"
    where = _shown(sentence.title)
    if sentence.url is not None:
        where = f'<a href="{_shown(sentence.url)}" rel="noopener noreferrer">{where}</a>'
    publisher = "" if sentence.publisher is None else f", {_shown(sentence.publisher)}"
    published = "" if sentence.published is None else f", {day_words(sentence.published)}"
    return f"{_shown(sentence.claimant)}: {words} <cite>{where}</cite>{publisher}{published}; claim <code>{_shown(sentence.claim)}</code>"
