"""Spans of time: by which month ends they count, and how those of one thing follow each other."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.exact import month
from cro_cli.kinds import by_day
from cro_cli.ledger import numbered

_DAY = pl.duration(days=1)
# Days since 1970 begin with the year 1 here, and end with the year 9999.
_SINCE_YEAR_1, _DAYS = 719_162, 2**22
# What a row does not say comes last, but for the day of its last change.
_ORDER = {
    "id": True,
    "start": True,
    "lasts": True,
    "updated_on": False,
    "end": True,
    "version": True,
}


def first_month(start: str, rule: str) -> pl.Expr:
    """Return the first month in which a span that starts on a day counts."""
    day = pl.col(start)
    return month(day - _DAY) + 1 if rule == "first_day" else month(day)


def next_month(end: str, rule: str) -> pl.Expr:
    """Return the first month in which a span with a first day without service no longer counts."""
    day = pl.col(end)
    return month(day) if rule == "last_day" else month(day - _DAY) + 1


def by_month(spans: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Add `since` and `until`: the first month that counts, and the first that no longer does.

    A month counts by its last day, by its first day, or when any day of it is in a span; then a
    thing (an `id` of a `customer`) counts for what it was worth on the last such day.
    """
    first = "first_day" if rule == "first_day" else "last_day"
    counted = spans.with_columns(
        by_day(spans, "start", first_month("start", first)).alias("since"),
        by_day(spans, "end", next_month("end", first)).alias("until"),
    )
    if rule == "any_overlap":
        counted = counted.with_columns(until=_to_the_end(counted))
    return counted


def lasting(spans: pl.DataFrame) -> pl.DataFrame:
    """Return those of spans with `since` and `until` that count in any month."""
    return spans.filter(pl.col("until").is_null() | (pl.col("until") > pl.col("since")))


def _to_the_end(spans: pl.DataFrame) -> pl.Series:
    """Return `until`, a month later for what ended last in a month in which a thing went out."""
    for_ever = pl.lit(dt.date.max)
    key = ["customer", "id"]
    runs = (
        spans.select(*key, "start", "until", end=pl.col("end").fill_null(for_ever))
        .with_row_index("row")
        .sort(*key, "start", "end")
        .with_columns(reach=pl.col("end").cum_max().over(key).shift(1).over(key))
        .with_columns(run=(pl.col("start") > pl.col("reach")).fill_null(value=True).cum_sum())
        .with_columns(out=pl.col("end").max().over("run"))
    )
    back = runs.group_by("run", maintain_order=True).agg(
        pl.first(*key), pl.first("start").alias("again")
    )
    back = back.with_columns(again=pl.col("again").shift(-1).over(key)).select("run", "again")
    last_month = month(pl.col("out") - _DAY)
    is_over = pl.col("again").is_null() | (month("again") > last_month)
    extended = pl.when((pl.col("end") == pl.col("out")) & is_over).then(last_month + 1)
    joined = runs.join(back, on="run", how="left", validate="m:1")
    until = pl.when(pl.col("end") < for_ever).then(pl.coalesce(extended, "until"))
    return joined.sort("row").select(until=until).to_series()


def begun_before(spans: pl.DataFrame) -> tuple[str, ...]:
    """Return the customers who, by `since_on`, paid before the first month that counts."""
    if not spans.get_column("since_on").count():
        return ()
    early = pl.col("since_on").min() < pl.col("start").min()
    by_customer = spans.group_by("customer").agg(early=early)
    return tuple(by_customer.filter("early").get_column("customer").sort())


def in_turn(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Let each span of an id end where its next one starts, at the latest.

    Of those that start on one day and last at all the one that was updated last holds, then the
    longest. Returns the spans, and those among them that said they would go on beyond the start of
    the next one.
    """
    if _stand_alone(rows.get_column("id")):
        return rows, rows.clear()
    ordered = _ordered(rows).with_columns(following=next_of("start"))
    beyond = ordered.filter(pl.col("end") > pl.col("following"))
    ended = ordered.with_columns(end=pl.min_horizontal("end", "following")).drop("following")
    return ended, beyond


def _stand_alone(ids: pl.Series) -> bool:
    """Tell whether each id surely stands once."""
    if ids.dtype.is_integer() and ids.is_sorted():
        return not _recur(ids)
    # Hashes are counted many times as fast as texts; where two are alike, order tells.
    return (ids if ids.len() < numbered.MANY else ids.hash()).n_unique() == ids.len()


def _recur(numbers: pl.Series) -> bool:
    """Tell whether a number stands twice among some in order."""
    return bool((numbers == numbers.shift(1)).any())


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """Put rows in order; where many start on days of their own, ids stand in any order."""
    if rows.height >= numbered.MANY:
        since = pl.col("start").to_physical() + _SINCE_YEAR_1
        order = numbered.ordered(rows, "id", since, _DAYS)
        if order is not None and not _recur(order.numbers):
            return order.of(rows)
    lasts = pl.col("end").is_null() | (pl.col("end") > pl.col("start"))
    known = {name: last for name, last in _ORDER.items() if name in (*rows.columns, "lasts")}
    in_order = rows.with_columns(lasts=lasts).sort(list(known), nulls_last=list(known.values()))
    return in_order.drop("lasts")


def next_of(column: str, key: str = "id") -> pl.Expr:
    """Return what the next row has, where it is of the same thing; rows are in order."""
    return pl.when(pl.col(key).shift(-1) == pl.col(key)).then(pl.col(column).shift(-1))


def said(beyond: pl.DataFrame) -> tuple[str, ...]:
    """Say which spans were cut short."""
    if not beyond.height:
        return ()
    several = f"{beyond.height} spans overlap" if beyond.height > 1 else "1 span overlaps"
    first = beyond.select(pl.col("id").min()).item()
    return (f"{several} the next one of the same subscription, such as {first}: cut short",)
