"""Recurring invoice lines: what was billed for which time, and what it comes to in a year."""

from __future__ import annotations

import polars as pl

from cro_cli import kinds, months
from cro_cli.exact import LIMIT, in_reporting, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import faults, lines, worth
from cro_cli.model import Reason
from cro_cli.tables import MICROS

_NEEDS_LINES = Reason(
    code="missing_table",
    text="needs invoice lines with their service periods",
    remedy="add an export of invoice lines, or of MRR by customer and month",
)
_NO_DATE = Reason(
    code="no_invoice_dates",
    text="no invoice line has an invoice date",
    remedy="add the invoices, or a column issued_on",
)
# One total for each of these, so that parts of a line are rounded as the whole is.
_BILLED = ("customer", "subscription", "plan", "currency", "start", "end", "is_part")


def build(inputs: Inputs) -> FactData | Missing:
    """Return what was billed for each stretch of service; or name a line that has none."""
    table, newest = inputs.table("invoice_lines"), inputs.newest("invoice_lines")
    if table is None:
        return Missing(reason=_NEEDS_LINES)
    if newest is None:
        return Missing(reason=_NO_DATE)
    recurring = lines.recurring(table, inputs)
    sound = faults.without(recurring, lines.faults(), "invoice line", inputs)
    if isinstance(sound, Missing):
        return sound
    frame = _spans(_with_terms(_billed(sound.rows), inputs), inputs)
    begins = lines.known_from(frame, inputs)
    return FactData(
        frame=frame,
        first=begins.month,
        first_flow=None if begins.month is None else begins.month + 1,
        last=months.last_closed(newest),
        begins=begins.reason,
        assumptions=sound.said,
        notes=lines.remarks(sound.rows),
    )


def _billed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what was billed in all for each stretch of service."""
    if lines.stand_in_turn(rows):  # each is a line of its own
        quantity = pl.when(~pl.col("is_part")).then("quantity").alias("quantity")
        return rows.select(*_BILLED, "net", quantity, "issued_on")
    sums = pl.col("net").sum(), _quantity(), pl.col("issued_on").min()
    return rows.group_by(_BILLED).agg(sums)


def _quantity() -> pl.Expr:
    """Return how many units lines are for, null where one of them or a part does not tell."""
    tells = ~pl.col("is_part").any() & (pl.col("quantity").null_count() == 0)
    return pl.when(tells).then(pl.col("quantity").sum()).alias("quantity")


def _with_terms(billed: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Add `top` and `bottom`: how often a year the amount for a stretch of service is due."""
    on = ["start", "end"]
    found = kinds.kinds(billed, on) if billed.height >= kinds.MANY else None
    rows = billed if found is None else found.each
    lengths = worth.terms(rows, "start", "end", inputs.assumptions)
    if found is None:
        return billed.join(lengths, on=on, how="left", validate="m:1")
    each = found.each.join(lengths, on=on, how="left", validate="m:1", maintain_order="left")
    told = each.select(pl.col("top", "bottom").gather(found.places))
    return billed.with_columns(told.get_columns())


def _thing(billed: pl.DataFrame) -> pl.Expr:
    """Return what tells things that a customer pays for apart."""
    plan = pl.col("plan")
    if billed.schema["subscription"] == pl.String:
        return pl.coalesce("subscription", plan.cast(pl.String), pl.lit(""))
    # In a part subscriptions are numbers, and plans of an Enum or none.
    is_told = billed.schema["plan"] == pl.Enum
    place = plan.to_physical().cast(pl.Int64) if is_told else pl.lit(None, pl.Int64)
    return pl.coalesce(pl.col("subscription").cast(pl.Int64), -2 - place, pl.lit(-1, pl.Int64))


def _spans(billed: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    worth.refuse_overflow(billed, ("net", "top"), inputs)
    is_free = pl.lit(inputs.assumptions.defined("free_is_churn") == "false")
    valued = billed.with_columns(annual=_annual(billed, inputs), id=_thing(billed))
    if valued.get_column("is_part").any():
        from cro_cli.ledger import prorations  # few have any

        valued = prorations.whole(valued, inputs)
    return valued.filter((pl.col("annual") != 0) | is_free).select(
        "id",
        "customer",
        "subscription",
        "plan",
        "currency",
        "start",
        "end",
        "annual",
        "quantity",
        "issued_on",
    )


def _annual(billed: pl.DataFrame, inputs: Inputs) -> pl.Expr:
    """Return what lines come to in a year, in 64 bits where that surely does."""
    if billed.height >= kinds.MANY and not inputs.rates:
        net, top = pl.col("net"), pl.col("top").cast(pl.Int64)
        fits = net.abs().max().cast(pl.Float64) * top.max() < LIMIT
        if billed.select(fits & (pl.col("bottom") == MICROS).all()).item():
            return net * top
    amount = wide("net") * MICROS * pl.col("top")
    return in_reporting(amount, inputs.rates, bottom=pl.col("bottom"))


_COUNTED = (
    "invoice_lines.type",
    "invoice_lines.description",
    "invoice_lines.proration",
    "invoice_lines.status",
    "invoices.type",
)
_PERIOD = ("invoice_lines.period_start_on", "invoice_lines.period_end_on")
_SUBSCRIPTION = ("invoice_lines.subscription", "invoice_lines.invoice")

FACT = Fact(
    name="invoice_lines",
    grain="customer × subscription × plan × service period",
    columns={
        "id": _SUBSCRIPTION,
        "customer": ("invoice_lines.customer", "invoice_lines.invoice"),
        "subscription": _SUBSCRIPTION,
        "plan": ("invoice_lines.plan",),
        "currency": ("invoice_lines.currency",),
        "start": (*_PERIOD, *_COUNTED),
        "end": (*_PERIOD, *_COUNTED),
        "annual": (
            "invoice_lines.amount",
            "invoice_lines.tax",
            "invoice_lines.discount",
            "invoice_lines.currency",
            *_PERIOD,
            *_COUNTED,
        ),
        "quantity": ("invoice_lines.quantity",),
        "issued_on": ("invoice_lines.issued_on",),
    },
    build=build,
)
