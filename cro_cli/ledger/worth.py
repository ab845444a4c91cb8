"""What prices come to in a year, exactly (definitions 4.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import prod
from operator import mul

import polars as pl

from cro_cli import kinds, months
from cro_cli.assumptions import Assumptions
from cro_cli.errors import TooLargeError
from cro_cli.exact import in_reporting, rounded, wide
from cro_cli.fact import Inputs
from cro_cli.ledger.lives import day_after
from cro_cli.tables import MICROS

_DAYS = 365
_WEEKS: Mapping[str, Fraction] = {
    "52/12": Fraction(52),
    "4.33": Fraction("4.33") * months.YEAR,
    "4": Fraction(4 * months.YEAR),
}
_DAYS_A_YEAR: Mapping[str, int] = {"365/12": _DAYS, "30": 30 * months.YEAR}
# A term that is so many days off a whole number of months is meant to be one.
_NEARLY = 3
_WEEK = 7
_WEEKLY = (_WEEK, 2 * _WEEK)
_LARGEST_PRODUCT, _LARGEST_NUMBER = 2.0**125, 2.0**62


def intervals(settled: Assumptions) -> dict[str, Fraction]:
    """Return how many of each interval make up a year."""
    return {
        "day": Fraction(days_a_year(settled)),
        "week": _WEEKS[settled.defined("weeks_per_month")],
        "month": Fraction(months.YEAR),
        "year": Fraction(1),
    }


def days_a_year(settled: Assumptions) -> int:
    """Return how many days make up a year of recurring revenue."""
    return _DAYS_A_YEAR[settled.defined("days_per_month")]


def top(settled: Assumptions) -> pl.Expr:
    """Return how often a year the `interval` of a row comes, null where it is none."""
    known = intervals(settled)
    tops = {name: int(often * _scale(known)) for name, often in known.items()}
    interval = pl.col("interval").cast(pl.String)
    return interval.replace_strict(tops, default=None, return_dtype=pl.Int128)


def _scale(known: Mapping[str, Fraction]) -> int:
    return max(often.denominator for often in known.values())


def with_rhythm(rows: pl.DataFrame, settled: Assumptions) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add Int128 `top` and `bottom`: how often a year the price of a row is due.

    Reads `interval_count` and, unless `top` is there, `interval`; where a row has no interval, its
    current billing period is one. Returns the rows, and those among them of which that was taken
    for granted. `top` is null where nothing tells.
    """
    scale = _scale(intervals(settled))
    count = wide(pl.col("interval_count").fill_null(MICROS))
    if "top" not in rows.columns:
        rows = kinds.by_kind(rows, ("interval",), top=top(settled))
    rows = rows.with_columns(bottom=count * scale if scale > 1 else count)
    if "period_end_on" not in rows.columns:
        return rows, rows.clear()
    if not rows.get_column("interval").null_count():
        return rows, rows.clear()
    untold = pl.col("interval").is_null() & pl.col("period_end_on").is_not_null()
    return _by_period(rows, untold, settled)


def _by_period(
    rows: pl.DataFrame, untold: pl.Expr, settled: Assumptions
) -> tuple[pl.DataFrame, pl.DataFrame]:
    dated = rows.with_columns(day_after("period_end_on", settled).alias(" end"))
    lengths = terms(dated.filter(untold), "period_start_on", " end", settled)
    filled = (
        dated.join(
            lengths.rename({"top": " top", "bottom": " bottom"}),
            on=["period_start_on", " end"],
            how="left",
            validate="m:1",
        )
        .with_columns(
            top=pl.when(untold).then(" top").otherwise("top"),
            bottom=pl.when(untold).then(" bottom").otherwise("bottom"),
        )
        .drop(" end", " top", " bottom")
    )
    return filled, filled.filter(untold & pl.col("top").is_not_null())


