"""What each billing shape tells the ledger: its steps, and since when and until when it knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from cro_cli.assumptions import Assumptions
from cro_cli.fact import FactData, Inputs
from cro_cli.ledger import changes, lapses, spans, standing_for
from cro_cli.model import Reason
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS

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
    had paid before they appear; `presence` and `left_out` are steps of whether customers have
    anything at all, and of those who count for nothing. The rest is as in `FactData`.
    """

    steps: pl.DataFrame
    last: int
    first: int | None = None
    early: tuple[str, ...] = ()
    presence: pl.DataFrame | None = None
    left_out: pl.DataFrame | None = None
    begins: Reason | None = None
    lacks: Mapping[str, Reason] = MappingProxyType({})
    lacks_before_last: Mapping[str, Reason] = MappingProxyType({})
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def books(shape: str, fact: FactData, inputs: Inputs) -> Books:
    """Return what the fact of a shape tells, by who pays."""
    read, settled = _READERS[shape], inputs.assumptions
    rows, apart = standing_for.parted(fact.frame, inputs)
    told = read(fact._replace(frame=rows), settled)
    left_out = None if apart is None else read(fact._replace(frame=apart), settled).steps
    return told._replace(assumptions=fact.assumptions, notes=fact.notes, left_out=left_out)


def detailed(shape: str, fact: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return the spans of a shape by who pays: what each thing is, and from month to month.

    Columns are `customer`, `id`, `plan`, `since`, `until`, `end`, `annual`, `gross`, `share_off`,
    `quantity` and `cause`; what a shape does not tell is null, and `gross` is `annual`.
    """
    rows = standing_for.parted(fact.frame, inputs).rows
    if "is_signed" in rows.columns:
        # A subscription without a quantity is one.
        rows = rows.filter(~pl.col("is_signed")).with_columns(pl.col("quantity").fill_null(MICROS))
    settled = inputs.assumptions
    # What is over before any month counts it may still say why it ended.
    counted = _monthly(rows, settled) if shape == "mrr" else _by_month(rows, settled)
    absent = [name for name in _TOLD if name not in counted.columns]
    return counted.with_columns(_TOLD[name].alias(name) for name in absent).select(_DETAILS)


def dated(shape: str, fact: FactData, inputs: Inputs) -> pl.DataFrame:
    """Return what is paid for from one day to another: `customer`, `start`, `end`, `annual`.

    Of months there are no days, and no rows.
    """
    rows = standing_for.parted(fact.frame, inputs).rows
    if shape == "mrr":
        day = pl.lit(None, pl.Date)
        return rows.clear().select("customer", "annual", start=day, end=day).select(_DATED)
    if "is_signed" in rows.columns:
        rows = _in_force(rows)
    return lapses.bridged(rows, inputs.assumptions.number("lapse_grace_days")).select(_DATED)


_DATED = ("customer", "start", "end", "annual")
_COUNTED = ("customer", "plan", "currency", "start", "since", "until", "annual", "since_on")
_TOLD = {
    "id": pl.col("plan").fill_null(""),
    "end": pl.lit(None, pl.Date),
    "gross": pl.col("annual"),
    "share_off": pl.lit(0, pl.Int32),
    "quantity": pl.lit(None, pl.Int64),
    "cause": pl.lit(None, pl.String),
}
_DETAILS = ("customer", "plan", "since", "until", "annual", *_TOLD)


def _of_mrr(fact: FactData, settled: Assumptions) -> Books:
    counted, last = _monthly(fact.frame, settled), fact.last or 0
    return Books(
        steps=changes.steps(counted, last),
        first=fact.first,
        last=last,
        presence=_presence(counted, last, settled),
    )


def _monthly(rows: pl.DataFrame, settled: Assumptions) -> pl.DataFrame:
    """Return rows of months with the months that they count in."""
    paid = rows.filter(pl.col("annual") != 0)
    return lapses.bridged_months(paid, settled.number("lapse_grace_days")).with_columns(
        since="month"
    )


def _of_versions(fact: FactData, settled: Assumptions) -> Books:
    counted = _counted(_in_force(fact.frame), settled)
    early = spans.begun_before(counted)
    first = counted.select(pl.col("since").min()).item() if early else None
    told = _of_spans(fact, counted, settled)
    return told._replace(first=first, early=early, begins=_BEGINS if early else None)


def _of_subscriptions(fact: FactData, settled: Assumptions) -> Books:
    counted = _counted(_in_force(fact.frame), settled)
    return _of_spans(fact, counted, settled)._replace(
        lacks={**fact.lacks, "history": NEEDS_HISTORY},
        lacks_before_last={"past_amounts": NEEDS_HISTORY, **_of_the_past(fact)},
    )


def _of_the_past(fact: FactData) -> dict[str, Reason]:
    """Return why earlier customers are not known: those who left are not there."""
    ends = fact.lacks.get("ends")
    return {} if ends is None else {"past_customers": ends}


def _of_lines(fact: FactData, settled: Assumptions) -> Books:
    told = _of_spans(fact, _counted(fact.frame, settled), settled)._replace(begins=fact.begins)
    return told if fact.first is None else from_month(told, fact.first)


def _of_movements(fact: FactData, settled: Assumptions) -> Books:
    return _of_spans(fact, _counted(fact.frame, settled), settled)


def _in_force(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows without those that are signed and have not begun."""
    is_signed = rows.get_column("is_signed")
    return rows.filter(~is_signed) if is_signed.any() else rows


def _counted(rows: pl.DataFrame, settled: Assumptions) -> pl.DataFrame:
    """Return spans with the months that they count in, over short gaps too."""
    told = _by_month(rows, settled)
    return spans.lasting(told.select(name for name in _COUNTED if name in told.columns))


def _by_month(rows: pl.DataFrame, settled: Assumptions) -> pl.DataFrame:
    whole = lapses.bridged(rows, settled.number("lapse_grace_days"))
    return spans.by_month(whole, settled.defined("month_rule"))


def _of_spans(fact: FactData, counted: pl.DataFrame, settled: Assumptions) -> Books:
    last = fact.last or 0
    return Books(
        steps=changes.steps(counted, last),
        last=last,
        presence=_presence(counted, last, settled),
    )


def _presence(counted: pl.DataFrame, last: int, settled: Assumptions) -> pl.DataFrame | None:
    if settled.defined("free_is_churn") == "true":
        return None
    present = changes.steps(counted.with_columns(annual=pl.lit(1, pl.Int64)), last)
    return present.select("customer", "month", there="delta")


def from_month(told: Books, first: int) -> Books:
    """Let books begin with a month: what came before is its balance.

    Who paid before is not new when it pays again; who had something for nothing is.
    """
    paid = told.steps.filter((pl.col("month") < first) & (pl.col("delta") > 0))
    early = paid.get_column("customer").unique().sort()
    presence = None if told.presence is None else _begun(told.presence, first, told.last)
    return told._replace(
        steps=_begun(told.steps, first, told.last),
        presence=presence,
        first=first,
        early=(*told.early, *early),
    )


def _begun(rows: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    month = pl.max_horizontal("month", pl.lit(first, pl.Int32))
    return rows.with_columns(month).filter(pl.col("month") <= last)


_READERS = {
    "mrr": _of_mrr,
    "subscription_versions": _of_versions,
    "movements": _of_movements,
    "invoice_lines": _of_lines,
    "subscriptions": _of_subscriptions,
}
