"""Rows are told apart by hashes, or not at all."""

from __future__ import annotations

import polars as pl
import pytest

from cro_cli.hashed import distinct

ROWS = pl.DataFrame({"a": ["x", "y", None, "x", ""], "b": [1, 1, 2, 1, None]})


def test_each_row_is_one_of_those_that_are_unlike() -> None:
    found = distinct(ROWS, 4)
    assert found is not None
    assert sorted(found.each.rows(), key=str) == [("", None), ("x", 1), ("y", 1), (None, 2)]
    assert found.each[found.places].rows() == ROWS.rows()


@pytest.mark.parametrize("most", [0, 3])
def test_of_too_many_nothing_is_told(most: int) -> None:
    assert distinct(ROWS, most) is None


def test_two_rows_of_one_hash_are_not_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = pl.DataFrame.hash_rows

    def clash(rows: pl.DataFrame, seed: int = 0) -> pl.Series:
        return hashed(rows, seed) if seed else hashed(rows.select("b"))

    monkeypatch.setattr(pl.DataFrame, "hash_rows", clash)
    assert distinct(ROWS, 4) is None