def terms(spans: pl.DataFrame, start: str, end: str, settled: Assumptions) -> pl.DataFrame:
    """Return each pair of days once, with Int128 `top` and `bottom` of the term.

    A term within three days of a whole number of months counts as that many months, one of a week
    or two as weeks, any other by its days.
    """
    pairs = spans.select(start, end).unique().filter(pl.col(end) > pl.col(start))
    days = (pl.col(end) - pl.col(start)).dt.total_days()
    nearest = (days * 2 * months.YEAR + _DAYS) // (2 * _DAYS)
    off = (pl.col(end) - pl.col(start).dt.offset_by(pl.format("{}mo", "whole"))).dt.total_days()
    is_whole = (pl.col("whole") > 0) & (off.abs() <= _NEARLY)
    a_week = intervals(settled)["week"]
    is_week = ~is_whole & days.is_in(_WEEKLY)
    often = pl.when(is_whole).then(months.YEAR).when(is_week).then(a_week.numerator)
    length = pl.when(is_whole).then("whole").when(is_week).then(days // _WEEK * a_week.denominator)
    return pairs.with_columns(whole=nearest).select(
        start,
        end,
        top=often.otherwise(days_a_year(settled)).cast(pl.Int128),
        bottom=wide(length.otherwise(days)) * MICROS,
    )


def valued(rows: pl.DataFrame, inputs: Inputs) -> pl.LazyFrame:
    """Add `annual`, what a row comes to in a year, and `gross`, the same before discounts.

    Reads `amount`, `quantity`, `discount`, `discount_percent`, `currency`, `top`, `bottom`. Both
    are Int64 micros in the reporting currency, rounded once; a discount takes nothing below 0.
    `share_off` is the part of `gross` that a percentage takes, Int32 micros.
    """
    largest = refuse_overflow(rows, ("amount", "quantity", "top"), inputs)
    if rows.height >= kinds.MANY and not inputs.rates and _is_plain(rows, largest):
        units = pl.col("quantity").fill_null(MICROS) // MICROS
        price = pl.col("amount") * units * pl.col("top").cast(pl.Int64)
        nothing = pl.lit(0, pl.Int32)
        return rows.lazy().with_columns(annual=price, gross=price, share_off=nothing)
    full = wide("amount") * wide(pl.col("quantity").fill_null(MICROS))
    off = wide(pl.col("discount").fill_null(0)) * MICROS
    if rows.get_column("discount_percent").count():
        share = wide(pl.col("discount_percent").fill_null(0))
        off += rounded(full * share, pl.lit(MICROS, pl.Int128))
    net = pl.when(full > off).then(full - off).otherwise(0)
    return rows.lazy().with_columns(
        annual=in_reporting(net * pl.col("top"), inputs.rates, bottom=pl.col("bottom")),
        gross=in_reporting(full * pl.col("top"), inputs.rates, bottom=pl.col("bottom")),
        share_off=pl.col("discount_percent").fill_null(0).clip(0, MICROS).cast(pl.Int32),
    )


def _is_plain(rows: pl.DataFrame, largest: float) -> bool:
    """Tell whether rows are worth a product of whole numbers that fits into 64 bits."""
    if largest / MICROS > _LARGEST_NUMBER or any(
        rows.get_column(name).count() for name in ("discount", "discount_percent")
    ):
        return False
    said = rows.select(
        a=pl.col("amount").min() >= 0,
        b=(pl.col("bottom") == MICROS).all(),
        c=(pl.col("quantity") % MICROS == 0).all() & (pl.col("quantity").fill_null(0) >= 0).all(),
    )
    return all(said.row(0))


def is_counted(settled: Assumptions) -> pl.Expr:
    """Tell which rows are worth anything, or keep a customer who pays nothing."""
    free = settled.defined("free_is_churn") == "false"
    return pl.col("annual") >= 0 if free else pl.col("annual") > 0


def refuse_overflow(rows: pl.DataFrame, factors: Sequence[str], inputs: Inputs) -> float:
    """Return what no product of columns goes beyond.

    Columns of which a row has none count as 1.

    Raises:
        TooLargeError: when one would not fit into 128 bits, where it wraps.
    """
    rates = [max(rate.numerator, rate.denominator) for rate in inputs.rates.values()]
    # Rounding doubles a product before it is divided; percentages are multiplied by micros.
    most = _LARGEST_PRODUCT / max([*rates, MICROS])
    largest = prod(_largest(rows.get_column(name)) for name in factors)
    if largest <= most:
        return largest
    sizes = (pl.col(name).cast(pl.Float64).abs().fill_null(float(MICROS)) for name in factors)
    size = rows.select(reduce(mul, sizes).max()).item() or 0.0
    if size > most:
        raise TooLargeError
    return float(size)


def _largest(column: pl.Series) -> float:
    known = (one for one in (column.min(), column.max()) if isinstance(one, int))
    return float(max([MICROS, *map(abs, known)]))
