"""What a validation is made of, whatever becomes of its files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Config
from cro_cli.model import Severity
from cro_cli.reports import validation
from cro_cli.validation import Span, State, Validation

MRR = "customer,month,amount,currency\na,2026-08,5,USD\na,2026-09,5,USD\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def built(*paths: str, **files: str) -> Validation:
    for stem, content in files.items():
        Path(f"{stem}.csv").write_text(content, encoding="utf-8")
    examined = sources.examine([*(f"{stem}.csv" for stem in files), *paths])
    return validation.build(examined, Config(), today=None)


def test_nothing_that_could_be_read() -> None:
    found = built("nowhere.csv", foo="foo,bar\n1,2\n")
    assert [(seen.file, seen.state) for seen in found.files] == [
        ("nowhere.csv", State.REFUSED),
        ("foo.csv", State.REFUSED),
    ]
    assert (found.checks, found.coverage, found.as_of) == ((), (), None)
    assert len(found.refusals) == 2


def test_a_sheet_in_a_folder_is_ignored() -> None:
    Path("in").mkdir()
    Path("in/mrr.csv").write_text(MRR)
    Path("in/mrr.xlsx").write_bytes(b"PK\x03\x04")
    read, ignored = built("in").files
    assert (read.state, ignored.state, ignored.file) == (State.READ, State.IGNORED, "in/mrr.xlsx")
    assert ignored.taken is None
    assert [one.code for one in ignored.findings] == ["ignored"]


def test_what_would_be_reported() -> None:
    found = built(mrr=MRR)
    assert (found.as_of, found.currency, found.refusals) == (dt.date(2026, 9, 30), "USD", ())
    assert found.states() == {State.READ: 1, State.REFUSED: 0, State.IGNORED: 0}


def test_a_currency_without_a_rate_would_stop_every_report_and_no_check() -> None:
    deals = "id,stage,status,created_on,close_on\nd1,Won,won,2026-01-01,\n"
    found = built(mrr=MRR + "b,2026-09,5,EUR\n", deals=deals)
    (problem,) = found.problems
    assert problem.code == "E405"
    assert (found.as_of, found.currency) == (None, "USD")
    assert next(one.rows for one in found.checks if one.key == "closed_without_date") == 1


def test_amounts_that_cannot_be_added_would_stop_reports_that_read_them() -> None:
    head = "id,stage,status,amount,created_on\n"
    rows = "".join(f"d{row},Won,won,9000000000000,2026-01-01\n" for row in range(2))
    found = built(deals=head + rows + "d9,Won,won,,2026-01-01\n")
    assert [one.code for one in found.problems] == ["E406"]
    assert next(one.rows for one in found.checks if one.key == "won_without_amount") == 1


def test_without_any_date_nothing_is_past() -> None:
    deals = "id,stage,status,created_on,close_on\nd1,Demo,open,never,2026-01-01\n"
    found = built(deals=deals)
    assert [one.code for one in found.problems] == ["E205", "E403"]
    assert found.as_of is None
    assert not any(one.rows for one in found.checks)


def test_every_row_of_a_check_counts_not_only_those_that_are_named() -> None:
    head = "id,stage,status,created_on,close_on\n"
    rows = "".join(f"d{row:02},Won,won,2026-01-01,\n" for row in range(14))
    found = built(deals=head + rows)
    assert len([one for one in found.findings if one.code == "closed_without_date"]) == 10
    assert found.severities()[Severity.WARNING] == 14


def test_columns_are_called_as_their_file_calls_them() -> None:
    first = "id,stage,status,Created_on,Close_on\nd1,Won,won,2026-01-01,\n"
    second = "ID;STAGE;STATUS;CREATED_ON;CLOSE_ON\nd2;Won;won;2026-01-01;\n"
    found = built(a=first, b=second)
    places = [(one.file, one.column) for one in found.findings]
    assert places == [("a.csv", "Close_on"), ("b.csv", "CLOSE_ON")]


def spans(**files: str) -> dict[str, Span]:
    found = built(**files)
    assert [one.span for one in found.coverage] == [seen.span for seen in found.files]
    return {one.table: one.span for one in found.coverage}


def test_rows_reach_from_their_first_to_their_newest_day() -> None:
    """An end counts when it has happened; a planned one does not."""
    ended = "s1,a,5,month,2026-01-01,canceled,2026-03-01\n"
    planned = "s2,a,5,month,2026-02-01,active,2027-01-01\n"
    found = spans(
        subscriptions=f"id,customer,amount,interval,started_on,status,ended_on\n{ended}{planned}",
        mrr=MRR,
    )
    assert found["subscriptions"] == Span(dt.date(2026, 1, 1), dt.date(2026, 3, 1))
    assert found["mrr"] == Span(dt.date(2026, 8, 1), dt.date(2026, 9, 1), is_monthly=True)


def test_rows_of_which_no_date_says_what_happened_have_their_other_dates() -> None:
    people = "employee,hired_on,left_on\n1,2025-01-01,\n2,2025-03-01,2026-12-31\n"
    months = "month,department,fte\n2026-01,sales,5\n2026-02,sales,6\n"
    (by_person,) = spans(headcount=people).values()
    assert by_person == Span(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    (by_month,) = spans(headcount=months).values()
    assert by_month == Span(dt.date(2026, 1, 1), dt.date(2026, 2, 1), is_monthly=True)
    assert spans(fx="currency,rate\nEUR,1.08\n") == {"fx": Span()}
