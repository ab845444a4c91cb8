"""What it costs to win customers, and what they are worth."""

from __future__ import annotations

from fractions import Fraction

from cro_cli import lifetimes
from cro_cli.measures import (
    ACQUISITION_COST,
    CUSTOMERS,
    MIN_CUSTOMERS,
    NEW_CUSTOMERS,
    NO_REVENUE,
    REVENUE,
    SALES_AND_MARKETING,
    monthly_logos,
    movement,
    net_new,
)
from cro_cli.metric import (
    TTM,
    ClosedQuarter,
    Derived,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Spread,
    Trailing,
    Values,
)
from cro_cli.model import Better, Reason, Unit

TITLE = "Acquisition"

QUARTERS = 4

_NO_NEW_CUSTOMERS = Reason(
    code="no_new_customers", text="no new customer was won {window}", remedy=""
)
_NO_SPEND = Reason(
    code="no_spend",
    text="no sales and marketing cost in the quarter before",
    remedy="add the cost of that quarter to spend.csv",
)
_NEW_ARR = movement("new", "new ARR", when=TTM, divide=1)
_PRIOR_COST = Measure(
    label="sales and marketing cost of the quarter before",
    fact="spend",
    aggregate="sum(amount)",
    where="is_sales_or_marketing",
    when=ClosedQuarter(back=1),
    unit=Unit.MONEY,
    needs=("sales_cost",),
)


def _payback(values: Values) -> Fraction | Reason:
    gross_profit = values["new_mrr"] * values["gross_margin"]
    if gross_profit > 0:
        return values["cost"] / gross_profit
    if values["new_mrr"]:
        return Reason(code="no_margin", text="the gross margin is not positive")
    return _NO_NEW_CUSTOMERS


def _lifetime(values: Values) -> tuple[Fraction, tuple[str, ...]] | Reason:
    """Return how many months a customer stays, and what is to be said of it."""
    began = lifetimes.starts(values.series("customers"), values.series("turned"))
    lost = values.series("lost")
    if not all(began):
        return Reason(
            code="no_customers_at_start",
            text="there were months that began without a paying customer",
            remedy="",
        )
    churn = lifetimes.churn(began, lost)
    said = (f"lifetime capped at {lifetimes.CAP} months",) if lifetimes.is_capped(churn) else ()
    return lifetimes.months(churn), said


def _ltv(values: Values) -> Outcome | Reason:
    lifetime = _lifetime(values)
    if isinstance(lifetime, Reason):
        return lifetime
    months, notes = lifetime
    return Outcome(value=values["arpa"] * values["gross_margin"] * months, notes=notes)


def _revenue_ltv(values: Values) -> Outcome | Reason:
    lifetime = _lifetime(values)
    if isinstance(lifetime, Reason):
        return lifetime
    months, notes = lifetime
    return Outcome(value=values["arpa"] * months, notes=notes)


def _ltv_cac(values: Values) -> Fraction | Reason:
    return values["ltv"] / values["cac"] if values["cac"] else _NO_SPEND


def _magic(values: Values) -> Fraction | Reason:
    return values["growth"] / values["cost"] if values["cost"] else _NO_SPEND


def _magic_gaap(values: Values) -> Fraction | Reason:
    growth = (values["revenue"] - values["before"]) * QUARTERS
    return growth / values["cost"] if values["cost"] else _NO_SPEND


_LIFE: dict[str, Measure | Trailing | str] = {"arpa": "arpa", **monthly_logos(12)}


def _quarter_revenue(label: str, back: int) -> Measure:
    return Measure(
        label=label,
        fact="financials",
        aggregate="sum(revenue)",
        when=ClosedQuarter(back=back),
        unit=Unit.MONEY,
        needs=("revenue",),
    )


