"""Assumptions written as TOML are read back as they were, to the last digit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.assumptions import Assumptions, Prior, Relay, RolePrior, Scale, SourceAssumption
from tollbook.vocab.assumptions import assumptions_from_toml
from tollbook.vocab.assumptions_text import assumptions_as_toml

numbers = st.floats(min_value=-30, max_value=30, allow_nan=False)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


def priors(scale: Scale) -> st.SearchStrategy[Prior]:
    return st.builds(Prior, mean=numbers, sd=st.floats(min_value=0, max_value=9), scale=st.just(scale), grounds=words)


@given(bias=priors("log"), coverage=st.none() | priors("logit"), source=words, grounds=words)
def test_what_is_written_is_read_back(bias: Prior, coverage: Prior | None, source: str, grounds: str) -> None:
    base = Assumptions()
    made = Assumptions(
        roles=(*base.roles, RolePrior(role="a role", bias=bias, coverage=coverage)),
        sources=(SourceAssumption(source=source, role="a role", bias=None, coverage=coverage),),
        relays=(Relay(source="A", parent=f"{source}B", categories=frozenset({"killed"}), grounds=grounds),),
    )
    assert assumptions_from_toml(assumptions_as_toml(made)) == made


def test_control_characters_survive() -> None:
    made = Assumptions(relays=(Relay(source="A", parent="B", grounds='a "quote"\n\ttab \x7f\\'),))
    assert assumptions_from_toml(assumptions_as_toml(made)) == made
