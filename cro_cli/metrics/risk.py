"""What the revenue hangs on: payment, concentration, and whether the systems agree."""

from __future__ import annotations

from fractions import Fraction

from cro_cli.measures import CUSTOMERS, MIN_CUSTOMERS, MIN_DEALS, MRR
from cro_cli.metric import TTM, AsOf, Derived, Measure, Metric, Ratio, Spread, UpTo, Values
from cro_cli.model import Better, Reason, Unit

TITLE = "Risk and trust"

_NO_MRR = Reason(code="no_mrr", text="there is no MRR at the as-of date")
_NO_WON = Reason(code="no_won_deals", text="no new business was won {window}")


def _balance(fact: str, label: str, where: str = "") -> Measure:
    return Measure(
        label=label,
        fact=fact,
        aggregate="sum(balance)",
        where=where,
        when=AsOf(),
        unit=Unit.MONEY,
        divide=12,
    )


_NEW = "status = 'won' AND kind = 'new'"
_NEW_WON = Measure(
    label="new business deals won",
    fact="deals",
    aggregate="count(*)",
    where=_NEW,
    when=TTM,
    unit=Unit.COUNT,
)


def _won_by_source(aggregate: str, label: str, where: str = "", per: str = "") -> Measure:
    return Measure(
        label=label,
        fact="deals",
        aggregate=aggregate,
        where=f"{_NEW} AND {where}" if where else _NEW,
        when=TTM,
        unit=Unit.MONEY,
        per=per,
        inner="amount" if per else "",
        is_named=bool(per),
        needs=("source",),
    )


def _top_source(values: Values) -> Fraction | Reason:
    return values["top"] / values["all"] if values["all"] else _NO_WON


METRICS = (
    Metric(
        key="mrr_past_due",
        title="MRR past due",
        unit=Unit.RATIO,
        better=Better.LOWER,
        how=Ratio(
            top=_balance("past_due", "MRR of customers with an invoice past due", "is_past_due"),
            bottom=_balance("past_due", "MRR"),
            zero=_NO_MRR,
        ),
        window="at the as-of date",
        meaning="Share of MRR whose customers have an open invoice past its due date.",
        definition="4.12",
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.PART,
    ),
    Metric(
        key="largest_customer",
        title="Largest customer",
        unit=Unit.RATIO,
        better=Better.LOWER,
        how=Ratio(
            top=Measure(
                label="MRR of the largest customer",
                fact="mrr_changes",
                aggregate="max(value)",
                when=UpTo(),
                unit=Unit.MONEY,
                divide=12,
                per="customer",
                inner="delta",
                needs=("past_amounts",),
            ),
            bottom=MRR,
            zero=_NO_MRR,
        ),
        window="at the as-of date",
        meaning="Share of MRR that one customer pays.",
        definition="4.12",
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        untold="it is the share of one customer among all there are, and no sample of others",
    ),
    Metric(
        key="top_source",
        title="Top source",
        unit=Unit.RATIO,
        better=Better.LOWER,
        how=Derived(
            formula="new business won from the largest source ÷ all new business won",
            inputs={
                "top": _won_by_source(
                    "max(value)", "won from the largest source", "source IS NOT NULL", "source"
                ),
                "all": _won_by_source("sum(amount)", "new business won"),
                "unknown": _won_by_source(
                    "sum(amount)", "of it with no known source", "source IS NULL"
                ),
            },
            compute=_top_source,
        ),
        window="deals won in the trailing 12 months",
        meaning="Share of won new business that one source brought.",
        definition="4.12",
        sample=_NEW_WON,
        min_n=MIN_DEALS,
        spread=Spread.PART,
        fraction=(("top",), ("all",)),
    ),
    Metric(
        key="unmatched_share",
        title="Unmatched CRM ↔ billing",
        unit=Unit.RATIO,
        better=Better.LOWER,
        how=Ratio(
            top=_balance(
                "crm_match", "MRR of customers not found in the CRM", "matched_by = 'none'"
            ),
            bottom=_balance("crm_match", "MRR"),
            zero=_NO_MRR,
        ),
        window="at the as-of date",
        meaning="Share of MRR whose customers could not be found in the CRM.",
        definition="6.1",
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.PART,
    ),
)
