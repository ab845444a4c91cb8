"""What is told by kind is what is told row by row."""

from __future__ import annotations

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
