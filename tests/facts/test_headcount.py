from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from cro_cli.fact import FactData, Missing
from tests.facts.canonical import Given, Row, built, missing, month, rows

PERSON: Row = {"employee": "P", "hired_on": "2026-01-15", "left_on": None, "status": "Full-Time"}
LEAVER: Row = {"employee": "L", "hired_on": "2020-01-01", "left_on": "2026-03-31"}


def _people(fact: FactData | Missing, at: str) -> Fraction:
    """Return full-time equivalents at a month's end."""
    found = built(fact).frame.filter(pl.col("month") <= month(at))
    return Fraction(int(found["fte"].sum()), 1_000_000)


def test_people_count_from_the_day_they_come_to_the_last_day(given: Given) -> None:
    fact = given(headcount=[PERSON, LEAVER]).fact("headcount")
    assert [_people(fact, f"2026-0{n}") for n in range(1, 5)] == [2, 2, 2, 1]
    assert _people(fact, "2025-12") == 1
    assert built(fact).lacks_before_last == {}


@pytest.mark.parametrize(("left_on", "there"), [("2026-03-30", 0), ("2026-03-31", 1)])
def test_the_last_day_is_still_worked(given: Given, left_on: str, there: int) -> None:
    fact = given(headcount=[{**LEAVER, "left_on": left_on}]).fact("headcount")
    assert _people(fact, "2026-03") == there


def test_who_is_hired_later_is_not_there_yet(given: Given) -> None:
    later = {**PERSON, "employee": "N", "hired_on": "2026-10-01"}
    assert _people(given(headcount=[later, LEAVER]).fact("headcount"), "2026-09") == 0


def test_equivalents_are_stated_or_one_each(given: Given) -> None:
    part = {**PERSON, "employee": "H", "fte": "0.5"}
    fact = built(given(headcount=[part, PERSON]).fact("headcount"))
    assert _people(fact, "2026-09") == Fraction(3, 2)
    assert fact.assumptions == ()
    plain = built(given(headcount=[PERSON]).fact("headcount"))
    assert plain.assumptions == ("each person counts as one FTE",)


PRESENT = {
    "no leave dates": [{k: v for k, v in PERSON.items() if k != "left_on"}],
    "no hire dates": [{k: v for k, v in LEAVER.items() if k != "hired_on"}],
    "nobody left": [PERSON],
    "who left on an unknown day": [PERSON, LEAVER, {**PERSON, "status": "Terminated"}],
    "who came on an unknown day": [LEAVER, {**PERSON, "hired_on": None}],
}


@pytest.mark.parametrize("table", PRESENT.values(), ids=PRESENT)
def test_present_staff_tell_only_the_present(given: Given, table: list[Row]) -> None:
    fact = built(given(headcount=table).fact("headcount"))
    assert fact.lacks_before_last["past_headcount"].code == "needs_leave_dates"


@pytest.mark.parametrize("status", ["terminated", "Terminated", "Inactive"])
def test_who_left_on_an_unknown_day_is_not_here(given: Given, status: str) -> None:
    gone = {**PERSON, "employee": "G", "status": status}
    assert _people(given(headcount=[PERSON, gone]).fact("headcount"), "2026-09") == 1


def test_who_came_on_an_unknown_day_is_here(given: Given) -> None:
    undated = {**PERSON, "hired_on": None}
    assert _people(given(headcount=[undated]).fact("headcount"), "2026-09") == 1


def _count(name: str, fte: str | None, department: str = "Sales") -> Row:
    return {"month": name, "department": department, "fte": fte}


def test_rows_by_month_and_department_are_stocks(given: Given) -> None:
    table = [
        _count("2026-07", "10"),
        _count("2026-07", "2.5", "Support"),
        _count("2026-08", "11"),
        _count("2026-09", "9"),
    ]
    fact = given(headcount=table).fact("headcount")
    expected = [Fraction(25, 2), 11, 9]
    assert [_people(fact, f"2026-0{n}") for n in (7, 8, 9)] == expected
    assert (built(fact).first, built(fact).last) == (month("2026-07"), month("2026-09"))
    assert built(fact).lacks_before_last == {}


def test_rows_of_people_by_month_count_one_each(given: Given) -> None:
    table = [{"employee": name, "month": "2026-09", "department": "Sales"} for name in ("A", "B")]
    assert _people(given(headcount=table).fact("headcount"), "2026-09") == 2


def test_a_skipped_month_is_not_an_empty_company(given: Given) -> None:
    table = [_count("2026-05", "9"), _count("2026-07", "10"), _count("2026-08", "10")]
    fact = built(given(headcount=table).fact("headcount"))
    assert (fact.first, fact.last) == (month("2026-07"), month("2026-08"))
    assert fact.begins is not None
    assert fact.begins.text == "headcount skips the month 2026-06"
    assert _people(fact, "2026-08") == 10


def test_rows_without_a_month_beside_others_are_told(given: Given) -> None:
    table = [_count("2026-09", "9"), {"month": None, "department": "Total", "fte": "9"}]
    fact = built(given(headcount=table).fact("headcount"))
    assert rows(fact, "department") == [("Sales",)]
    assert fact.notes == ("rows of headcount without a month, which do not count: 1",)


def test_needs_headcount(given: Given) -> None:
    assert missing(given().fact("headcount")).text == "needs headcount"
    assert missing(given(headcount=[]).fact("headcount")).text == "needs headcount"
