"""Which form a file is: told by its columns, with the way out where it is none."""

from __future__ import annotations

import pytest

from tollbook.core.errors import DatasetError, UsageError
from tollbook.sources.datasets.profiles import PROFILES, check_profile, find_form

TOTALS = ["date", "day", "personnel", "personnel*", "POW", "tank"]


@pytest.mark.parametrize(
    ("profile", "columns", "title"),
    [
        ("ua-mod", TOTALS, "ua-mod"),
        ("ua-mod", ["DATE", "Tank"], "ua-mod"),
        ("ua-mod", ["date", "personnel", "afvs", "tanks"], "orc-losses"),
        ("economist", ["date", "type", "source", "country", "estimate"], "economist claims"),
        ("economist", ["Year", "Week", "BmzNow", "EDAssembled"], "economist meduza_weekly"),
        ("oryx", ["country", "equipment_type", "destroyed", "date_recorded"], "oryx daily"),
        ("oryx", ["country", "equipment_type", "destroyed"], "oryx totals"),
        ("warspotting", ["id", "date", "type", "outcome"], "warspotting"),
    ],
)
def test_a_form_is_told_by_its_columns(profile: str, columns: list[str], title: str) -> None:
    assert find_form(profile, columns, name="a.csv").title == title


@pytest.mark.parametrize(
    ("name", "first", "title"),
    [
        ("russia_losses_equipment_correction.json", {"personnel": "826820"}, "ua-mod corrections"),
        ("a.json", {"personnel": "0"}, "ua-mod corrections"),
        ("a.json", {"personnel": "-10"}, "ua-mod corrections"),
        ("a.json", {"personnel": "2800"}, "ua-mod"),
        ("a.json", {"personnel": "--5"}, "ua-mod"),
        ("a.json", {}, "ua-mod"),
    ],
)
def test_corrections_are_told_from_totals(name: str, first: dict[str, str], title: str) -> None:
    assert find_form("ua-mod", TOTALS, name=name, first=first).title == title


def test_a_file_of_another_profile_names_it() -> None:
    with pytest.raises(DatasetError, match=r"country, equipment_type.*expected date.*--profile oryx"):
        find_form("ua-mod", ["country", "equipment_type", "destroyed"], name="a.csv")


def test_a_file_of_no_profile_leads_to_the_mapping() -> None:
    with pytest.raises(DatasetError, match="--profile csv"):
        find_form("ua-mod", [f"c{n}" for n in range(30)], name="a.csv")


def test_the_output_of_a_model_is_refused_by_name() -> None:
    columns = ["date", "days_since_invasion", "estimate", "ci_lower", "ci_upper", "pi_low", "pi_high", "type", "country"]
    with pytest.raises(DatasetError, match=r"own model.*economist_claims\.csv"):
        find_form("economist", columns, name="a.csv")


def test_an_unknown_profile_names_the_nearest() -> None:
    assert check_profile("oryx") == "oryx"
    with pytest.raises(UsageError, match="did you mean 'ucdp-ged'"):
        check_profile("ucdp_ged")
    assert all(line and not line.endswith(".") for line in PROFILES.values())
