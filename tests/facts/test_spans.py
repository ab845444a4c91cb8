from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cro_cli.ledger import spans

MANY = 120_000
FIRST, SECOND, LATE = dt.date(2025, 1, 1), dt.date(2025, 6, 1), dt.date(2025, 8, 1)


def _of_each(start: dt.date, end: dt.date | None, version: str) -> pl.DataFrame:
    return pl.select(number=pl.int_range(MANY)).select(
        id=pl.format("S{}", "number"),
        start=pl.lit(start),
        end=pl.lit(end, pl.Date),
        version=pl.lit(version),
    )


@pytest.mark.parametrize("second", [SECOND, FIRST], ids=["another day", "the same day"])
def test_spans_of_many_things_end_where_the_next_one_starts(second: dt.date) -> None:
    # Of those that start on one day the longest holds: the other one ends at once.
    rows = pl.concat([_of_each(second, None, "2"), _of_each(FIRST, LATE, "1")])
    ended, beyond = spans.in_turn(rows)
    assert beyond.height == MANY
    assert set(beyond.get_column("version")) == {"1"}
    kinds = ended.group_by("start", "end", "version").len().sort("version").rows()
    assert kinds == [(FIRST, second, "1", MANY), (second, None, "2", MANY)]
    assert ended.select((pl.col("id") == pl.col("id").shift(1)).sum()).item() == MANY
