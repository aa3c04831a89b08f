"""Every attribution of a text, those that own no figure among them, in spans of the text as it was given."""

from __future__ import annotations

import pytest

from tollbook.reading.attribution import find_attributions


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The army said that 12 men died.", [("army", "said", "12 men died.")]),
        ("Twelve  men died, the army\u00a0spokesman said.", [("army\u00a0spokesman", "said", "Twelve  men died,")]),
        ("The alliance pledged to send 40 tanks.", [("alliance", "pledged", "to send 40 tanks.")]),
        ("Reportedly 12 men died.", []),
        ("Twelve men died.", []),
        ("", []),
    ],
)
def test_who_is_made_to_say_what(text: str, said: list[tuple[str, str, str]]) -> None:
    assert [tuple(text[slice(*span)] for span in spans) for spans in find_attributions(text)] == said
