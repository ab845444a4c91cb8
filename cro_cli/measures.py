"""Measures that metrics of several areas are made of."""

from __future__ import annotations

from cro_cli.metric import PERIOD, TTM, Measure, Trailing, UpTo, When, Within
from cro_cli.model import Reason, Unit

# Fewer cases than these are shown, but never called at risk (definitions 4.0).
MIN_DEALS = 10
MIN_CUSTOMERS = 20
MIN_LEADS = 20
MIN_REPS = 5

NO_REVENUE = Reason(
    code="no_revenue", text="there was no revenue {window}", remedy="check financials.csv"
)

NO_QUOTA = Reason(
    code="no_quota",
    text="there is no quota {window}",
    remedy="add the quarter to quotas.csv",
)
NO_WON = Reason(code="no_won_deals", text="no deal was won {window}")

ARR = Measure(
    label="ARR",
    fact="mrr_changes",
    aggregate="sum(delta)",
    when=UpTo(),
    unit=Unit.MONEY,
    needs=("past_amounts",),
)
MRR = Measure(
    label="MRR",
    fact="mrr_changes",
    aggregate="sum(delta)",
    when=UpTo(),
    unit=Unit.MONEY,
    divide=12,
    needs=("past_amounts",),
)
CUSTOMERS = Measure(
    label="paying customers",
    fact="mrr_changes",
    aggregate="sum(logos)",
    when=UpTo(),
    unit=Unit.COUNT,
    needs=("past_customers",),
)
NEW_CUSTOMERS = Measure(
    label="new customers",
    fact="mrr_changes",
    aggregate="sum(logos)",
    where="movement = 'new'",
    when=TTM,
    unit=Unit.COUNT,
)


def movement(
    name: str, label: str, *, when: When = PERIOD, sign: str = "", divide: int = 12
) -> Measure:
    """Return the measure of one MRR movement, as a positive amount.

    `sign` is `-` for losses; what the present prices alone cannot tell needs the history.
    """
    needs = {"new": (), "reactivation": ("ends",), "churn": ("ends",)}
    return Measure(
        label=label,
        fact="mrr_changes",
        aggregate=f"sum({sign}delta)",
        where=f"movement = '{name}'",
        when=when,
        unit=Unit.MONEY,
        divide=divide,
        needs=needs.get(name, ("history",)),
    )


def turned(sign: str) -> Measure:
    """Return the count of customers won (`+`: new or back) or lost (`-`) in the period."""
    is_won = sign == "+"
    return Measure(
        label="customers won" if is_won else "customers lost",
        fact="mrr_changes",
        aggregate="sum(logos)" if is_won else "sum(-logos)",
        where="logos > 0 AND movement <> 'opening'" if is_won else "logos < 0",
        when=PERIOD,
        unit=Unit.COUNT,
        needs=() if is_won else ("ends",),
    )


def monthly_logos(months: int) -> dict[str, Trailing]:
    """Return the customers at each of the last month ends, how many more they were, and who left.

    By the names `customers`, `turned` and `lost`.
    """
    turned = Measure(
        label="change of paying customers in a month",
        fact="mrr_changes",
        aggregate="sum(logos)",
        where="movement <> 'opening'",
        when=Within(months=1),
        unit=Unit.COUNT,
    )
    lost = Measure(
        label="customers who left in a month",
        fact="mrr_changes",
        aggregate="sum(-logos)",
        where="movement = 'churn'",
        when=Within(months=1),
        unit=Unit.COUNT,
        needs=("ends",),
    )
    now = CUSTOMERS._replace(label="paying customers at month end")
    named = {"customers": now, "turned": turned, "lost": lost}
    return {name: Trailing(measure, months) for name, measure in named.items()}


def net_new(label: str, *, when: When, divide: int) -> Measure:
    """Return the change of recurring revenue without opening balance and currency effects."""
    return Measure(
        label=label,
        fact="mrr_changes",
        aggregate="sum(delta)",
        where="movement NOT IN ('opening', 'fx')",
        when=when,
        unit=Unit.MONEY,
        divide=divide,
        needs=("history",),
    )


REVENUE = Measure(
    label="revenue",
    fact="financials",
    aggregate="sum(revenue)",
    when=TTM,
    unit=Unit.MONEY,
    needs=("revenue",),
)
SALES_AND_MARKETING = Measure(
    label="sales and marketing cost",
    fact="spend",
    aggregate="sum(amount)",
    where="is_sales_or_marketing",
    when=TTM,
    unit=Unit.MONEY,
    needs=("sales_cost",),
)
ACQUISITION_COST = Measure(
    label="cost of winning new customers",
    fact="spend",
    aggregate="sum(new_amount)",
    when=TTM,
    unit=Unit.MONEY,
    needs=("sales_cost",),
)


def closed_deals(label: str, where: str, *, amount: bool = False, when: When = TTM) -> Measure:
    """Return the number or the amount of closed deals; renewals are left out (definitions 4.9)."""
    return Measure(
        label=label,
        fact="deals",
        aggregate="sum(amount)" if amount else "count(*)",
        where=f"{where} AND kind <> 'renewal'",
        when=when,
        unit=Unit.MONEY if amount else Unit.COUNT,
    )


CLOSED_DEALS = closed_deals("closed deals", "status <> 'open'")
WON_VALUE = closed_deals("amount won", "status = 'won'", amount=True)
