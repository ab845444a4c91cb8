"""Ledger and retention metrics of one month, straight from their definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from tests.oracle.calendar_months import closed_quarter
from tests.oracle.ledger import MOVEMENTS, Ledger
from tests.oracle.money import a_month, a_year

YEAR = 12
LONGEST_LIFE = 60
# An export of present prices shows who came and went and what is paid now, not what was paid
# before: the first are never known from it, the others only at its end.
NEEDS_HISTORY = frozenset(
    {
        "nrr",
        "grr",
        "expansion_mrr",
        "contraction_mrr",
        "expansion_arr",
        "expansion_share",
        "net_new_mrr",
        "quick_ratio",
        "magic_number",
    }
)
NEEDS_PAST_AMOUNTS = frozenset({"mrr", "arr", "arpa", "revenue_ltv"})
# Those who left are missed only when their subscriptions are in the export.
NEEDS_ENDED = frozenset({"churned_mrr", "reactivation_mrr", "logo_churn", "revenue_ltv"})

Value = Fraction | None
Formula = Callable[[Ledger, int], Value]


def mrr(ledger: Ledger, month: int) -> Value:
    return a_month(ledger.total(month))


def arr(ledger: Ledger, month: int) -> Value:
    return a_year(ledger.total(month))


def arpa(ledger: Ledger, month: int) -> Value:
    logos = len(ledger.paying(month))
    return a_month(ledger.total(month)) / logos if logos else None


def _flow(kind: str, months: int, *, money: Callable[[int], Fraction] = a_month) -> Formula:
    def formula(ledger: Ledger, month: int) -> Value:
        if not ledger.reaches_back(months, before=month):
            return None
        return money(ledger.moved(kind, month=month, months=months))

    return formula


def _net_new(months: int) -> Formula:
    def formula(ledger: Ledger, month: int) -> Value:
        if not ledger.reaches_back(months, before=month):
            return None
        return a_month(ledger.total(month) - ledger.total(month - months))

    return formula


def nrr(ledger: Ledger, month: int, *, months: int = YEAR) -> Value:
    """Return what the customers of a year ago pay now ÷ what they paid then."""
    then, now = _cohort(ledger, month, months=months)
    return Fraction(sum(now.values()), sum(then.values())) if then else None


def grr(ledger: Ledger, month: int, *, months: int = YEAR) -> Value:
    """Return the same, where no customer counts for more than it paid then."""
    then, now = _cohort(ledger, month, months=months)
    kept = sum(min(now[customer], paid) for customer, paid in then.items())
    return Fraction(kept, sum(then.values())) if then else None


def logo_churn(ledger: Ledger, month: int, *, months: int = YEAR) -> Value:
    then, now = _cohort(ledger, month, months=months)
    return Fraction(sum(paid == 0 for paid in now.values()), len(then)) if then else None


def _cohort(ledger: Ledger, month: int, *, months: int = YEAR) -> tuple[dict[str, int], ...]:
    """Return what those who paid so many months ago paid then, and pay now."""
    if not ledger.reaches_back(months, before=month):
        return {}, {}
    then, now = ledger.paying(month - months), ledger.paying(month)
    return then, {customer: now.get(customer, 0) for customer in then}


def quick_ratio(ledger: Ledger, month: int) -> Value:
    if not ledger.reaches_back(YEAR, before=month):
        return None
    moved = {kind: ledger.moved(kind, month=month, months=YEAR) for kind in MOVEMENTS}
    losses = moved["contraction"] + moved["churn"]
    gains = moved["new"] + moved["expansion"] + moved["reactivation"]
    return Fraction(gains, losses) if losses else None


def expansion_share(ledger: Ledger, month: int) -> Value:
    if not ledger.reaches_back(YEAR, before=month):
        return None
    expansion = ledger.moved("expansion", month=month, months=YEAR)
    total = expansion + ledger.moved("new", month=month, months=YEAR)
    return Fraction(expansion, total) if total else None


def mean_monthly_churn(ledger: Ledger, month: int) -> Value:
    """Return the mean of the twelve monthly logo churn rates (definitions 4.6)."""
    rates = [logo_churn(ledger, each, months=1) for each in range(month - YEAR + 1, month + 1)]
    known = [rate for rate in rates if rate is not None]
    return sum(known, Fraction(0)) / YEAR if len(known) == YEAR else None


def revenue_ltv(ledger: Ledger, month: int) -> Value:
    """Return ARPA × expected months as a customer, five years at most."""
    pays, churn = arpa(ledger, month), mean_monthly_churn(ledger, month)
    if pays is None or churn is None:
        return None
    return pays * (min(1 / churn, Fraction(LONGEST_LIFE)) if churn else LONGEST_LIFE)


def magic_number(
    ledger: Ledger, month: int, *, spend: Mapping[int, Fraction], year_start: int = 1
) -> Value:
    """Return the ARR won in the last closed quarter ÷ sales and marketing of the one before."""
    last = closed_quarter(month, year_start=year_start)
    quarter_before = range(last - 5, last - 2)
    if not all(each in spend for each in quarter_before):
        return None
    cost = sum((spend[each] for each in quarter_before), Fraction(0))
    if not (ledger.reaches_back(3, before=last) and cost):
        return None
    return a_year(ledger.total(last) - ledger.total(last - 3)) / cost


def formulas(period: int) -> Mapping[str, Formula]:
    """Return all metrics by key, where flows are over a period of so many months."""
    return {
        "mrr": mrr,
        "arr": arr,
        "arpa": arpa,
        "new_mrr": _flow("new", period),
        "reactivation_mrr": _flow("reactivation", period),
        "expansion_mrr": _flow("expansion", period),
        "contraction_mrr": _flow("contraction", period),
        "churned_mrr": _flow("churn", period),
        "new_arr": _flow("new", period, money=a_year),
        "expansion_arr": _flow("expansion", period, money=a_year),
        "net_new_mrr": _net_new(period),
        "nrr": nrr,
        "grr": grr,
        "logo_churn": logo_churn,
        "quick_ratio": quick_ratio,
        "expansion_share": expansion_share,
        "revenue_ltv": revenue_ltv,
    }


def is_knowable(key: str, ledger: Ledger, month: int) -> bool:
    """Tell whether the export can tell a metric at all."""
    if ledger.has_history:
        return True
    needs_more = (
        key in NEEDS_HISTORY,
        key in NEEDS_PAST_AMOUNTS and month < ledger.last,
        key in NEEDS_ENDED and not ledger.has_ended,
    )
    return not any(needs_more)


def evaluate(
    ledger: Ledger, month: int, *, period: int = 1, spend: Mapping[int, Fraction] | None = None
) -> dict[str, Value]:
    """Return every metric at a month's end; None where the data cannot tell."""
    values = {key: formula(ledger, month) for key, formula in formulas(period).items()}
    values["magic_number"] = magic_number(ledger, month, spend=spend or {})
    return {
        key: value if is_knowable(key, ledger, month) else None for key, value in values.items()
    }
