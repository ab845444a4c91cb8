"""Which invoice lines recur, what they are worth, and from when on they tell everything."""

from __future__ import annotations

from math import prod

import polars as pl

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.exact import month
from cro_cli.fact import Inputs
from cro_cli.ledger.faults import unusable
from cro_cli.ledger.lives import day_after, is_recurring
from cro_cli.model import Reason
from cro_cli.named_tuple import NamedTuple

_NOT_BILLED = ("draft", "void")
_WHAT = "invoice line"
_REMEDY = (
    "export the periods, say in a format of your own how long each plan runs (end_of_term), or "
    "which lines are one_off"
)
_THING = ("customer", "subscription")
_SINCE_YEAR_1 = 719_162  # days before 1970
_LOOKS_INCLUSIVE = (
    "service periods seem to end on their last paid day: if so, say `end_inclusive: true` under "
    "`definitions:`"
)


class Begins(NamedTuple):
    """The first month end at which the lines tell everything, and why not earlier."""

    month: int | None
    reason: Reason | None = None


def recurring(table: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return the lines that bear on recurring revenue: `net` is negative where they take away.

    `start` and `end` are the first day of service and the first without, `is_part` says that the
    line is for a part of a period.
    """
    settled = inputs.assumptions
    return _billed(table, is_recurring(settled, "plan", "description"), inputs).filter(
        _tells(settled)
    )


def metered(table: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return the lines for what was used, as `recurring` returns those for what was agreed."""
    return _billed(table, pl.col("type") == "usage", inputs).filter(pl.col("net") != 0)


def _billed(table: pl.DataFrame, wanted: pl.Expr, inputs: Inputs) -> pl.DataFrame:
    settled = inputs.assumptions
    billed = _with_credits(table, inputs).filter(
        ~pl.col("status")
        .cast(pl.String)
        .str.to_lowercase()
        .is_in(_NOT_BILLED)
        .fill_null(value=False)
    )
    part = pl.col("proration").fill_null(value=False)
    counted = part | (pl.lit(settled.defined("credit_notes") == "reduce"))
    return billed.filter(wanted & (~pl.col("is_credit") | counted)).select(
        _name(table).alias("id"),
        "customer",
        "subscription",
        "plan",
        "currency",
        "quantity",
        "issued_on",
        "is_credit",
        start="period_start_on",
        end=day_after("period_end_on", settled),
        net=pl.when("is_credit").then(-_net(inputs).abs()).otherwise(_net(inputs)),
        is_part=part,
    )


def _name(table: pl.DataFrame) -> pl.Expr:
    """Return what a line is called where something has to be said of it; in a part it is not."""
    names = [name for name in ("id", "invoice", "customer") if table.schema.get(name) == pl.String]
    return pl.coalesce(*names, pl.lit(""))


def _tells(settled: Assumptions) -> pl.Expr:
    """Tell which lines say anything: a free service, where it keeps a customer."""
    if settled.defined("free_is_churn") == "true":
        return pl.col("net") != 0
    return (pl.col("net") != 0) | (pl.col("end") > pl.col("start"))


def _net(inputs: Inputs) -> pl.Expr:
    """Return the amount of a line after discount and before tax, or as the switches say."""
    net = pl.col("amount")
    if inputs.assumptions.defined("taxes") == "include":
        net += pl.col("tax").fill_null(0)
    if inputs.assumptions.defined("discounts") == "none":
        net += pl.col("discount").fill_null(0)
    return net


def _with_credits(table: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Add `is_credit`: the line, or the invoice it stands on, gives money back."""
    own = (pl.col("type") == "credit").fill_null(value=False)
    invoices = inputs.table("invoices")
    if invoices is None or not inputs.has("invoices.type"):
        return table.with_columns(is_credit=own)
    notes = invoices.filter(pl.col("type") == "credit").select(invoice="id").unique()
    on_note = pl.col("invoice").is_in(notes.get_column("invoice").implode())
    return table.with_columns(is_credit=own | on_note.fill_null(value=False))


def faults(*, timed: bool = True) -> tuple[tuple[pl.Expr, Reason], ...]:
    """Return what makes a line unusable; the conditions are never null.

    Where lines are not `timed`, the day of the invoice will do for a service period.
    """
    lasts = (pl.col("end") > pl.col("start")).fill_null(value=False)
    turned = (pl.col("end") < pl.col("start")).fill_null(value=False)
    may_take = pl.col("is_credit") | pl.col("is_part")
    if timed:
        no_period = unusable(_WHAT, "with no service period")
        told = no_period._replace(remedy=_REMEDY)
    else:
        lasts |= pl.col("start").is_null() & pl.col("issued_on").is_not_null()
        told = unusable(_WHAT, "with neither a service period nor an invoice date")
    return (
        (pl.col("customer").is_null(), unusable(_WHAT, "with no customer")),
        (turned, unusable(_WHAT, "with a service period that ends before it starts")),
        (~lasts, told),
        ((pl.col("net") < 0) & ~may_take, unusable(_WHAT, "with a negative amount")),
    )


def known_from(spans: pl.DataFrame, inputs: Inputs) -> Begins:
    """Return since when lines tell everything: a year's line may have been billed before the first.

    So the first month end that is whole is as many months after the first invoice as the longest
    line runs, unless the config says since when the lines are complete.
    """
    said = inputs.assumptions.complete_from
    if said is not None:
        return Begins(months.index(said))
    if not spans.height:
        return Begins(None)
    # Of all days only the first, and the longest time, are told in months.
    days = spans.select(
        first=pl.coalesce("issued_on", "start").min(), days=(pl.col("end") - pl.col("start")).max()
    )
    length = (pl.col("days").dt.total_days() * 2 * months.YEAR + 365) // 730
    begin, longest = inputs.extent(*days.select(month("first"), length).row(0))
    if longest <= 1:
        return Begins(begin)
    text = f"invoice lines begin in {months.name(begin)} and run up to {longest} months"
    remedy = "export older ones, or say `complete_from:` under `ledger:` in the config"
    return Begins(begin + longest - 1, Reason("lines_begin", text, remedy))


def remarks(rows: pl.DataFrame) -> tuple[str, ...]:
    """Say that service periods look as if they ended on their last paid day."""
    a_day_off, seamless = _gaps(rows)
    return (_LOOKS_INCLUSIVE,) if a_day_off > seamless else ()


def _gaps(rows: pl.DataFrame) -> tuple[int, int]:
    """Count the service periods that are followed a day after they end, and at once."""
    if stand_in_turn(rows):
        return _gaps_in_turn(rows)
    found = _gaps_of_numbers(rows) if rows.schema["customer"].is_integer() else None
    if found is not None:
        return found
    periods = rows.select(*_THING, "start", "end").unique().sort(*_THING, "start", "end")
    same = pl.struct(_THING).shift(-1) == pl.struct(_THING)
    gap = pl.when(same).then((pl.col("start").shift(-1) - pl.col("end")).dt.total_days())
    return periods.select((gap == 1).sum(), seamless=(gap == 0).sum()).row(0)


def _gaps_in_turn(rows: pl.DataFrame) -> tuple[int, int]:
    start, end = (pl.col(name).to_physical() for name in ("start", "end"))
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(-1) for name in _THING)
    gap = start.shift(-1) - end
    return rows.select((same & (gap == 1)).sum(), seamless=(same & (gap == 0)).sum()).row(0)


def stand_in_turn(rows: pl.DataFrame) -> bool:
    """Tell whether lines of customers and subscriptions in numbers stand in order of their start.

    No two of a subscription begin on one day then.
    """
    if not all(rows.get_column(name).dtype.is_integer() for name in _THING):
        return False
    later = pl.lit(value=False)
    for name in ("start", *reversed(_THING)):
        one, before = pl.col(name), pl.col(name).shift(1)
        later = (one > before) | ((one == before) & later)
    return bool(rows.select(later.slice(1).fill_null(value=False).all()).item())


def _gaps_of_numbers(rows: pl.DataFrame) -> tuple[int, int] | None:
    """Do as `_gaps` where each row has one small number of a subscription and of a customer.

    A period is a number then, which is sorted many times as fast; None where it may be too large.
    """
    if not rows.schema["subscription"].is_integer() or rows.get_column("subscription").null_count():
        return None
    start = pl.col("start").to_physical().cast(pl.Int64) + _SINCE_YEAR_1
    length = (pl.col("end") - pl.col("start")).dt.total_days()
    known = rows.select("customer", "subscription", start=start, length=length)
    most = known.select(pl.all().max().cast(pl.Int64)).row(0)
    sizes = [one + 1 for one in most]
    if prod(sizes) >= 2**63 or known.get_column("length").null_count():
        return None
    customer, subscription = (pl.col(name).cast(pl.Int64) for name in known.columns[:2])
    who = customer * sizes[1] + subscription
    number = ((who * sizes[2] + pl.col("start")) * sizes[3] + pl.col("length")).alias("number")
    periods = known.select(number).to_series().sort().to_frame()
    one = pl.col("number")
    once = periods.filter((one != one.shift(1)).fill_null(value=True))
    whose, day = one // (sizes[2] * sizes[3]), one // sizes[3] % sizes[2]
    gap = pl.when(whose == whose.shift(-1)).then(day.shift(-1) - day - one % sizes[3])
    return once.select((gap == 1).sum(), seamless=(gap == 0).sum()).row(0)
