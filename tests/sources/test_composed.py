"""Columns that are read from several columns."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cro_cli.sources import composed
from cro_cli.sources.format import ColumnRule, Format
from cro_cli.sources.plan import Header, Plan, lay

Amounts = list[int | None]


def read(rule: ColumnRule, table: str, **parts: pl.Series) -> list[object]:
    """Compose one column from typed parts that have headers of their own names."""
    form = Format(name="f", title="F", table=table, columns=(rule,))
    plan: Plan = lay(form, Header(parts), ",")
    typed = pl.DataFrame({f"{rule.name}.{name}": part for name, part in parts.items()})
    return composed.columns(plan, typed, (), "a.csv").get_column(rule.name).to_list()


def rule(name: str, reader: str, *parts: str) -> ColumnRule:
    return ColumnRule(name=name, read=reader, parts={one: ((one,),) for one in parts})


def amounts(*values: int | None) -> pl.Series:
    return pl.Series(values, dtype=pl.Int64)


def test_difference_is_there_where_what_it_is_of_is_there() -> None:
    amount = rule("amount", "difference", "of", "less")
    of, less = amounts(120, 120, 5, None), amounts(20, None, 9, 20)
    assert read(amount, "invoice_lines", of=of, less=less) == [100, 120, -4, None]
    assert read(amount, "invoice_lines", of=of) == [120, 120, 5, None]


def test_change_counts_nothing_where_a_cell_is_empty() -> None:
    delta = rule("delta", "change", "after", "before")
    after, before = amounts(30, None, 20, None), amounts(None, 30, 50, None)
    assert read(delta, "movements", after=after, before=before) == [30, -30, -30, 0]


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
    found = read(end, "invoice_lines", last=moments(last), first=moments(first))
    assert found == [day and dt.date.fromisoformat(day)]


def test_balance_says_what_is_paid() -> None:
    status = rule("status", "by_balance", "owed")
    said = read(status, "invoices", owed=amounts(0, 1, -1, None))
    assert said == ["paid", "open", "open", None]
