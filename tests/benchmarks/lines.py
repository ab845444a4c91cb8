"""Fifty million invoice lines for the benchmark of the ledger: the files, and what DuckDB asks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

LINES, MONTHS = 50_000_000, 36
FIRST = dt.date(2023, 10, 1)
COLUMNS = (
    "id",
    "invoice",
    "customer",
    "subscription",
    "plan",
    "amount",
    "currency",
    "quantity",
    "period_start_on",
    "period_end_on",
    "issued_on",
)
_A_CUSTOMER = 16  # lines, on average
STEPS = """
lines AS (
  SELECT customer,
    CASE WHEN currency = 'USD' THEN 12 ELSE error('currency') END
      * CAST(amount AS DECIMAL(12, 2)) AS annual,
    CAST(quantity AS BIGINT) AS quantity, CAST(issued_on AS DATE) AS issued,
    CAST(period_start_on AS DATE) AS s, CAST(period_end_on AS DATE) AS e
  FROM read_csv('{folder}/invoice_lines.csv', all_varchar = true, header = true)
  WHERE CASE WHEN CAST(period_end_on AS DATE) > CAST(period_start_on AS DATE)
    AND CAST(quantity AS BIGINT) >= 0 AND CAST(issued_on AS DATE) IS NOT NULL
    THEN true ELSE error('line') END
), steps AS (
  SELECT customer, year(s) * 12 + month(s) - 1 AS m, annual AS d FROM lines
  UNION ALL SELECT customer, year(e) * 12 + month(e) - 1, -annual FROM lines
)"""


def write(folder: Path, lines: int) -> int:
    """Write both files, always the same, in the order in which lines are billed; return them."""
    customers = lines // _A_CUSTOMER
    everybody = pl.select(customer=pl.int_range(customers, dtype=pl.UInt64)).with_columns(
        begin=_chance(4, 34), stay=_chance(5, 40) + 8, pause=_chance(6, 300), rise=_chance(7, 60)
    )
    kinds = pl.lit(pl.Series(["smb", "smb", "smb", "mid", "mid", "ent"]))
    places = pl.lit(pl.Series(["amer", "emea", "apac"]))
    everybody.select(
        id=_code("cus"), segment=kinds.gather(_chance(1, 6)), region=places.gather(_chance(2, 3))
    ).write_csv(folder / "customers.csv")
    written = 0
    with (folder / "invoice_lines.csv").open("wb") as file:
        for month in range(MONTHS):
            rows = _billed(everybody, month)
            rows.write_csv(file, include_header=not month)
            written += rows.height
    return written


def _billed(everybody: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return the lines of a month: one for each customer who is there."""
    since, until = (_day(FIRST.month - 1 + later) for later in (month, month + 1))
    age = month - pl.col("begin").cast(pl.Int64)
    there = (age >= 0) & (age < pl.col("stay")) & (age != pl.col("pause"))
    plan = pl.lit(pl.Series(["starter", "team", "business"]))
    price = (_chance(8, 90) + 9) * 100 + _chance(9, 100)
    cents = price + pl.when(age >= pl.col("rise")).then(1250).otherwise(0)
    return everybody.filter(there).select(
        id=_code("li", month),
        invoice=_code("in", month),
        customer=_code("cus"),
        subscription=_code("sub"),
        plan=plan.gather(_chance(10, 3)),
        amount=pl.format("{}.{}", cents // 100, (cents % 100).cast(pl.String).str.zfill(2)),
        currency=pl.lit("USD"),
        quantity=_chance(11, 40) + 1,
        period_start_on=pl.lit(since),
        period_end_on=pl.lit(until),
        issued_on=pl.lit(until - dt.timedelta(days=1)),
    )


def _day(months: int) -> dt.date:
    return dt.date(FIRST.year + months // 12, months % 12 + 1, 1)


def _chance(seed: int, of: int) -> pl.Expr:
    return pl.col("customer").hash(seed) % of


def _code(kind: str, month: int = 0) -> pl.Expr:
    """Return an id of fourteen digits, as scattered as those that billing systems make up."""
    number = (pl.col("customer") * 97 + month) * 7_777_777_777_777 % 10**14
    return pl.format(f"{kind}_{{}}", number.cast(pl.String).str.zfill(14))
