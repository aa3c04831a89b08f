"""Bring what `read-corpus` wrote into a ledger, one reading after another. Nothing is read anew."""

from __future__ import annotations

from collections.abc import Callable

from tollbook.cli.console import complain
from tollbook.cli.intake import Tally
from tollbook.cli.progress import CountingProgress
from tollbook.core.display import counted, plain
from tollbook.core.types import Reading


def add_corpus(place: str, tally: Tally, *, take: Callable[[Reading], None]) -> None:
    """Hand every reading of an output to `take`, and count it. Raises CorpusError for a file that can't be read.

    Adding the same output twice changes nothing, so a command that was stopped can be given again.
    """
    from tollbook.scale.corpus import check_corpus, readings_in, summary_of
    from tollbook.scale.output import Output

    done, of = check_corpus(place)
    if done < of:
        complain(f"{plain(place)}: {counted(of - done, 'shard')} of {of} not read yet; `tollbook read-corpus --resume` reads the rest")
    total = summary_of(Output(place)).documents
    with CountingProgress("adding") as progress:
        for number, (_, reading) in enumerate(readings_in(place), start=1):
            take(reading)
            tally.count(reading)
            progress.at(number, total)
