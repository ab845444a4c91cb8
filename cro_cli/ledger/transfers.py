"""Revenue that a customer moves from one plan, or currency, to another."""

from __future__ import annotations

import polars as pl

from cro_cli.ledger import runs

_WHO = ("customer", "month")
_DELTA = pl.col("delta")


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
    is_alone = is_first & is_first.shift(-1, fill_value=True)
    places = _numbers(ledger.height).filter(~is_alone)
    delta = ledger.get_column("delta").gather(places)
    part = _part(delta, is_first.gather(places))
    is_whole = (part == delta) & (part != 0)
    is_split = (part != delta) & (part != 0)
    moved = _marked(ledger, places.filter(is_whole))
    return _split(moved, places.filter(is_split), part.filter(is_split))


def _numbers(many: int) -> pl.Series:
    return pl.int_range(many, dtype=pl.UInt32, eager=True)


def _part(delta: pl.Series, is_first: pl.Series) -> pl.Series:
    """Return how much of each change moves."""
    gained, lost, begins = pl.col("gained"), pl.col("lost"), pl.col("begins")
    sides = pl.select(
        delta=delta,
        begins=is_first,
        of=is_first.cum_sum() - 1,
        gained=pl.when(delta > 0).then(delta).otherwise(0).cum_sum(),
        lost=pl.when(delta < 0).then(-delta).otherwise(0).cum_sum(),
    )
    # What was gained and lost before and by the end of each customer's month, in sums of all.
    months = sides.select(
        gained=gained.shift(1, fill_value=0).filter(begins),
        lost=lost.shift(1, fill_value=0).filter(begins),
        rose=gained.filter(runs.ends(begins)),
        fell=lost.filter(runs.ends(begins)),
    )
    rose, fell = pl.col("rose") - gained, pl.col("fell") - lost
    moves = months.select("gained", "lost", moves=pl.when(rose < fell).then(rose).otherwise(fell))
    before = moves.select(pl.all().gather(sides.get_column("of")).name.prefix("month "))
    size = _DELTA.abs()
    passed = pl.when(_DELTA > 0).then(gained - pl.col("month gained"))
    left = pl.col("month moves") - passed.otherwise(lost - pl.col("month lost")) + size
    moved = pl.when(left < 0).then(0).when(left < size).then(left).otherwise(size)
    both = sides.hstack(before)
    return both.select(part=pl.when(_DELTA > 0).then(moved).otherwise(-moved)).to_series()


def _marked(rows: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """Return rows of which some are transfers."""
    if not places.len():
        return rows
    moves = pl.Series([False]).new_from_index(0, rows.height).scatter(places, values=True)
    transfer = pl.lit("transfer", dtype=rows.schema["movement"])
    return rows.with_columns(movement=pl.when(moves).then(transfer).otherwise("movement"))


def _split(rows: pl.DataFrame, places: pl.Series, part: pl.Series) -> pl.DataFrame:
    """Put each part that moves below the rest of its row."""
    if not places.len():
        return rows
    # Each row that is split stands twice: a place further on for each before it.
    first = places + _numbers(places.len())
    second = first + 1
    once = _numbers(rows.height + places.len()).scatter(second, first)
    twice = rows.select(pl.all().gather(once.rle_id()))
    rest = rows.get_column("delta").gather(places) - part
    delta = twice.get_column("delta").scatter(first, rest).scatter(second, part)
    logos = twice.get_column("logos").scatter(second, 0)
    return _marked(twice.with_columns(delta, logos), second)
