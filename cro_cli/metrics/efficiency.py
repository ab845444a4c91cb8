"""Growth, margin and what the company gets out of its money and people."""

from __future__ import annotations

from fractions import Fraction

from cro_cli.measures import ARR, NO_REVENUE, REVENUE, net_new
from cro_cli.metric import (
    TTM,
    AsOf,
    Derived,
    Measure,
    Metric,
    Outcome,
    Trailing,
    UpTo,
    Values,
    Within,
)
from cro_cli.model import Better, Reason, Status, Unit
from cro_cli.tables import MICROS

TITLE = "Growth and efficiency"

_NO_STAFF = Reason(
    code="no_employees", text="there are no employees in the headcount", remedy="check the export"
)


def _financial(column: str, label: str, *, lag: int = 0) -> Measure:
    return Measure(
        label=label,
        fact="financials",
        aggregate=f"sum({column})",
        when=Within(months=12, lag=lag),
        unit=Unit.MONEY,
        needs=(column,),
    )


_EMPLOYEES = Measure(
    label="employees (FTE)",
    fact="headcount",
    aggregate="sum(fte)",
    when=UpTo(),
    unit=Unit.COUNT,
    divide=MICROS,
    needs=("past_headcount",),
)


def _change(now: Fraction, before: Fraction, what: str) -> Fraction | Reason:
    if before <= 0:
        return Reason(code="no_revenue", text=f"there was no {what} a year ago to grow from")
    return now / before - 1


def _growth(values: Values) -> Outcome | Reason:
    now, before = values.get("revenue"), values.get("revenue_before")
    if now is not None and before is not None:
        change, basis = _change(now, before, "revenue"), "trailing 12 months of revenue"
    else:
        arr, added = values["arr"], values["added"]
        change, basis = _change(arr, arr - added, "ARR"), "ARR against a year ago"
    if isinstance(change, Reason):
        return change
    return Outcome(value=change, notes=(f"basis: {basis}",))


def _gross_margin(values: Values) -> Fraction | Reason:
    revenue, cost = values.get("revenue"), values.get("cost")
    if revenue is None or cost is None:
        return values["assumed"]
    return (revenue - cost) / revenue if revenue else NO_REVENUE


def _burn_multiple(values: Values) -> Fraction | Outcome | Reason:
    burn, added = values["burn"], values["net_new_arr"]
    if burn <= 0:
        return Outcome(
            value=None,
            status=Status.HEALTHY,
            reason=Reason(code="cash_generating", text="cash generating: there is no net burn"),
        )
    if added <= 0:
        return Reason(code="net_new_arr_not_positive", text="net new ARR is not positive")
    return burn / added


def _rule_of_40(values: Values) -> Fraction | Reason:
    if not values["revenue"]:
        return NO_REVENUE
    return values["growth"] + values["margin"] / values["revenue"]


def _per_employee(values: Values) -> Fraction | Reason:
    people = values.series("employees")
    average = sum(people, Fraction(0)) / len(people)
    return values["revenue"] / average if average > 0 else _NO_STAFF


def _arr_per_employee(values: Values) -> Fraction | Reason:
    return values["arr"] / values["employees"] if values["employees"] > 0 else _NO_STAFF


METRICS = (
    Metric(
        key="revenue_growth",
        title="Revenue growth",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Derived(
            formula="revenue ÷ revenue of the twelve months before − 1, else the same of ARR",
            inputs={
                "revenue": REVENUE,
                "revenue_before": _financial("revenue", "revenue of the year before", lag=12),
                "arr": ARR,
                "added": net_new("net new ARR of twelve months", when=TTM, divide=1),
            },
            compute=_growth,
            optional=frozenset({"revenue", "revenue_before", "arr", "added"}),
        ),
        window="trailing 12 months",
        meaning="Revenue of the last twelve months against the twelve months before.",
        definition="4.8",
    ),
    Metric(
        key="gross_margin",
        title="Gross margin",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Derived(
            formula="(subscription revenue − its cost) ÷ subscription revenue",
            inputs={
                "revenue": _financial("subscription_revenue", "subscription revenue"),
                "cost": _financial("subscription_cost", "cost of subscriptions"),
                "assumed": Measure(
                    label="gross margin from the config",
                    fact="assumed_margin",
                    aggregate="sum(gross_margin)",
                    when=AsOf(),
                    unit=Unit.RATIO,
                    divide=MICROS,
                ),
            },
            compute=_gross_margin,
            optional=frozenset({"revenue", "cost", "assumed"}),
        ),
        window="trailing 12 months",
        meaning="What is left of subscription revenue after its own cost.",
        definition="4.12",
    ),
    Metric(
        key="burn_multiple",
        title="Burn multiple",
        unit=Unit.TIMES,
        better=Better.LOWER,
        how=Derived(
            formula="net burn ÷ net new ARR",
            inputs={
                "burn": _financial("burn", "net burn"),
                "net_new_arr": net_new("net new ARR", when=TTM, divide=1),
            },
            compute=_burn_multiple,
        ),
        window="trailing 12 months",
        meaning="Cash burnt for each unit of ARR added.",
        definition="4.8",
    ),
    Metric(
        key="rule_of_40",
        title="Rule of 40",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Derived(
            formula="revenue growth + EBITDA ÷ revenue",
            inputs={
                "growth": "revenue_growth",
                "margin": _financial("ebitda", "EBITDA"),
                "revenue": REVENUE,
            },
            compute=_rule_of_40,
        ),
        window="trailing 12 months",
        meaning="Growth and profit margin together.",
        definition="4.8",
        switch="rule_of_40_margin",
        variants={
            "fcf": Derived(
                formula="revenue growth + free cash flow ÷ revenue",
                inputs={
                    "growth": "revenue_growth",
                    "margin": _financial("free_cash_flow", "free cash flow"),
                    "revenue": REVENUE,
                },
                compute=_rule_of_40,
            )
        },
    ),
    Metric(
        key="revenue_per_employee",
        title="Revenue per employee",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Derived(
            formula="revenue ÷ average employees of the same twelve month ends",
            inputs={"revenue": REVENUE, "employees": Trailing(measure=_EMPLOYEES, months=12)},
            compute=_per_employee,
        ),
        window="trailing 12 months",
        meaning="Revenue of twelve months for each full-time equivalent.",
        definition="4.8",
    ),
    Metric(
        key="arr_per_employee",
        title="ARR per employee",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Derived(
            formula="ARR ÷ employees",
            inputs={"arr": ARR, "employees": _EMPLOYEES},
            compute=_arr_per_employee,
        ),
        window="at the as-of date",
        meaning="ARR for each full-time equivalent.",
        definition="4.8",
    ),
)
