"""Revenue that a customer moves from one plan, or currency, to another."""

from __future__ import annotations

import polars as pl

from cro_cli.ledger import runs

_WHO = ("customer", "month")
_DELTA = pl.col("delta")
_PART = pl.col("part")


def apart(ledger: pl.DataFrame) -> pl.DataFrame:
    """Take what one plan loses to another out of a customer's movement, as transfers.

    Where a customer's changes of a month go both ways, the smaller side moves whole, and as much of
    the other one, row by row; the rest is what the customer's movement comes to. So the transfers
    of a customer add up to nothing, and the movement to the net change. Rows are in order, those of
    a customer and month together.
    """
    is_first = ledger.select(runs.begins(*_WHO)).to_series()
    if is_first.all():
        return ledger
    sides = ledger.select(
        "delta",
        is_first=is_first,
        gained=runs.running(_DELTA.clip(lower_bound=0), pl.lit(is_first)),
        lost=runs.running(-_DELTA.clip(upper_bound=0), pl.lit(is_first)),
    )
    begins, size = pl.col("is_first"), _DELTA.abs()
    moved = pl.min_horizontal(runs.at_end(pl.col(side), begins) for side in ("gained", "lost"))
    passed = pl.when(_DELTA > 0).then("gained").otherwise("lost") - size
    part = sides.select((moved - passed).clip(0, size) * _DELTA.sign()).to_series()
    if not (part != 0).any():
        return ledger
    return _parted(ledger.with_columns(part=part).with_row_index("row"), ledger.columns)


def _parted(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Put each part that moves beside the rest of its row, where there is any."""
    rest = rows.filter((_PART == 0) | (_PART != _DELTA)).with_columns(delta=_DELTA - _PART)
    is_alone = _PART == _DELTA
    moves = rows.filter(_PART != 0).with_columns(
        delta="part",
        movement=pl.lit("transfer", dtype=rows.schema["movement"]),
        logos=pl.when(is_alone).then("logos").otherwise(0),
    )
    # What is looked up in a column of pieces takes ten times as long.
    whole = pl.concat([rest, moves]).rechunk()
    return whole.sort("row", maintain_order=True).select(columns)
