"""Stripe invoices for the benchmark of reading: what they say recurs, or never does."""

from __future__ import annotations

from pathlib import Path

import polars as pl

SAMPLE = Path(__file__).parents[2] / "sample_data" / "stripe_invoices.csv"
_ROWS = 50_000
# To step through as many numbers in strides without a divisor in common meets each of them once.
_MINUTES, _CENTS, _CODES = 20 * 365 * 24 * 60, 10**7, 10**14
_STRIDE = 777_777_777_767
_ROW = pl.col("row")


def recurring(path: Path, megabytes: int) -> None:
    """Write the sample's invoices again and again, with ids of their own."""
    header, _, rows = SAMPLE.read_text(encoding="utf-8").partition("\n")
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{header}\n")
        copy = 0
        while file.tell() < megabytes * 1_000_000:
            copy += 1
            own = f"{copy:05}"
            text = rows.replace("in_", f"in_{own}").replace("cus_", f"cus_{own}")
            file.write(text.replace("sub_", f"sub_{own}"))


def unlike(path: Path, megabytes: int) -> None:
    """Write invoices of which no two have an id, a time or an amount of a column in common."""
    header, _, _ = SAMPLE.read_text(encoding="utf-8").partition("\n")
    columns = [_said(name, place) for place, name in enumerate(header.split(","))]
    written = 0
    with path.open("wb") as file:
        while file.tell() < megabytes * 1_000_000:
            numbers = pl.int_range(written, written + _ROWS, eager=True).alias("row").to_frame()
            numbers.select(columns).write_csv(file, include_header=not written)
            written += _ROWS


def _said(name: str, place: int) -> pl.Expr:
    """Return what the rows say in a column; few have a discount or a tax, as in the sample."""
    said = {
        "id": _code("in_", place),
        "Customer": _code("cus_", place),
        "Subscription": _code("sub_", place),
        "Number": _code("", place),
        "Date (UTC)": _time(place),
        "Due Date (UTC)": _time(place),
        "Billing": pl.lit("charge_automatically"),
        "Closed": _ROW % 9 > 0,
        "Paid": _ROW % 7 > 0,
        "Status": pl.when(_ROW % 7 > 0).then(pl.lit("paid")).otherwise(pl.lit("open")),
        "Currency": pl.when(_ROW % 3 > 0).then(pl.lit("usd")).otherwise(pl.lit("eur")),
        "Total Discount Amount": pl.when(_ROW % 60 == 0).then(_amount(place)),
        "Tax": pl.when(_ROW % 25 == 0).then(_amount(place)),
    }
    nothing = dict.fromkeys(("Applied Coupons", "Tax Percent"), pl.lit(None, pl.String))
    return (said | nothing).get(name, _amount(place)).alias(name)


def _number(place: int, of: int) -> pl.Expr:
    """Return a number of each row, in no order that is seen, and another in each column."""
    return (_ROW * _STRIDE + place * 1_234_567) % of


def _code(kind: str, place: int) -> pl.Expr:
    return pl.format(f"{kind}{{}}", _number(place, _CODES).cast(pl.String).str.zfill(14))


def _time(place: int) -> pl.Expr:
    minutes = pl.datetime(2010, 1, 1) + pl.duration(minutes=_number(place, _MINUTES))
    return minutes.dt.strftime("%Y-%m-%d %H:%M")


def _amount(place: int) -> pl.Expr:
    cents = _number(place, _CENTS) + 100
    return pl.format("{}.{}", cents // 100, (cents % 100).cast(pl.String).str.zfill(2))
