"""Lines for a part of a period, scaled to the whole of it (definitions 4.1)."""

from __future__ import annotations

import polars as pl

from cro_cli.currencies import THOUSANDTHS, WHOLE
from cro_cli.exact import in_reporting, wide
from cro_cli.fact import Inputs
from cro_cli.ledger import grids, meant, worth
from cro_cli.tables import MICROS

_KEY = ["customer", "subscription"]
_BY_ANOTHER_PLAN = 3  # after the ranks of grids
# No number of months is longer than another of so many by more than February is short of others.
_LONGER = pl.duration(days=5)


def whole(valued: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Let the `annual` of lines for a part of a period be that of the whole period.

    Until then it is that of their own length. The period is the shortest one billed to the same
    subscription that holds the part and begins or ends with it; else the one that would follow or
    precede a period that was billed, of the same plan if there is one. A part of no such period
    counts by its own length. Cents that were rounded are put right (see `meant`).
    """
    parts = valued.filter("is_part").with_row_index(" part")
    lines = valued.filter(~pl.col("is_part"))
    near = lines.join(parts.select(_KEY).unique(), on=_KEY, how="semi", nulls_equal=True)
    settled = meant.settled(_scaled(parts, near, inputs), near)
    return pl.concat([lines, settled.select(valued.columns)])


def _scaled(parts: pl.DataFrame, lines: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Add `scaled`, the worth of parts by their periods, and what a cent comes to either way."""
    found = parts.join(_periods(parts, lines), on=" part", how="left", validate="1:1").with_columns(
        cell_top=pl.coalesce(pl.col("line_top") * _days("cell_start", "cell_end"), "top"),
        cell_bottom=pl.coalesce(pl.col("line_bottom") * _days("start", "end"), "bottom"),
        cell_start=pl.coalesce("cell_start", "start"),
        cell_end=pl.coalesce("cell_end", "end"),
    )
    worth.refuse_overflow(found, ("net", "cell_top"), inputs)
    unit = wide(_smallest_unit())

    def annual(amount: pl.Expr, which: str) -> pl.Expr:
        amount = amount * MICROS * pl.col(f"{which}top")
        return in_reporting(amount, inputs.rates, bottom=pl.col(f"{which}bottom"))

    return found.with_columns(
        scaled=annual(wide("net"), "cell_"),
        scaled_slack=annual(unit, "cell_"),
        slack=annual(unit, ""),
    )


def _days(start: str, end: str) -> pl.Expr:
    return wide((pl.col(end) - pl.col(start)).dt.total_days())


def _periods(parts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return the period of each part that is of one, and how often a year that is due."""
    holds = (pl.col("cell_start") <= pl.col("start")) & (pl.col("end") <= pl.col("cell_end"))
    meets = (pl.col("cell_start") == pl.col("start")) | (pl.col("cell_end") == pl.col("end"))
    is_same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(f"line_{name}")) for name in ("plan", "currency")
    )
    is_own = pl.col("rank") == grids.OWN
    rank = pl.when(is_own | is_same).then("rank").otherwise(_BY_ANOTHER_PLAN)
    return (
        grids.around(_beside(parts, lines))
        .filter(holds & meets & (is_own | is_same | pl.col("subscription").is_not_null()))
        .sort(
            rank,
            pl.col("cell_end") - pl.col("cell_start"),
            "cell_start",
            "line_top",
            "line_bottom",
        )
        .unique(" part", keep="first", maintain_order=True)
        .select(" part", "cell_start", "cell_end", "line_top", "line_bottom")
    )


def _beside(parts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return each part with the lines of its subscription that are not too far off to tell."""
    told = lines.select(
        *_KEY,
        *(
            pl.col(name).alias(f"line_{name}")
            for name in ("plan", "currency", "start", "end", "top", "bottom")
        ),
        price="net",
        latest=pl.when(pl.col("net") > 0)
        .then(grids.latest())
        .max()
        .over(*_KEY, "plan", "currency"),
    )
    reach = (pl.col("line_end") - pl.col("line_start")) + _LONGER
    return (
        parts.select(" part", *_KEY, "plan", "currency", "start", "end")
        .join(told, on=_KEY, how="inner", nulls_equal=True)
        .filter(
            (pl.col("line_start") <= pl.col("end") + reach)
            & (pl.col("start") <= pl.col("line_end") + reach)
        )
    )


def _smallest_unit() -> pl.Expr:
    """Return the smallest amount of the currency of a line, in micros."""
    currency = pl.col("currency").cast(pl.String)
    return (
        pl.when(currency.is_in(WHOLE))
        .then(MICROS)
        .when(currency.is_in(THOUSANDTHS))
        .then(MICROS // 1000)
        .otherwise(MICROS // 100)
    )
