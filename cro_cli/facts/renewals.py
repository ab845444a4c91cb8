"""Contracts that came up for renewal: what was due, and what was renewed (definitions 4.5).

A contract is a subscription that is paid for a year or more at a time; it is up for renewal
whenever that time is over and it is still there. What is renewed after several years is annualised
where rates are made of it (see `bridged`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from cro_cli import months
from cro_cli.definitions import SHAPES
from cro_cli.exact import month
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import contracts, renewed, standing_for
from cro_cli.ledger.books import NEEDS_HISTORY
from cro_cli.model import Reason

# Those that know the terms of contracts, the one that knows earlier prices first.
_TOLD_BY = ("subscription_versions", "subscriptions")
_NEEDED = Reason(
    code="missing_table",
    text="needs the versions of subscriptions, which know terms and earlier prices",
    remedy="add an export of subscription versions, or exports of subscriptions of several days",
)
_ID = "subscription"
_SPAN = (_ID, "customer", "plan", "currency", "start", "end", "annual")
_TAKEN = "subscriptions paid a year or more at a time are contracts, up for renewal after that time"
_BY_HISTORY = (
    "contracts renewed at what their customers paid at the end of the month, and were due at what "
    "they paid a month before; those paid a year or more at a time now always were"
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return every renewal up to the newest event: revenue a year before it, and after it."""
    name = next((name for name in _TOLD_BY if inputs.table(name) is not None), None)
    table, newest = (None, None) if name is None else (inputs.table(name), inputs.newest(name))
    if name is None or table is None or newest is None:
        return Missing(reason=_NEEDED)
    fact = inputs.fact(name)
    if isinstance(fact, Missing):
        return fact
    rows = standing_for.parted(fact.frame.filter(~pl.col("is_signed")), inputs).rows
    spans = rows.select(_SPAN)
    known = contracts.terms(spans, table)
    is_told = pl.col("term").is_in((months.YEAR, *months.LONG_TERMS))
    agreed, odd = known.filter(is_told), known.filter(~is_told)
    history = (
        inputs.fact("mrr") if name == "subscriptions" and _is_believed("mrr", inputs) else None
    )
    told = FactData(
        frame=spans,
        last=months.last_closed(newest),
        assumptions=(_TAKEN,),
        notes=tuple(_left_out(odd)),
        unread=frozenset({*_TOLD_BY, "mrr"}) - {name},
    )
    if isinstance(history, FactData):
        return _by_history(told, agreed, rows, history, inputs)
    lacks = {} if name == "subscription_versions" else {**fact.lacks, "history": NEEDS_HISTORY}
    return told._replace(frame=_renewals(agreed, spans, newest), lacks=lacks)


def _is_believed(shape: str, inputs: Inputs) -> bool:
    return shape in (inputs.assumptions.ledger_from or SHAPES)


def _by_history(
    told: FactData,
    agreed: pl.DataFrame,
    rows: pl.DataFrame,
    history: FactData,
    inputs: Inputs,
) -> FactData:
    """Return the renewals in the months of a history of MRR, with what that tells of them.

    What began after the newest event is not up for renewal for a year.
    """
    last = min(history.last or 0, (told.last or 0) + months.YEAR)
    up = contracts.up_for_renewal(agreed, months.end(last))
    paid = standing_for.parted(history.frame, inputs).rows
    goes_on = pl.col("end").is_null() | (pl.col("end") >= pl.col("on"))
    there = (
        up.join(told.frame, on=_ID, how="inner", validate="m:m")
        .filter((pl.col("start") < pl.col("on")) & goes_on)
        .group_by(_ID, "on")
        .agg(pl.col("customer", "plan", "currency").sort_by("start").first(), pl.first("term"))
        .filter(month("on") > (history.first or 0))
    )
    found = renewed.by_history(there, rows, paid)
    return told._replace(
        frame=_whole(found.rows),
        first=None if history.first is None else history.first + 1,
        last=last,
        assumptions=(*told.assumptions, _BY_HISTORY),
        notes=(*told.notes, *_untold(found)),
        unread=told.unread - {"mrr"},
    )


def _untold(found: renewed.Told) -> tuple[str, ...]:
    if not found.untold:
        return ()
    of = f"{found.untold} of {found.untold + found.rows.height} renewals"
    why = "their customers had several subscriptions, which MRR by month does not tell apart"
    return (f"{of} left out of the renewal rates: {why}",)


def _left_out(odd: pl.DataFrame) -> Iterator[str]:
    """Say which contracts are of a term that no rate is made of."""
    count = odd.get_column("subscription").n_unique()
    if count:
        several = "s" * (count > 1)
        lengths = ", ".join(map(str, odd.get_column("term").unique().sort()))
        yield f"{count} contract{several} of {lengths} months left out of the renewal rates"


def _renewals(agreed: pl.DataFrame, spans: pl.DataFrame, newest: dt.date) -> pl.DataFrame:
    goes_on = pl.col("end").is_null()
    before = (pl.col("start") < pl.col("on")) & (goes_on | (pl.col("end") >= pl.col("on")))
    after = (pl.col("start") <= pl.col("on")) & (goes_on | (pl.col("end") > pl.col("on")))
    annual = pl.col("annual")
    return _whole(
        contracts.up_for_renewal(agreed, newest)
        .join(spans, on=_ID, how="inner", validate="m:m")
        .group_by(_ID, "on")
        .agg(
            pl.col("customer", "plan", "currency").sort_by("start").first(),
            pl.first("term"),
            due=annual.filter(before).sum(),
            renewed=annual.filter(after).sum(),
        )
        .with_columns(month=month("on"))
    )


def _whole(renewals: pl.DataFrame) -> pl.DataFrame:
    kept = pl.min_horizontal("due", "renewed")
    columns = (_ID, "customer", "plan", "currency", "term", "on", "month", "due", "renewed")
    return renewals.filter(pl.col("due") > 0).select(*columns, kept=kept).sort("on", _ID)


def _from_both(*columns: str) -> tuple[str, ...]:
    return tuple(f"facts.{name}.{column}" for name in _TOLD_BY for column in columns)


_WHEN = (
    *_from_both("start", "end"),
    *(f"{name}.{column}" for name in _TOLD_BY for column in ("interval", "interval_count")),
)
_AMOUNT = (
    *_from_both("annual"),
    *_WHEN,
    "facts.mrr.annual",
    "facts.mrr.month",
    "facts.mrr.customer",
)

FACT = Fact(
    name="renewals",
    grain="contract × renewal",
    columns={
        "subscription": _from_both("subscription"),
        "customer": (*_from_both("customer"), "facts.payers.payer", "facts.payers.is_left_out"),
        "plan": _from_both("plan"),
        "currency": _from_both("currency"),
        "term": _WHEN,
        "on": _WHEN,
        "month": _WHEN,
        "due": _AMOUNT,
        "renewed": _AMOUNT,
        "kept": _AMOUNT,
    },
    build=build,
)
