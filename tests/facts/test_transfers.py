"""What moves between plans, in a ledger of which most rows have nothing to move."""

from __future__ import annotations

import polars as pl
import pytest

from cro_cli.ledger import transfers

SCHEMA = {
    "customer": pl.String,
    "month": pl.Int32,
    "plan": pl.String,
    "delta": pl.Int64,
    "movement": pl.String,
    "logos": pl.Int64,
}
ALONE = [("A", 1, "pro", 10, "new", 1), ("A", 2, "pro", 5, "expansion", 0)]
LAST = ("C", 1, "pro", -7, "churn", -1)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # 30 lost and 20 gained: 20 move, 10 are lost, beside what moved of the same plan.
        (
            [("B", 1, "max", 20, "contraction", 0), ("B", 1, "pro", -30, "contraction", 0)],
            [
                ("B", 1, "max", 20, "transfer", 0),
                ("B", 1, "pro", -10, "contraction", 0),
                ("B", 1, "pro", -20, "transfer", 0),
            ],
        ),
        # As much lost as gained: all of it moves, and no row is split.
        (
            [("B", 1, "max", 20, "transfer", 0), ("B", 1, "pro", -20, "transfer", 0)],
            [("B", 1, "max", 20, "transfer", 0), ("B", 1, "pro", -20, "transfer", 0)],
        ),
        # The first of two plans that are taken up takes what is given up as far as that goes.
        (
            [
                ("B", 1, "max", 20, "expansion", 0),
                ("B", 1, "own", 20, "expansion", 0),
                ("B", 1, "pro", -25, "expansion", 0),
            ],
            [
                ("B", 1, "max", 20, "transfer", 0),
                ("B", 1, "own", 15, "expansion", 0),
                ("B", 1, "own", 5, "transfer", 0),
                ("B", 1, "pro", -25, "transfer", 0),
            ],
        ),
        # Of a plan that is split the logo stays with what is new.
        (
            [("B", 1, "max", 20, "new", 1), ("B", 1, "pro", -5, "new", 0)],
            [
                ("B", 1, "max", 15, "new", 1),
                ("B", 1, "max", 5, "transfer", 0),
                ("B", 1, "pro", -5, "transfer", 0),
            ],
        ),
        # All of it one way: nothing moves, and the logo stays with the first row.
        (
            [("B", 1, "max", 20, "new", 1), ("B", 1, "pro", 30, "new", 0)],
            [("B", 1, "max", 20, "new", 1), ("B", 1, "pro", 30, "new", 0)],
        ),
    ],
)
def test_what_moves_stands_beside_what_does_not(
    rows: list[tuple[object, ...]], expected: list[tuple[object, ...]]
) -> None:
    ledger = pl.DataFrame([*ALONE, *rows, LAST], schema=SCHEMA, orient="row")
    assert transfers.apart(ledger).rows() == [*ALONE, *expected, LAST]


def test_without_months_of_several_changes_nothing_is_looked_at() -> None:
    ledger = pl.DataFrame([*ALONE, LAST], schema=SCHEMA, orient="row")
    assert transfers.apart(ledger) is ledger
