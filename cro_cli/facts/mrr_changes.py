"""The ledger: signed changes of recurring revenue (design: MRR as a ledger of changes).

It is read from the most trusted shape of billing there is (see `definitions.SHAPES`); what others
say of the same customers is compared with it, and said.
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from cro_cli import months
from cro_cli.definitions import SHAPES
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.figures import figure
from cro_cli.ledger import changes, lapses, runs, standing_for, trust, unheeded
from cro_cli.ledger.books import Books
from cro_cli.model import Unit
from cro_cli.tables import MICROS

_COLUMNS = (
    "customer",
    "month",
    "plan",
    "currency",
    "segment",
    "region",
    "delta",
    "movement",
    "logos",
)

# Shapes with rows that take away what nothing may have added.
_RETURNS = {"separate": "reactivation", "new": "new"}
_MAY_BE_OVERDRAWN = frozenset({"invoice_lines"})


def build(inputs: Inputs) -> FactData | Missing:
    """Return the ledger from the most trusted table there is."""
    chosen = trust.chosen(inputs)
    if isinstance(chosen, Missing):
        return chosen
    settled = inputs.assumptions
    told: Books | Missing = chosen.books
    is_metered = settled.defined("usage") != "committed"
    if is_metered:
        from cro_cli.ledger.metering import with_usage  # by a switch alone

        told = with_usage(chosen.books, inputs)
    if isinstance(told, Missing):
        return told
    rules = changes.Rules(
        opening=told.first,
        early=told.early,
        returns=_RETURNS[settled.defined("reactivation")],
        presence=told.presence,
    )
    ledger = changes.named(told.steps, rules)
    may_be_overdrawn = is_metered or _MAY_BE_OVERDRAWN & {*chosen.shapes}
    overdrawn = changes.overdrawn(ledger) if may_be_overdrawn else None
    if overdrawn is not None:
        return Missing(reason=overdrawn)
    columns: tuple[str, ...] = _COLUMNS
    if inputs.assumptions.defined("fx") != "constant":
        from cro_cli.ledger.revaluation import revalued

        changed = revalued(ledger, told.last, inputs)
        if isinstance(changed, Missing):
            return changed
        ledger, columns = changed, (*_COLUMNS, "constant")
    return FactData(
        frame=_with_customer(ledger, inputs).select(columns),
        first=told.first,
        first_flow=None if told.first is None else told.first + 1,
        last=told.last,
        begins=told.begins,
        lacks=told.lacks,
        lacks_before_last=told.lacks_before_last,
        assumptions=told.assumptions,
        notes=(
            *chosen.said,
            *told.notes,
            *unheeded.said(chosen.shapes, settled),
            *lapses.said(ledger, settled.number("lapse_grace_days")),
            *_left_out(told, inputs),
        ),
        unread=_unread(chosen.shapes, inputs),
    )


def _unread(shapes: tuple[str, ...], inputs: Inputs) -> frozenset[str]:
    unread = frozenset(SHAPES) - frozenset(shapes)
    if inputs.assumptions.defined("usage") == "committed":
        unread |= {"metered"}
    return unread if standing_for.is_read(inputs) else unread | {standing_for.FACT}


def _left_out(told: Books, inputs: Inputs) -> tuple[str, ...]:
    """Say what was left out with customers who count for nothing."""
    if told.left_out is None:
        return ()
    month = min(told.last, inputs.months[-1])
    known = told.left_out.filter(pl.col("month") <= month)
    who = told.left_out.get_column("customer").n_unique()
    amount = Fraction(int(known.get_column("delta").sum()), MICROS * months.YEAR)
    customers = f"{who} customer{'s' * (who > 1)}"
    shown = f"an MRR of {figure(amount, Unit.MONEY)} on {months.end(month)}"
    return (f"left out as own, test or partner accounts: {customers} with {shown}",)


def _with_customer(ledger: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    customers = inputs.table("customers")
    if customers is None:
        return ledger.with_columns(
            segment=pl.lit(None, dtype=pl.String), region=pl.lit(None, dtype=pl.String)
        )
    if ledger.get_column("customer").dtype.is_integer():
        places = _places(ledger.get_column("customer"), customers.get_column("id"))
        return ledger.with_columns(customers.select(pl.col("segment", "region").gather(places)))
    about = customers.select(pl.col("id").alias("customer"), "segment", "region")
    # All rows of a customer stand together, so that each is looked up once.
    begins = runs.begins("customer")
    who = ledger.filter(begins).select("customer")
    known = who.join(about, on="customer", how="left", validate="m:1", maintain_order="left")
    places = ledger.select(begins.cum_sum() - 1).to_series()
    return ledger.with_columns(known.select(pl.col("segment", "region").gather(places)))


def _places(numbers: pl.Series, known: pl.Series) -> pl.Series:
    """Return where numbers from 0 on stand among some that are known, null where they do not."""
    most = max((one for one in (numbers.max(), known.max()) if isinstance(one, int)), default=0)
    nowhere = pl.Series([None], dtype=pl.UInt32).new_from_index(0, most + 1)
    there = pl.int_range(known.len(), dtype=pl.UInt32, eager=True)
    return nowhere.scatter(known, there).gather(numbers)


def _from_all(*columns: str) -> tuple[str, ...]:
    """Return columns of the facts of all shapes, where they have them."""
    return tuple(
        f"facts.{shape}.{column}"
        for shape in SHAPES
        for column in columns
        if column in trust.COLUMNS[shape]
    )


_WHO = (
    *_from_all("customer"),
    "facts.metered.customer",
    "facts.payers.payer",
    "facts.payers.is_left_out",
)
_TIME = (*_from_all("month", "start", "end"), "facts.metered.month")
_PRICE = (*_from_all("annual"), "facts.metered.amount")

FACT = Fact(
    name="mrr_changes",
    grain="customer × month × plan × currency × movement",
    columns={
        "customer": _WHO,
        "month": (*_TIME, *_WHO),
        "plan": (*_from_all("plan"), "facts.metered.plan"),
        "currency": (*_from_all("currency"), "facts.metered.currency"),
        "segment": ("customers.segment", "customers.id"),
        "region": ("customers.region", "customers.id"),
        "delta": (*_PRICE, *_TIME, *_WHO),
        "movement": (*_PRICE, *_TIME, *_WHO),
        "logos": (*_PRICE, *_TIME, *_WHO),
    },
    build=build,
)
