"""The same numbers by Polars alone, for one company only: nothing of what is read is proven.

It takes every cell for what it should be, all money for one currency, ids for their hashes and a
month's net change for all that can be asked. It is the least that such a program can take, beside
which the others stand.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

_MONTHS, _YEAR = 2**12, 12
_BEGAN = 1990 * _YEAR  # no month is before it
_MOVEMENTS = ("new", "reactivation", "churn", "expansion", "contraction")


def said(folder: Path, last: int) -> dict[str, str]:
    """Return what is said of a company's versions up to a month, by what it is said of."""
    levels = _levels(_steps(folder, last - _BEGAN), folder)
    return _bridge(levels) | _retention(levels, last - _BEGAN)


def _steps(folder: Path, last: int) -> pl.DataFrame:
    """Return the changes, by a number that holds customer and month."""
    text = pl.scan_csv(folder / "subscription_versions.csv", infer_schema=False, quote_char=None)
    often = pl.when(pl.col("interval") == "month").then(_YEAR).otherwise(1)
    cents = pl.col("amount").str.replace(".", "", literal=True).cast(pl.Int64)
    rows = text.select(
        who=pl.col("customer").hash() // _MONTHS * _MONTHS,
        annual=often * pl.col("quantity").cast(pl.Int64) * cents,
        since=_month("started_on"),
        until=_month("ended_on"),
    ).collect()
    lasting = rows.filter(pl.col("until").is_null() | (pl.col("until") > pl.col("since")))
    ends = lasting.filter(pl.col("until") <= last)
    begins = lasting.filter(pl.col("since") <= last)
    steps = (
        begins.select(at=pl.col("who") + pl.col("since"), delta="annual"),
        ends.select(at=pl.col("who") + pl.col("until"), delta=-pl.col("annual")),
    )
    return pl.concat(steps, rechunk=True).sort("at")


def _month(name: str) -> pl.Expr:
    day = pl.col(name).str.to_date("%Y-%m-%d")
    return (day.dt.year().cast(pl.Int32) * _YEAR + day.dt.month() - 1 - _BEGAN).cast(pl.UInt64)


def _levels(steps: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """Return the net changes of each customer and month in order, and what is paid after each."""
    at, total, who = pl.col("at"), pl.col("total"), pl.col("who")
    net = (
        steps.select("at", total=pl.col("delta").cum_sum())
        .filter(at.ne_missing(at.shift(-1)))
        .with_columns(delta=total - total.shift(1, fill_value=0))
        .filter(pl.col("delta") != 0)
        .with_columns(who=(at // _MONTHS).rle_id(), month=(at % _MONTHS).cast(pl.Int32))
        .with_columns(is_first=who.ne_missing(who.shift(1)))
    )
    firsts = net.filter("is_first")
    before = firsts.get_column("total") - firsts.get_column("delta")
    about = pl.scan_csv(folder / "customers.csv", infer_schema=False, quote_char=None)
    known = about.select("segment", hash=pl.col("id").hash() // _MONTHS).collect()
    segment = firsts.select(hash=at // _MONTHS).join(
        known, on="hash", how="left", maintain_order="left"
    )
    number = net.get_column("who")
    return net.select(
        "who",
        "month",
        "delta",
        "is_first",
        after=total - before.gather(number),
        segment=segment.get_column("segment").cast(pl.Categorical).gather(number),
    )


def _bridge(levels: pl.DataFrame) -> dict[str, str]:
    after, delta = pl.col("after"), pl.col("delta")
    movement = (
        pl.when("is_first")
        .then(0)
        .when(after == delta)
        .then(1)
        .when(after == 0)
        .then(2)
        .when(delta > 0)
        .then(3)
        .otherwise(4)
    )
    sums = levels.group_by("segment", "month", movement=movement).agg(delta.sum()).rows()
    whole: dict[str, int] = {}
    for segment, month, kind, cents in sums:
        year, of_year = divmod(month + _BEGAN, _YEAR)
        for whose in ("", segment):
            key = f"{whose} {year}-{of_year + 1:02} {_MOVEMENTS[kind]}"
            whole[key] = whole.get(key, 0) + cents
    return {key: f"{cents / 100:.2f}" for key, cents in whole.items()}


def _retention(levels: pl.DataFrame, last: int) -> dict[str, str]:
    then = pl.when(pl.col("month") <= last - _YEAR).then("delta").otherwise(0)
    each = levels.group_by("who").agg(
        pl.col("segment").first(), now=pl.col("delta").sum(), before=then.sum()
    )
    kept = pl.min_horizontal("now", "before")
    sums = (
        each.filter(pl.col("before") > 0)
        .group_by("segment")
        .agg(pl.col("now").sum(), kept.sum().alias("kept"), pl.col("before").sum())
    )
    found: dict[str, str] = {}
    for segment in ("", *sums.get_column("segment").cast(pl.String)):
        own = sums if not segment else sums.filter(pl.col("segment").cast(pl.String) == segment)
        now, least, before = own.select("now", "kept", "before").sum().row(0)
        found |= {
            f"{segment} nrr": f"{now / before:.9f}",
            f"{segment} grr": f"{least / before:.9f}",
        }
    return found
