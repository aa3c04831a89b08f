"""Settings reach every worker unchanged."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tollbook.scale.settings import Settings, settings_from


@pytest.mark.parametrize(
    "settings", [Settings(), Settings(theatre="none", published=date(2031, 3, 4), keep="all", fields=(("text", "body"),), seconds=0.5)]
)
def test_settings_come_back_from_json(settings: Settings) -> None:
    assert settings_from(json.loads(json.dumps(settings.as_dict()))) == settings
