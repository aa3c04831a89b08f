"""Read with a language model beside the grammar for `tollbook read --reader llm`: the settings, what was sent, where the readers differ.

It decides nothing about a text. A model's own words are shown as its words alone, on one line, cut, without control characters.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tollbook.cli.console import complain, output_width
from tollbook.cli.formats import Format, Output, Writer
from tollbook.core.display import WIDTH, counted, cut, numbered, plain
from tollbook.core.errors import UsageError
from tollbook.core.progress import Progress
from tollbook.core.types import Document, Reading

if TYPE_CHECKING:
    from tollbook.cli.intake import Request
    from tollbook.flow.read_with_model import LeftOut, ModelReading
    from tollbook.reading.agreement import Difference
    from tollbook.sources.model_endpoint import ModelClient

_INDENT = "    "
_QUOTE = 60


class ReaderChoice(StrEnum):
    """The values of `--reader`."""

    GRAMMAR = "grammar"
    LLM = "llm"


ReaderOption = Annotated[ReaderChoice, typer.Option("--reader", help="The grammar alone, or a language model (llm) beside it.")]
ModelUrl = Annotated[str | None, typer.Option(metavar="URL", help="With --reader llm: an OpenAI-compatible endpoint.")]
ModelName = Annotated[str | None, typer.Option(metavar="NAME", help="With --reader llm: the model's name there.")]


def make_model_reader(choice: ReaderChoice, *, url: str | None, model: str | None) -> ModelReader | None:
    """Return what reads with a model, None for the grammar alone. Raises UsageError where the settings make no sense."""
    if choice is ReaderChoice.GRAMMAR:
        for option, value in (("--model-url", url), ("--model", model)):
            if value is not None:
                raise UsageError(f"{option} without a model to read with", do="add --reader llm, or leave it out")
        return None
    if url is None or model is None:
        raise UsageError(
            f"--reader llm without {'--model-url' if url is None else '--model'}",
            expected="both --model-url and --model",
            do="write --model-url http://localhost:8000/v1 --model NAME",
        )
    from tollbook.sources.model_endpoint import KEY_VARIABLE, ModelClient, make_endpoint

    return ModelReader(ModelClient(make_endpoint(url, model=model, key=os.environ.get(KEY_VARIABLE))))


class ModelReader:
    """Reads the documents of one command with one model, and counts what it did not answer and where the readers differ."""

    def __init__(self, client: ModelClient) -> None:
        self._client = client
        self._last: ModelReading | None = None
        self._left_out: list[LeftOut] = []
        self._passages = 0
        self._differences = 0

    def read(self, document: Document, request: Request, tell: Progress) -> Reading:
        """Read one document. It stays the one that `last` speaks of until the next."""
        from tollbook.flow.read_with_model import read_with_model

        last = read_with_model(document, self._client, theatre=request.theatre, context=request.context.value, tell=tell)
        self._last = last
        self._passages += len(last.passages)
        self._differences += len(last.differences)
        self._left_out += last.left_out
        return last.reading

    def contract(self, shown: Reading) -> dict[str, Any]:
        """Return the last reading as a contract, with the claims of `shown` alone."""
        return {} if self._last is None else self._last.keeping(shown).to_dict()

    def review_lines(self, shown: Reading, *, explain: bool, width: int) -> Iterator[str]:
        """Yield what a person looks through after the table of `shown`; with `explain`, also what was sent and what was not kept."""
        if self._last is not None:
            yield from _review(self._last.keeping(shown), width=width)
            if explain:
                yield from _explained(self._last, width=width)

    def tell(self, form: Format) -> bool:
        """Say on standard error what the model left out, and that the readers differ where the output has no room for it.

        Return whether all was answered.
        """
        if self._differences and form in (Format.CSV, Format.JSONL):
            complain(f"the readers differ in {counted(self._differences, 'place')}; --format table or json lists them")
        if not self._left_out:
            return True
        reasons: dict[str, int] = {}
        for one in self._left_out:
            reasons[one.reason] = reasons.get(one.reason, 0) + 1
        lines = [f"{counted(number, 'passage')}: {plain(reason)}" for reason, number in reasons.items()]
        head = f"{len(self._left_out)} of {counted(self._passages, 'passage')} left out by the model, read by the grammar alone:"
        complain("\n".join([head, *lines]))
        return False


class ReviewWriter:
    """Writes a table as another writer does, and below it what the readers differ in."""

    def __init__(self, writer: Writer, output: Output, *, reader: ModelReader, explain: bool) -> None:
        self._writer, self._output, self._reader, self._explain = writer, output, reader, explain

    def add(self, place: str, reading: Reading) -> None:
        """Write a reading's table, and its differences."""
        self._writer.add(place, reading)
        width = output_width() if self._output.to_screen else WIDTH
        self._output.write("".join(f"{line}\n" for line in self._reader.review_lines(reading, explain=self._explain, width=width)))

    def close(self) -> None:
        """Write what the table's writer has left to write."""
        self._writer.close()


def _review(last: ModelReading, *, width: int) -> Iterator[str]:
    standings = list(last.standing.values())
    both, unasked = standings.count("both"), standings.count("not asked")
    alike = f"{plain(last.model)}: {both} of {counted(len(standings), 'claim')} read by grammar and model alike"
    yield ""
    yield from wrap(f"{alike}; {unasked} not asked about." if unasked else f"{alike}.", width)
    if last.differences:
        yield "For review:"
    numbers = numbered(last.reading)
    for one in last.differences:
        quote = _short(one.span.quote(last.reading.document.text))
        yield from _wrapped(f'{numbers[one.claim]}  "{quote}": {_words(one)}', width)


def _words(one: Difference) -> str:
    if one.standing == "model alone":
        return f"the model alone reads this{f'; left out by the grammar: {plain(one.note)}' if one.note else ''}"
    if one.standing == "grammar alone":
        return "the grammar alone reads this"
    return "; ".join(f"{name}: {plain(grammar)} by the grammar, {plain(model)} by the model" for name, grammar, model in one.fields)


def _explained(last: ModelReading, *, width: int) -> Iterator[str]:
    if last.rejections:
        yield "Proposed by the model and not kept:"
    for rejection in last.rejections:
        yield from _wrapped(f'"{_short(rejection.quote)}" (the model\'s words): {plain(rejection.reason)}', width)
    yield f"Sent to the model: {counted(len(last.sent), 'passage')}."
    for passage in last.sent:
        yield from _wrapped(f"[{passage.span.start}, {passage.span.end}) {plain(passage.text)}", width)


def _wrapped(words: str, width: int) -> list[str]:
    return wrap(words, width, initial_indent=_INDENT, subsequent_indent=_INDENT + "  ")


def _short(words: str) -> str:
    return cut(plain(words), _QUOTE)
