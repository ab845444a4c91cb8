"""What was billed for usage, month by month (definitions 4.1)."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, month, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import faults, lines
from cro_cli.model import Reason

_NEEDS_USAGE = Reason(
    code="missing_table",
    text="needs invoice lines for usage",
    remedy="add an export of invoice lines with their type, or say `usage: committed`",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return metered revenue by the month in which the service period ends, or of the invoice.

    What is billed for several months at once is spread over them evenly.
    """
    table = inputs.table("invoice_lines")
    if table is None:
        return Missing(reason=_NEEDS_USAGE)
    metered = lines.metered(table, inputs)
    sound = faults.without(metered, lines.faults(timed=False), "invoice line", inputs)
    if isinstance(sound, Missing):
        return sound
    if not sound.rows.height:
        return Missing(reason=_NEEDS_USAGE)
    frame = _by_month(sound.rows, inputs)
    begin, last = frame.select(first=pl.col("month").min(), last=pl.col("month").max()).row(0)
    return FactData(
        frame=frame, first=_known_from(table, begin, inputs), last=last, assumptions=sound.said
    )


def _by_month(rows: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    length = ((days * 2 * months.YEAR + 365) // 730).clip(lower_bound=1).fill_null(1)
    final = pl.coalesce(month(pl.col("end") - pl.duration(days=1)), month("issued_on"))
    spread = rows.with_columns(length=length, final=final).with_columns(
        month=pl.int_ranges(pl.col("final") - pl.col("length") + 1, pl.col("final") + 1)
    )
    return spread.explode("month").select(
        "customer",
        "plan",
        "currency",
        pl.col("month").cast(pl.Int32),
        amount=in_reporting(wide("net"), inputs.rates, bottom=pl.col("length").cast(pl.Int128)),
    )


def _known_from(table: pl.DataFrame, begin: int, inputs: Inputs) -> int | None:
    """Return since when usage is known, None where it began after the lines did."""
    said = inputs.assumptions.complete_from
    if said is not None:
        return months.index(said)
    first = table.select(month("issued_on").min()).item()
    return begin if first is None or begin <= first else None


_BILLED = ("invoice_lines.type", "invoice_lines.status", "invoices.type")
_TIME = (
    "invoice_lines.period_start_on",
    "invoice_lines.period_end_on",
    "invoice_lines.issued_on",
)

FACT = Fact(
    name="metered",
    grain="invoice line for usage × month",
    columns={
        "customer": ("invoice_lines.customer", "invoice_lines.invoice"),
        "plan": ("invoice_lines.plan",),
        "currency": ("invoice_lines.currency",),
        "month": (*_TIME, *_BILLED),
        "amount": (
            "invoice_lines.amount",
            "invoice_lines.tax",
            "invoice_lines.discount",
            "invoice_lines.currency",
            "invoice_lines.proration",
            *_TIME,
            *_BILLED,
        ),
    },
    build=build,
)
