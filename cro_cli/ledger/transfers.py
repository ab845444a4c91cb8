"""Revenue that a customer moves from one plan, or currency, to another."""

from __future__ import annotations

import polars as pl

from cro_cli.ledger import runs

_WHO = ("customer", "month")
_DELTA = pl.col("delta")
_PART = pl.col("part")
_AGAIN = pl.col("again")


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
    # Few rows are not the only one of their customer and month: the others are left alone.
    places = (~is_first | ~is_first.shift(-1, fill_value=True)).arg_true()
    part = _part(ledger.get_column("delta").gather(places), is_first.gather(places))
    moves = part != 0
    if not moves.any():
        return ledger
    nothing = pl.Series("part", [0], pl.Int64).new_from_index(0, ledger.height)
    whole = nothing.scatter(places.filter(moves), part.filter(moves))
    return _parted(ledger.with_columns(whole), ledger.columns)


def _part(delta: pl.Series, is_first: pl.Series) -> pl.Series:
    """Return how much of each change moves."""
    sides = pl.select(
        delta=delta,
        is_first=is_first,
        gained=runs.running(pl.lit(delta.clip(lower_bound=0)), pl.lit(is_first)),
        lost=runs.running(pl.lit(-delta.clip(upper_bound=0)), pl.lit(is_first)),
    )
    begins, size = pl.col("is_first"), _DELTA.abs()
    moved = pl.min_horizontal(runs.at_end(pl.col(side), begins) for side in ("gained", "lost"))
    passed = pl.when(_DELTA > 0).then("gained").otherwise("lost") - size
    return sides.select((moved - passed).clip(0, size) * _DELTA.sign()).to_series()


def _parted(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Put each part that moves below the rest of its row, where there is any."""
    split = rows.select((_PART != 0) & (_PART != _DELTA)).to_series().arg_true()
    if split.len():
        # Each row that is split stands twice: a place further on for each before it.
        second = split + pl.int_range(1, split.len() + 1, dtype=pl.UInt32, eager=True)
        once = pl.Series("again", [0], dtype=pl.UInt32).new_from_index(0, rows.height + split.len())
        again = once.scatter(second, 1)
        places = pl.int_range(again.len(), dtype=pl.UInt32, eager=True) - again.cum_sum()
        rows = rows.select(pl.all().gather(places)).with_columns(again == 1)
    else:
        rows = rows.with_columns(again=False)
    transfer = pl.lit("transfer", dtype=rows.schema["movement"])
    moves = _AGAIN | ((_PART != 0) & (_PART == _DELTA))
    return rows.with_columns(
        delta=pl.when(moves).then("part").otherwise(_DELTA - _PART),
        movement=pl.when(moves).then(transfer).otherwise("movement"),
        logos=pl.when(_AGAIN).then(0).otherwise("logos"),
    ).select(columns)
