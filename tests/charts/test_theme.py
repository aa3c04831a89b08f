"""Every theme can be read: words and marks stand out from the paper by the ratios of WCAG."""

from __future__ import annotations

import pytest

from tollbook.charts.theme import DARK, LIGHT, PAGE, Theme


def luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_have_a_contrast_of_four_and_a_half_and_marks_of_three(theme: Theme) -> None:
    for words in (theme.ink, theme.ink2, theme.ink3, theme.claim, theme.line):
        assert contrast(words, theme.paper) >= 4.5
    for mark in (theme.claim, theme.independent, theme.other, theme.line):
        for band in (theme.paper, theme.band95):
            assert contrast(mark, band) >= 3


def test_a_page_uses_its_variables_with_the_light_color_behind() -> None:
    assert PAGE.claim == "var(--loss, #b23c07)"
    assert PAGE.band("80%") == "var(--band80, #cadce4)"
