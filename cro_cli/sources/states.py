"""The rows of several exports of the present, in order: what each thing was like, from when on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import days
from cro_cli.sources.combining import FILE
from cro_cli.sources.rows import ROW
from cro_cli.sources.snapshots import Day

AT, TURN, RUN = " at", " turn", " run"
PLACE = (FILE, ROW)


class History(NamedTuple):
    """A table of what happened between exports, and by its columns those that they come from.

    `lacks` names the columns that some of the exports do not have: then nothing can be compared.
    """

    table: str
    frame: pl.DataFrame
    mirrors: Mapping[str, tuple[str, ...]]
    lacks: tuple[str, ...] = ()


def in_order(series: Sequence[Day], key: Sequence[str]) -> pl.DataFrame:
    """Return all rows by key and export, with the last day that each export describes."""
    frames = (
        one.frame.with_columns(
            pl.lit(days.described(one.day)).alias(AT), pl.lit(turn, pl.Int32).alias(TURN)
        )
        for turn, one in enumerate(series)
    )
    return pl.concat(frames).sort(*key, TURN)


def is_next(key: Sequence[str]) -> pl.Expr:
    """Tell which rows are of the same thing as the one before."""
    return pl.all_horizontal(pl.col(one).eq_missing(pl.col(one).shift(1)) for one in key)


def numbered(rows: pl.DataFrame, key: Sequence[str], state: Iterable[str]) -> pl.DataFrame:
    """Number the runs of rows in which a thing stays what it is."""
    same = (pl.col(one).eq_missing(pl.col(one).shift(1)) for one in state)
    begins = ~pl.all_horizontal(is_next(key), *same)
    return rows.with_columns(begins.cum_sum().alias(RUN))


def uneven(
    table: str, columns: Iterable[str], supplied: Sequence[frozenset[str]]
) -> tuple[str, ...]:
    """Return the columns that some exports have and others do not."""
    fields = {name: f"{table}.{name}" for name in columns}
    counts = {name: sum(field in one for one in supplied) for name, field in fields.items()}
    return tuple(name for name, count in counts.items() if 0 < count < len(supplied))


def vanished(series: Sequence[Day], key: Sequence[str]) -> pl.DataFrame:
    """Return the last rows of what later exports no longer have, with the day that shows it."""
    last_turn = len(series) - 1
    after = {turn: series[turn + 1].day for turn in range(last_turn)}
    lasts = in_order(series, key).group_by(key, maintain_order=True).last()
    gone = lasts.filter(pl.col(TURN) < last_turn)
    return gone.with_columns(
        gone_on=pl.col(TURN).replace_strict(after, return_dtype=pl.Date),
        seen_on=pl.col(TURN).replace_strict(_by_turn(series), return_dtype=pl.Date),
    ).sort(PLACE)


def _by_turn(series: Sequence[Day]) -> dict[int, dt.date]:
    return {turn: one.day for turn, one in enumerate(series)}
