"""What each billing shape tells the ledger: its steps, and since when and until when it knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from cro_cli.assumptions import Assumptions
from cro_cli.fact import FactData
from cro_cli.ledger import changes, spans
from cro_cli.model import Reason

NEEDS_HISTORY = Reason(
    code="needs_history",
    text="needs history: the subscriptions export holds only the present price of each",
    remedy="add Stripe's export 'MRR per subscriber per month' (Billing > Analytics), "
    "mrr.csv with customer, month, amount, "
    "or exports of several days in folders such as 2026-01-31",
)
_BEGINS = Reason(
    code="history_begins",
    text="the history of subscriptions begins after some of them did",
    remedy="export a longer history",
)


class Books(NamedTuple):
    """The steps of one shape (`customer`, `plan`, `currency`, `month`, `delta`), and its limits.

    `first` is the first month that is whole, which is an opening balance; `early` are customers who
    had paid before they appear. The rest is as in `FactData`.
    """

    steps: pl.DataFrame
    last: int
    first: int | None = None
    early: tuple[str, ...] = ()
    begins: Reason | None = None
    lacks: Mapping[str, Reason] = MappingProxyType({})
    lacks_before_last: Mapping[str, Reason] = MappingProxyType({})
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def books(shape: str, fact: FactData, settled: Assumptions) -> Books:
    """Return what the fact of a shape tells."""
    rule = settled.defined("month_rule")
    reader = _READERS[shape]
    told = reader(fact, rule)
    return told._replace(assumptions=fact.assumptions, notes=fact.notes)


def _of_mrr(fact: FactData, _: str) -> Books:
    rows, last = fact.frame, fact.last or 0
    paid = rows.select("customer", "plan", "currency", "month", delta="annual").filter(
        pl.col("delta") != 0
    )
    ends = paid.filter(pl.col("month") < last).with_columns(pl.col("month") + 1, -pl.col("delta"))
    return Books(steps=pl.concat([paid, ends]), first=fact.first, last=last)


def _of_versions(fact: FactData, rule: str) -> Books:
    counted = spans.by_month(fact.frame.filter(~pl.col("is_signed")), rule)
    early = spans.begun_before(counted)
    first = counted.select(pl.col("since").min()).item() if early else None
    last = fact.last or 0
    return Books(
        steps=changes.steps(counted, last),
        first=first,
        last=last,
        early=early,
        begins=_BEGINS if early else None,
    )


def _of_subscriptions(fact: FactData, rule: str) -> Books:
    counted = spans.by_month(fact.frame.filter(~pl.col("is_signed")), rule)
    last = fact.last or 0
    return Books(
        steps=changes.steps(counted, last),
        last=last,
        lacks={**fact.lacks, "history": NEEDS_HISTORY},
        lacks_before_last={"past_amounts": NEEDS_HISTORY},
    )


def _of_lines(fact: FactData, rule: str) -> Books:
    last = fact.last or 0
    rows = changes.steps(spans.by_month(fact.frame, rule), last)
    told = Books(steps=rows, last=last, begins=fact.begins)
    return told if fact.first is None else from_month(told, fact.first)


def _of_movements(fact: FactData, rule: str) -> Books:
    last = fact.last or 0
    return Books(steps=changes.steps(spans.by_month(fact.frame, rule), last), last=last)


def from_month(told: Books, first: int) -> Books:
    """Let books begin with a month: what came before is its balance, and makes nobody new."""
    is_before = pl.col("month") < first
    early = told.steps.filter(is_before).get_column("customer").unique().sort()
    month = pl.when(is_before).then(pl.lit(first, pl.Int32)).otherwise("month")
    rows = told.steps.with_columns(month=month).filter(pl.col("month") <= told.last)
    return told._replace(steps=rows, first=first, early=(*told.early, *early))


_READERS = {
    "mrr": _of_mrr,
    "subscription_versions": _of_versions,
    "movements": _of_movements,
    "invoice_lines": _of_lines,
    "subscriptions": _of_subscriptions,
}
