"""`tollbook review`: say of a claim that it was read well, wrongly, or that it can't be told. It is added; nothing is overwritten."""

from __future__ import annotations

from typing import Annotated

import typer

from tollbook.cli.console import say
from tollbook.cli.ledger_options import Actor, ClaimId, DecisionChoice, LedgerPlace, Why, open_place
from tollbook.core.contract import as_json
from tollbook.core.display import plain


def review(
    *,
    claim: ClaimId,
    decision: Annotated[DecisionChoice, typer.Argument(metavar="accept|correct|reject|unsure", help="What is said of it.")],
    why: Why,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="With correct: what the text says. May be repeated."),
    ] = None,
    link: Annotated[
        str | None,
        typer.Option("--link", metavar="STATEMENT|own", help="Join the claim to that statement, or let it be one of its own."),
    ] = None,
    by: Actor = None,
    ledger: LedgerPlace = None,
) -> None:
    """Say whether a claim was read as its text means it.

    accept keeps it, and lets it stand again after a rejection. correct lets a corrected claim stand in its place. reject lets nothing
    stand. unsure changes nothing, and says so. Who said it and why are kept; a later review undoes an earlier one, and `tollbook
    trace` shows all. A newer reader does not undo what a person decided.

    \b
    Fields of --set:
      stated, low, high, hedge                 the number; bounds follow it
      categories, unit, term, population,      what is counted
      outcome, base
      force, source, place, assertion          whose, by whom, where
      kind, start, end                         when

    \b
    Examples:
      tollbook review 4be1c0ff accept --why "checked in the original"
      tollbook review 4be1c0ff correct --set force=PRK --why "their loss"
      tollbook review 4be1c0ff correct --set stated=3900 --why "misprint"
      tollbook review 4be1c0ff reject --why "a strength, not a loss"
      tollbook review 4be1c0ff unsure --link own --why "another battle"

    \b
    Exit codes:
      0  done
      2  wrong usage, no ledger, or no such claim
    """
    with open_place(ledger, by=by) as opened:
        from tollbook.flow.corrections import read_change

        change = read_change(setting, opened.trace(claim).entry.claim) if setting else {}
        name = opened.review(claim, decision.value, by=by or opened.actor, why=why, change=change, statement=link)
    done = [f"{field} = {plain(value if isinstance(value, str) else as_json(value))}" for field, value in change.items()]
    if link is not None:
        done.append(f"statement {plain(link)}")
    say(f"claim {name}: {decision.value}" + (f" ({', '.join(done)})" if done else ""))
