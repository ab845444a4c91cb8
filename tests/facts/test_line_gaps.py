"""Service periods that look as if they ended on their last paid day, by text and by number."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cro_cli.ledger import lines

NUMBERS = {"a": 0, "b": 1, "s": 0, "t": 1}


def rows(*spans: tuple[str, ...], is_text: bool) -> pl.DataFrame:
    days = [tuple(map(dt.date.fromisoformat, span[2:])) for span in spans]
    who = [span[:2] if is_text else tuple(NUMBERS[one] for one in span[:2]) for span in spans]
    dtype = pl.String if is_text else pl.UInt32
    schema = {"customer": dtype, "subscription": dtype, "start": pl.Date, "end": pl.Date}
    cells = [(*one, *day) for one, day in zip(who, days, strict=True)]
    return pl.DataFrame(cells, schema=schema, orient="row")


A_DAY_OFF = (
    ("a", "s", "2026-03-01", "2026-03-31"),
    ("a", "s", "2026-01-01", "2026-01-31"),
    ("a", "s", "2026-02-01", "2026-02-28"),
    ("a", "s", "2026-02-01", "2026-02-28"),  # of one period there may be two lines
)
SEAMLESS = (
    ("b", "t", "2026-01-01", "2026-02-01"),
    ("b", "t", "2026-02-01", "2026-03-01"),
    ("b", "t", "2026-03-01", "2026-04-01"),
)


@pytest.mark.parametrize("is_text", [True, False])
def test_more_gaps_of_a_day_than_none_are_said(is_text: bool) -> None:  # noqa: FBT001 - a case
    (said,) = lines.remarks(rows(*A_DAY_OFF, is_text=is_text))
    assert "end_inclusive: true" in said
    assert lines.remarks(rows(*A_DAY_OFF, *SEAMLESS, is_text=is_text)) == ()


def test_periods_beyond_all_numbers_are_told_all_the_same() -> None:
    many = rows(*A_DAY_OFF, is_text=False).with_columns(
        pl.col("customer", "subscription") + (2**32 - 3)
    )
    assert len(lines.remarks(many)) == 1


def test_lines_of_no_subscription_are_told_by_their_customer() -> None:
    none = rows(*A_DAY_OFF, is_text=False).with_columns(subscription=pl.lit(None, pl.UInt32))
    assert len(lines.remarks(none)) == 1


@pytest.mark.parametrize("is_text", [True, False])
def test_days_of_any_year_are_told(is_text: bool) -> None:  # noqa: FBT001 - a case
    """Long before those that are counted from."""
    past = [(*span[:2], *(day.replace("2026", "1850") for day in span[2:])) for span in A_DAY_OFF]
    assert len(lines.remarks(rows(*past, is_text=is_text))) == 1
    assert lines.remarks(rows(is_text=is_text)) == ()


def test_lines_in_turn_are_told_as_they_stand() -> None:
    a_day_off = rows(*sorted({*A_DAY_OFF}), is_text=False)
    assert lines.stand_in_turn(a_day_off)
    assert len(lines.remarks(a_day_off)) == 1
    both = rows(*sorted({*A_DAY_OFF}), *SEAMLESS, is_text=False)
    assert lines.stand_in_turn(both)
    assert lines.remarks(both) == ()
    # The last of one and the first of another are a day apart, which says nothing.
    apart = (("a", "s", "2026-01-01", "2026-01-31"), ("b", "t", "2026-02-01", "2026-03-01"))
    assert lines.remarks(rows(*apart, is_text=False)) == ()


@pytest.mark.parametrize(
    "spans",
    [
        pytest.param((SEAMLESS[1], SEAMLESS[0]), id="the later first"),
        pytest.param((SEAMLESS[0], SEAMLESS[0]), id="two on one day"),
        pytest.param((SEAMLESS[0], A_DAY_OFF[0]), id="another customer first"),
    ],
)
def test_lines_out_of_turn(spans: tuple[tuple[str, str, str, str], ...]) -> None:
    assert not lines.stand_in_turn(rows(*spans, is_text=False))
    assert not lines.stand_in_turn(rows(*spans, is_text=True))
