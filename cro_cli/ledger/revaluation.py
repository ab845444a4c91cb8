"""Foreign revenue at the rates of each month, with what rates alone change (definitions 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.exact import ratio, wide
from cro_cli.exchange import rates_on
from cro_cli.fact import Inputs, Missing
from cro_cli.model import Reason

_THING = ("customer", "plan", "currency")
# A ratio of rates is not known to more digits; so that no product of it wraps.
_FINEST = 10**15
_NONE = pl.lit(0, pl.Int64)


def revalued(ledger: pl.DataFrame, last: int, inputs: Inputs) -> pl.DataFrame | Missing:
    """Return the ledger at the rates of each month end, with movements called `fx`.

    `ledger` is at the rates of the as-of day; what it said is in the column `constant`, and no
    revaluation in it. Missing when a currency has no rates of several days.
    """
    known = ledger.with_columns(constant="delta")
    foreign = sorted({*ledger.get_column("currency").drop_nulls().unique()} & {*inputs.rates})
    if not foreign:
        return known
    undated = [code for code in foreign if not _is_dated(code, inputs)]
    if undated:
        return Missing(reason=_needs_rates(undated))
    first = int(ledger.select(pl.col("month").min()).item())
    worth = _worth(foreign, range(first, last + 1), inputs)
    is_foreign = pl.col("currency").is_in(foreign).fill_null(value=False)
    abroad = known.filter(is_foreign).sort(*_THING, "month", "movement")
    changes = pl.concat([_moved(abroad, worth), _drifted(abroad, worth, last)])
    own = pl.col("movement") != "fx"
    key = (*_THING, "month", "movement")
    drift = changes.filter(~own).group_by(key, maintain_order=True)
    by_rates = drift.agg(
        pl.col("delta").sum(), pl.col("logos").first(), pl.col("constant").first()
    ).filter(pl.col("delta") != 0)
    return pl.concat(
        [known.filter(~is_foreign), changes.filter(own), by_rates.select(changes.columns)]
    ).sort("customer", "month", "plan", "currency", "movement", nulls_last=True)


def _is_dated(code: str, inputs: Inputs) -> bool:
    """Tell whether the table of rates has days for a currency, and the config no rate for all."""
    table = inputs.table("fx")
    if table is None or code in inputs.assumptions.fx:
        return False
    pair = (pl.col("currency") == code) | (pl.col("base") == code)
    known = table.filter(pair & (pl.col("rate") > 0)).get_column("date").drop_nulls()
    return known.n_unique() > 1


def _needs_rates(codes: Iterable[str]) -> Reason:
    return Reason(
        code="needs_dated_rates",
        text=f"needs exchange rates of each month for {', '.join(codes)}: "
        "`definitions.fx` is historical",
        remedy="add fx.csv with date, currency and rate, or say `fx: constant`",
    )


def _worth(foreign: Iterable[str], at: range, inputs: Inputs) -> pl.DataFrame:
    """Return `top` and `bottom` by currency and month: its rate by that of the as-of day."""
    table, own = inputs.table("fx"), inputs.assumptions.currency
    assert table is not None  # noqa: S101 - for the type checker
    by_month = {month: rates_on(table, months.end(month), own) for month in at}
    rows = list(_shares(foreign, by_month, inputs.rates))
    columns = {"currency": pl.String, "month": pl.Int32, "top": pl.Int128, "bottom": pl.Int128}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _shares(
    foreign: Iterable[str],
    by_month: Mapping[int, Mapping[str, Fraction]],
    present: Mapping[str, Fraction],
) -> Iterator[tuple[str, int, int, int]]:
    for code in foreign:
        for month, rates in by_month.items():
            share = (rates[code] / present[code]).limit_denominator(_FINEST)
            yield code, month, share.numerator, share.denominator


def _moved(abroad: pl.DataFrame, worth: pl.DataFrame) -> pl.DataFrame:
    """Return the movements at the rates of their months.

    Transfers stay as they are, so that those of a customer come to nothing in whatever currencies
    they are; what the rates make of them is a movement by rates.
    """
    after = pl.col("delta").cum_sum().over(_THING)
    then = (
        abroad.with_columns(after=after, before=after - pl.col("delta"))
        .join(worth, on=("currency", "month"), how="left", validate="m:1", maintain_order="left")
        .with_columns(delta=_at("after", "top", "bottom") - _at("before", "top", "bottom"))
        .select(abroad.columns)
    )
    is_transfer = pl.col("movement") == "transfer"
    off = then.filter(is_transfer).with_columns(
        pl.lit("fx").alias("movement"), delta=pl.col("delta") - pl.col("constant"), constant=_NONE
    )
    whole = pl.when(is_transfer).then("constant").otherwise("delta")
    return pl.concat([then.with_columns(delta=whole), off])


def _drifted(abroad: pl.DataFrame, worth: pl.DataFrame, last: int) -> pl.DataFrame:
    """Return what the same revenue becomes more or less worth from month end to month end."""
    held = (
        abroad.group_by(*_THING, "month", maintain_order=True)
        .agg(pl.col("delta").sum())
        .with_columns(
            level=pl.col("delta").cum_sum().over(_THING),
            until=pl.col("month").shift(-1).over(_THING).fill_null(last),
        )
        .filter((pl.col("level") != 0) & (pl.col("until") > pl.col("month")))
        .select(*_THING, "level", month=pl.int_ranges(pl.col("month") + 1, pl.col("until") + 1))
        .explode("month")
        .with_columns(pl.col("month").cast(pl.Int32), before=(pl.col("month") - 1).cast(pl.Int32))
    )
    earlier = worth.rename({"month": "before", "top": "old_top", "bottom": "old_bottom"})
    return (
        held.join(worth, on=("currency", "month"), how="left", validate="m:1")
        .join(earlier, on=("currency", "before"), how="left", validate="m:1")
        .with_columns(
            delta=_at("level", "top", "bottom") - _at("level", "old_top", "old_bottom"),
            movement=pl.lit("fx"),
            logos=pl.lit(0, abroad.schema["logos"]),
            constant=_NONE,
        )
        .select(abroad.columns)
    )


def _at(amount: str, top: str, bottom: str) -> pl.Expr:
    return ratio(wide(amount) * pl.col(top), pl.col(bottom))