METRICS = (
    Metric(
        key="cac",
        title="CAC",
        unit=Unit.MONEY,
        better=Better.LOWER,
        how=Ratio(top=ACQUISITION_COST, bottom=NEW_CUSTOMERS, zero=_NO_NEW_CUSTOMERS),
        window="trailing 12 months",
        meaning="Sales and marketing cost of winning one new customer, fully loaded.",
        definition="4.7",
        sample=NEW_CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.COUNT,
    ),
    Metric(
        key="cac_payback",
        title="CAC payback",
        unit=Unit.MONTHS,
        better=Better.LOWER,
        how=Derived(
            formula="cost of winning new customers ÷ (new MRR × gross margin)",
            inputs={
                "cost": ACQUISITION_COST,
                "new_mrr": movement("new", "new MRR", when=TTM),
                "gross_margin": "gross_margin",
            },
            compute=_payback,
        ),
        window="trailing 12 months",
        meaning="Months until the gross profit of new customers has paid for winning them.",
        definition="4.7",
        sample=NEW_CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.COUNT,
    ),
    Metric(
        key="new_cac_ratio",
        title="New CAC ratio",
        unit=Unit.TIMES,
        better=Better.LOWER,
        how=Ratio(top=ACQUISITION_COST, bottom=_NEW_ARR, zero=_NO_NEW_CUSTOMERS),
        window="trailing 12 months",
        meaning="Sales and marketing cost for each unit of ARR from new customers.",
        definition="4.7",
        sample=NEW_CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.COUNT,
    ),
    Metric(
        key="ltv",
        title="LTV",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Derived(
            formula="ARPA × gross margin × min(1 ÷ monthly logo churn, 60 months)",
            inputs={**_LIFE, "gross_margin": "gross_margin"},
            compute=_ltv,
        ),
        window="churn of the trailing 12 months",
        meaning="Gross profit that a customer brings over its life.",
        definition="4.6",
        span=TTM,
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.PRODUCT,
        fraction=(("arpa", "lost"), ()),
    ),
    Metric(
        key="revenue_ltv",
        title="LTV, plain revenue",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Derived(
            formula="ARPA × min(1 ÷ monthly logo churn, 60 months)",
            inputs=_LIFE,
            compute=_revenue_ltv,
        ),
        window="churn of the trailing 12 months",
        meaning="Revenue that a customer brings over its life, before its cost.",
        definition="4.6",
        span=TTM,
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.PRODUCT,
        fraction=(("arpa", "lost"), ()),
    ),
    Metric(
        key="ltv_cac",
        title="LTV:CAC",
        unit=Unit.TIMES,
        better=Better.HIGHER,
        how=Derived(formula="LTV ÷ CAC", inputs={"ltv": "ltv", "cac": "cac"}, compute=_ltv_cac),
        window="trailing 12 months",
        meaning="Lifetime gross profit of a customer for each unit spent on winning one.",
        definition="4.6",
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.PRODUCT,
        fraction=(("ltv",), ("cac",)),
    ),
    Metric(
        key="magic_number",
        title="Magic number",
        unit=Unit.TIMES,
        better=Better.HIGHER,
        how=Derived(
            formula="net new ARR of the quarter ÷ sales and marketing cost of the quarter before",
            inputs={
                "growth": net_new("net new ARR of the quarter", when=ClosedQuarter(), divide=1),
                "cost": _PRIOR_COST,
            },
            compute=_magic,
        ),
        window="last closed fiscal quarter",
        meaning="ARR gained for each unit of sales and marketing cost a quarter earlier.",
        definition="4.8",
        switch="magic_number",
        variants={
            "gaap": Derived(
                formula="(revenue − revenue of the quarter before) × 4 ÷ "
                "sales and marketing cost of the quarter before",
                inputs={
                    "revenue": _quarter_revenue("revenue of the quarter", 0),
                    "before": _quarter_revenue("revenue of the quarter before", 1),
                    "cost": _PRIOR_COST,
                },
                compute=_magic_gaap,
            )
        },
    ),
    Metric(
        key="sm_share",
        title="S&M share of revenue",
        unit=Unit.RATIO,
        better=Better.LOWER,
        how=Ratio(top=SALES_AND_MARKETING, bottom=REVENUE, zero=NO_REVENUE),
        window="trailing 12 months",
        meaning="Sales and marketing cost as a share of revenue.",
        definition="4.8",
    ),
)
