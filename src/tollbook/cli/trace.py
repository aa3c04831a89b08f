"""`tollbook trace`: from a number back to its words, and on to its echoes, reviews, findings and uses."""

from __future__ import annotations

from tollbook.cli.console import output_width, say
from tollbook.cli.ledger_options import Answer, AnswerFormat, AsKnownOn, ClaimId, LedgerPlace, open_place
from tollbook.cli.names import names_of_all
from tollbook.core.contract import as_json


def trace(*, claim: ClaimId, ledger: LedgerPlace = None, as_known_on: AsKnownOn = None, output_format: Answer = AnswerFormat.TABLE) -> None:
    """Tell all that a ledger knows of one claim.

    Its sentence with the number in [brackets], its document and where that was seen, who says it through whom, the statement that it
    mentions with its echoes and the reason of each link, what persons said of it, every entry of it with what replaced it, what an
    audit against the ledger finds, and the series and claims that rest on it.

    \b
    Examples:
      tollbook trace 4be1c0ff
      tollbook trace 4be1c0ff --as-known-on 2025-01-25
      tollbook trace 4be1c0ff --format json

    \b
    Exit codes:
      0  done
      2  wrong usage, no ledger, or no such claim
    """
    with open_place(ledger) as opened:
        from tollbook.cli.trace_words import Words, dossier_as_dict, trace_lines
        from tollbook.flow.ledger import make_dossier
        from tollbook.ledger.linking import RULES

        dossier = make_dossier(opened, claim, as_known_on=as_known_on)
        if output_format is AnswerFormat.JSON:
            say(as_json(dossier_as_dict(dossier), indent=2))
        else:
            links = {str(name): meaning for name, meaning in RULES.items()}
            say("\n".join(trace_lines(dossier, Words(names=names_of_all(), links=links, width=output_width()))))
