"""`tollbook.open` and what joins a ledger with the other steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tollbook as tb
from tollbook.core.errors import DatasetError, LedgerMissing, UnknownRecord, UsageError
from tollbook.core.rows import RejectedRow
from tollbook.flow.ledger import import_file, make_dossier, upgrade_ledger

DAY = date(2025, 1, 24)
TEXT = "Of 4,000 Russian casualties near Kupiansk, 1,200 were killed and 3,900 wounded, the General Staff of Ukraine said."
ROWS = "date,personnel,tank\n2025-01-23,826000,9850\n2025-02-30,1,2\n2025-01-24,827100,9859\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with tb.create(tmp_path / "ledger.db", origin="desk/losses") as ledger:
        ledger.add(tb.read(TEXT, published=DAY))
    return tmp_path / "ledger.db"


def test_a_ledger_that_is_made_can_be_opened(place: Path) -> None:
    with tb.open(place) as ledger:
        assert ledger.count() == 3
        assert ledger.checkpoint().origin == "desk/losses"


def test_where_none_is_nothing_opens_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="tollbook init"):
        tb.open(tmp_path / "gone.db")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_is_not_made_over_another(place: Path) -> None:
    with pytest.raises(UsageError, match="a ledger already"):
        tb.create(place)


def test_upgrading_a_ledger_of_this_version_tells_one_version_twice(place: Path) -> None:
    before, after = upgrade_ledger(place)
    assert before == after


def test_readings_are_added_one_by_one_or_many_at_once(place: Path) -> None:
    texts = [f"Russian forces lost {number} tanks near Kupiansk." for number in (7, 9)]
    with tb.open(place) as ledger:
        assert ledger.add(tb.read(text, published=DAY) for text in texts).documents == 2
        assert ledger.add(tb.read(texts[0], published=DAY)).known == 1


def test_series_are_asked_for_by_what_they_are_of(place: Path) -> None:
    with tb.open(place) as ledger:
        [series] = ledger.series(force="RUS", measure="casualties")
        assert (series.source, [point.value for point in series.points]) == ("UKR-GS", [4000])
        assert ledger.series(force="RUS", measure="casualties", kind="stock") == ()
        assert ledger.series("Kherson", force="RUS") == ()
        assert ledger.series(force="RUS", measure="casualties", as_known_on="2020-01-01") == ()


def test_an_unknown_kind_of_series_is_refused(place: Path) -> None:
    with tb.open(place) as ledger, pytest.raises(UsageError, match="kind:total"):
        ledger.series(kind="total")


def test_rows_are_imported_and_broken_ones_handed_back(place: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    rejected: list[RejectedRow] = []
    seen: list[int] = []
    with tb.open(place) as ledger:
        told = import_file(ledger, tmp_path / "rows.csv", profile="ua-mod", reject=rejected.append, progress=seen.append)
        assert (told.rows, told.rejected, told.added.documents) == (3, 1, 2)
        assert [row.origin.row for row in rejected] == [2]
        assert seen == [1, 2, 3]
        assert import_file(ledger, tmp_path / "rows.csv", profile="ua-mod").added.known == 2


def test_a_dry_run_of_an_import_or_an_addition_writes_nothing(place: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    with tb.open(place) as ledger:
        before = ledger.checkpoint()
        assert import_file(ledger, tmp_path / "rows.csv", profile="ua-mod", dry_run=True).added.documents == 2
        assert ledger.add(tb.read("Russian forces lost 7 tanks near Kupiansk."), dry_run=True).documents == 1
        assert ledger.checkpoint() == before


def test_a_file_of_another_data_set_adds_nothing(place: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    with tb.open(place) as ledger:
        before = ledger.checkpoint()
        with pytest.raises(DatasetError):
            import_file(ledger, tmp_path / "rows.csv", profile="oryx")
        assert ledger.checkpoint() == before


def test_a_dossier_holds_the_findings_about_its_claim_alone(place: Path) -> None:
    whole = tb.read(TEXT, published=DAY).claims[0]
    with tb.open(place) as ledger:
        dossier = make_dossier(ledger, whole.id)
        assert [finding.verdict for finding in dossier.findings if finding.fails] == ["differs"]
        assert all(whole.id in finding.claims for finding in dossier.findings)
        assert [(series.source, point.value) for series, point in dossier.series] == [("UKR-GS", 4000)]


def test_a_dossier_names_what_rests_on_its_claim(place: Path) -> None:
    reading = tb.read(
        "Russian forces sustained 5,000 casualties near Kupiansk. Of these, 1,400 were killed and the rest wounded.", published=DAY
    )
    whole = reading.claims[0]
    with tb.open(place) as ledger:
        ledger.add(reading)
        dossier = make_dossier(ledger, whole.id)
    assert [claim.id for claim in dossier.parts] == [claim.id for claim in reading.claims if claim.part_of == whole.id]
    assert [claim.id for claim in dossier.conclusions] == [claim.id for claim in reading.claims if whole.id in claim.premises]
    assert dossier.parts
    assert dossier.conclusions


def test_a_dossier_audits_a_claim_as_it_was_corrected(place: Path) -> None:
    whole = tb.read(TEXT, published=DAY).claims[0]
    with tb.open(place) as ledger:
        change = {"quantity.stated": 5100, "quantity.low": 5100, "quantity.high": 5100}
        ledger.review(whole.id, "correct", by="Ana", why="misprint", change=change)
        dossier = make_dossier(ledger, whole.id)
        assert [finding for finding in dossier.findings if finding.fails] == []
        assert [point.value for _, point in dossier.series] == [5100]


def test_a_retracted_claim_is_a_point_of_no_series(place: Path) -> None:
    whole = tb.read(TEXT, published=DAY).claims[0]
    with tb.open(place) as ledger:
        ledger.retract(whole.id, by="Ana", why="withdrawn")
        assert make_dossier(ledger, whole.id).series == ()


def test_there_is_no_dossier_of_an_unknown_claim(place: Path) -> None:
    with tb.open(place) as ledger, pytest.raises(UnknownRecord):
        make_dossier(ledger, "0" * 16)
