"""Columns of bills that are read from several columns."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cro_cli.sources import composed
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.format import ColumnRule, Format
from cro_cli.sources.laying import lay
from cro_cli.sources.plan import Header
from cro_cli.sources.rows import ROW


def read(rule: ColumnRule, table: str, **parts: pl.Series) -> tuple[list[object], Complaints]:
    """Compose one column from typed parts that have headers of their own names."""
    form = Format(name="f", title="F", table=table, columns=(rule,))
    plan = lay(form, Header(parts), ",")
    complaints = Complaints("a.csv", plan)
    typed = pl.DataFrame({f"{rule.name}.{name}": part for name, part in parts.items()})
    typed = typed.with_row_index(ROW, offset=2)
    text = typed.cast(pl.String)
    done = composed.columns(plan, text, typed, (), complaints)
    return done.get_column(rule.name).to_list(), complaints


def rule(name: str, reader: str, *parts: str) -> ColumnRule:
    return ColumnRule(name=name, read=reader, parts={one: ((one,),) for one in parts})


def amounts(*values: int | None) -> pl.Series:
    return pl.Series(values, dtype=pl.Int64)


def test_difference_is_there_where_what_it_is_of_is_there() -> None:
    amount = rule("amount", "difference", "of", "less")
    of, less = amounts(120, 120, 5, None), amounts(20, None, 9, 20)
    assert read(amount, "invoice_lines", of=of, less=less)[0] == [100, 120, -4, None]
    assert read(amount, "invoice_lines", of=of)[0] == [120, 120, 5, None]


def test_change_counts_nothing_where_a_cell_is_empty() -> None:
    delta = rule("delta", "change", "after", "before")
    after, before = amounts(30, None, 20, None), amounts(None, 30, 50, None)
    assert read(delta, "movements", after=after, before=before)[0] == [30, -30, -30, 0]


def test_price_that_comes_to_nothing_is_a_bad_cell() -> None:
    delta = rule("delta", "change", "after", "before", "price")
    after, price = amounts(30, 0, None, 0, None), amounts(360, 0, None, 7, 8)
    found, complaints = read(delta, "movements", after=after, price=price)
    assert found == [30, 0, 0, 0, 0]
    assert [(one.row, one.column, one.value) for one in complaints.findings] == [
        (5, "price", "7"),
        (6, "price", "8"),
    ]
    assert complaints.bad == {"movements.delta": {5, 6}}


@pytest.mark.parametrize(
    ("first", "last", "day"),
    [
        ("2024-06-01", "2024-06-30", "2024-07-01"),
        ("2024-06-01", "2024-06-30 23:59:59", "2024-07-01"),
        ("2024-06-01", "2024-06-30 23:59:59.999999", "2024-07-01"),
        ("2024-05-31 22:00:00", "2024-06-30 21:59:59", "2024-06-30"),
        ("2024-06-01", "2024-06-06 12:48:59", "2024-06-07"),
        ("2024-06-01 08:00:00", "2024-06-06 12:48:59", "2024-06-07"),
        (None, "2024-06-30 23:59:59", "2024-07-01"),
        ("2024-06-01", None, None),
    ],
)
def test_first_day_after_a_period(first: str | None, last: str | None, day: str | None) -> None:
    def moments(text: str | None) -> pl.Series:
        return pl.Series([text and dt.datetime.fromisoformat(text)], dtype=pl.Datetime("us"))

    end = rule("period_end_on", "first_day_after", "last", "first")
    found, _ = read(end, "invoice_lines", last=moments(last), first=moments(first))
    assert found == [day and dt.date.fromisoformat(day)]


def test_a_trial_of_some_days_ends_with_the_first_day_after_it() -> None:
    end = rule("trial_end_on", "days_after", "first", "days")
    begin = pl.Series([dt.date(2024, 2, 20)] * 4 + [None, dt.date(9999, 12, 20)])
    days = amounts(14_000_000, 0, None, 366_000_000, 14_000_000, 14_000_000)
    found, complaints = read(end, "subscriptions", first=begin, days=days)
    told = ["2024-03-05", "2024-02-20", None, "2025-02-20", None, None]
    assert found == [day and dt.date.fromisoformat(day) for day in told]
    assert not complaints.findings
    # A file without the days says nothing of them.
    assert read(end, "subscriptions", first=begin)[0] == [None] * 6


def test_days_that_are_not_whole_or_more_than_a_century_are_bad_cells() -> None:
    end = rule("trial_end_on", "days_after", "first", "days")
    days = amounts(1_500_000, -1_000_000, 36_526_000_000, 36_525_000_000, 2**63 - 1)
    begin = pl.Series([dt.date(2024, 2, 20)] * 5)
    found, complaints = read(end, "subscriptions", first=begin, days=days)
    assert found == [None, None, None, dt.date(2124, 2, 21), None]
    assert [one.row for one in complaints.findings] == [2, 3, 4, 6]
    assert complaints.bad == {"subscriptions.trial_end_on": {2, 3, 4, 6}}


def test_balance_says_what_is_paid() -> None:
    status = rule("status", "by_balance", "owed")
    said, _ = read(status, "invoices", owed=amounts(0, 1, -1, None))
    assert said == ["paid", "open", "open", None]


def test_a_term_ends_with_the_first_day_after_it() -> None:
    said = {
        "month": "2024-02-29",
        "Monthly": "2024-02-29",
        "3 months": "2024-04-30",
        "quarter": "2024-04-30",
        "2-Quarters": "2024-07-31",
        "1 year": "2025-01-31",
        "30 days": "2024-03-01",
        "2 weeks": "2024-02-14",
    }
    begin = pl.Series([dt.date(2024, 1, 31)]).new_from_index(0, len(said))
    end = rule("period_end_on", "end_of_term", "first", "term")
    found, complaints = read(end, "invoice_lines", first=begin, term=pl.Series(list(said)))
    assert found == [dt.date.fromisoformat(day) for day in said.values()]
    assert not complaints.findings


def test_a_word_that_is_no_term_is_a_bad_cell_and_once_has_none() -> None:
    days = [dt.date(2024, 1, 31)] * 4 + [None, dt.date(9999, 6, 1)]
    begin, words = pl.Series(days), ["once", None, "PRO-Y", "2 once", "year", "999 years"]
    end = rule("period_end_on", "end_of_term", "first", "term")
    found, complaints = read(end, "invoice_lines", first=begin, term=pl.Series(words))
    assert found == [None] * 6
    assert [(one.row, one.value) for one in complaints.findings] == [(4, "PRO-Y"), (5, "2 once")]
    # A file without the term says nothing of it, and nothing is wrong with its cells.
    found, complaints = read(end, "invoice_lines", first=begin)
    assert (found, complaints.findings) == ([None] * 6, [])
