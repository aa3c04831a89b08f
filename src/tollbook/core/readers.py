"""Who read a claim, as the version of a reading names it: this reader ("0.9.1"), the profile of a data set, or a person who corrects."""

from __future__ import annotations

from tollbook.core.display import plain

DATASET = "dataset/"
_PERSON = "person:"


def version_of_person(name: str) -> str:
    """Return what stands for a version where a person corrected a claim: "person:Ada"."""
    return f"{_PERSON}{name}"


def is_person(version: str) -> bool:
    """Tell whether a reading is a person's correction of one claim."""
    return version.startswith(_PERSON)


def reader_words(version: str) -> str:
    """Return who read a claim, in words.

    >>> reader_words("0.9.1"), reader_words("dataset/oryx/1"), reader_words("person:Ada")
    ('read by Tollbook 0.9.1', 'imported as oryx/1', 'corrected by Ada')
    """
    if is_person(version):
        return f"corrected by {plain(version.removeprefix(_PERSON))}"
    profile = version.removeprefix(DATASET)
    return f"read by Tollbook {profile}" if profile == version else f"imported as {profile}"
