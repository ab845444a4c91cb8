"""What is told by kind is what is told row by row."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cro_cli import grouping, kinds

ROWS = pl.DataFrame({"word": ["Yes", "no", None, "yes", "no"], "other": [1, 1, 2, 1, 2]})


@pytest.mark.parametrize("dtype", [pl.String, pl.Enum(["Yes", "no", "yes"])])
@pytest.mark.parametrize("most", [100, 3])
def test_what_words_tell(monkeypatch: pytest.MonkeyPatch, dtype: pl.DataType, most: int) -> None:
    monkeypatch.setattr(kinds, "MANY", 1)
    monkeypatch.setattr(kinds, "MOST", most)
    rows = ROWS.with_columns(pl.col("word").cast(dtype))
    told = {"is_yes": pl.col("word").cast(pl.String).str.to_lowercase() == "yes"}
    found = kinds.by_kind(rows, ("word", "other"), **told)
    assert found["is_yes"].to_list() == [True, False, None, True, False]
    assert_frame_equal(found.drop("is_yes"), rows)


def test_what_few_words_flags_and_nothing_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MANY", 1)
    rows = pl.DataFrame(
        {
            "word": pl.Series(["b", None, "a", "b"], dtype=pl.Enum(["a", "b"])),
            "flag": [True, False, None, None],
            "none": pl.Series([None] * 4, dtype=pl.String),
        }
    )
    told = {
        "said": pl.format("{}{}", pl.col("word").fill_null("-"), pl.col("flag").cast(pl.String))
    }
    found = kinds.by_kind(rows, ("word", "flag", "none"), **told, is_none=pl.col("none").is_null())
    assert found["said"].to_list() == ["btrue", "-false", None, None]
    assert found["is_none"].all()
    assert_frame_equal(found.drop("said", "is_none"), rows)


@pytest.mark.parametrize("last", [dt.date(2026, 1, 3), dt.date(9999, 12, 31)])
def test_what_days_tell(monkeypatch: pytest.MonkeyPatch, last: dt.date) -> None:
    monkeypatch.setattr(kinds, "MANY", 1)
    rows = pl.DataFrame({"day": [dt.date(2026, 1, 1), None, last, dt.date(2026, 1, 1)]})
    found = kinds.by_day(rows, "day", pl.col("day").dt.year() * 100 + pl.col("day").dt.day())
    assert found.to_list() == [202_601, None, last.year * 100 + last.day, 202_601]
    assert kinds.by_day(rows.head(2).slice(1), "day", pl.col("day").dt.year()).to_list() == [None]


def test_what_two_days_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MANY", 1)
    first, second, last = (dt.date(2026, 1, day) for day in (3, 1, 4))
    rows = pl.DataFrame({"from": [first, second, None, first], "to": [last, last, last, None]})
    told = (pl.col("to") - pl.col("from")).dt.total_days()
    found = kinds.by_kind(rows, ("from", "to"), days=told)
    assert found["days"].to_list() == [1, 3, None, None]
    assert_frame_equal(found.drop("days"), rows)


def test_kinds_of_few_numbers_are_grouped_as_by_their_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = pl.DataFrame(
        {
            "month": [3, 3, None, 3, 4],
            "plan": pl.Series(["a", None, "a", "a", "b"], dtype=pl.Enum(["a", "b"])),
            "turn": [-1, 0, 1, -1, 1],
            "amount": [10, 20, 30, 40, 50],
        }
    )
    by = ("month", "plan", "turn")
    slow = grouping.condensed(rows, by, ("amount",))
    monkeypatch.setattr(grouping, "_GROUPED", 1)
    assert_frame_equal(grouping.condensed(rows, by, ("amount",)), slow, check_row_order=False)
    apart = rows.with_columns(turn=pl.Series([-(2**61), 0, 1, -1, 2**61]))
    assert grouping.condensed(apart, by, ("amount",)).height == 5
