"""Retention by other names: of the bridge, compounded, renewals, months (definitions 4.4, 4.5).

The bridge of a period is no closed cohort of a year: customers won within it leak into a longer
one, and no yearly band fits a shorter one. Renewals leave out who could not decide. So neither is
judged.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import prod

from cro_cli import lifetimes, months
from cro_cli.measures import MRR, monthly_logos, movement
from cro_cli.metric import PERIOD, TTM, Derived, Measure, Outcome, Trailing, Values, When, Within
from cro_cli.model import Part, Reason, Status, Unit

_MONTH = Within(months=1)
_DUE = "ARR available to renew"
_FINE = 10**18  # of what a root is told: far closer than what is shown
_ANNUALISED = (
    "contracts of several years count with their rate a year: (renewed ÷ due) ^ (12 ÷ months)"
)
_NO_START = Reason(
    code="no_customers_at_start", text="nobody was paying at the start of the period"
)


def bridge(*gains: str) -> Derived:
    """Return the rate of the period's bridge, with movements such as expansion among the gains."""
    return Derived(
        formula=f"(start{_added(gains)} − contraction − churn) ÷ start",
        inputs=dict(_inputs(PERIOD, "the period", gains)),
        compute=_bridge,
        window="MRR bridge of the period",
    )


def compound(*gains: str) -> Derived:
    """Return the product of twelve monthly rates, each of those who paid when the month began."""
    inputs = _inputs(_MONTH, "a month", gains)
    return Derived(
        formula=f"product of (start{_added(gains)} − contraction − churn) ÷ start of 12 months",
        inputs={name: Trailing(measure, months.YEAR) for name, measure in inputs},
        compute=_compound,
        window="12 monthly closed cohorts, compounded",
    )


def renewal(column: str, label: str) -> Derived:
    """Return what contracts were renewed at over what was available to renew, in twelve months.

    What was renewed after several years counts as much as would be left of it after one, at the
    rate of all contracts of that term: 1 − (1 − churn)^(1 ÷ years).
    """
    long = {
        f"{part}_{term}": _of_contracts(of, f"{said}, of {_years(term)}", f"term = {term}")
        for term in months.LONG_TERMS
        for part, of, said in (("renewed", column, label), ("due", "due", _DUE))
    }
    return Derived(
        formula=f"a year's {label} ÷ {_DUE}",
        inputs={
            "renewed": _of_contracts(column, label),
            "due": _of_contracts("due", _DUE),
            **long,
        },
        compute=partial(_renewed, label),
        optional=frozenset(long),
        aside=frozenset(long),
        window="contracts up for renewal in the trailing 12 months",
    )


def monthly_churn() -> Derived:
    """Return the mean logo churn of three months, each of who paid when it began."""
    return Derived(
        formula="mean of customers who left ÷ customers at the start, of 3 months",
        inputs=monthly_logos(months.QUARTER),
        compute=_monthly,
        window="mean of the last 3 months",
    )


def _monthly(values: Values) -> Outcome | Reason:
    began = lifetimes.starts(values.series("customers"), values.series("turned"))
    if not all(began):
        return _NO_START
    return Outcome(
        value=lifetimes.churn(began, values.series("lost")),
        status=Status.NO_BAND,
        notes=("not judged: yearly bands do not fit a month",),
    )


def _of_contracts(column: str, label: str, where: str = "") -> Measure:
    return Measure(
        label=label,
        fact="renewals",
        aggregate=f"sum({column})",
        when=TTM,
        unit=Unit.MONEY,
        where=where,
        needs=("history",),
    )


def _years(term: int) -> str:
    whole, rest = divmod(term, months.YEAR)
    return f"terms of {term} months" if rest else f"terms of {whole} years"


def _renewed(label: str, values: Values) -> Outcome | Reason:
    due, renewed = values["due"], values["renewed"]
    if not due:
        return Reason(code="no_renewals", text="no contract was up for renewal in the window")
    long = [term for term in months.LONG_TERMS if values.is_any(f"due_{term}")]
    for term in long:
        kept, of = values[f"renewed_{term}"], values[f"due_{term}"]
        renewed += of * _a_year(kept / of, term) - kept
    told = (_ANNUALISED,) if long else ()
    return Outcome(
        value=renewed / due,
        status=Status.NO_BAND,
        parts=(Part(key="a_year", label=f"a year's {label}", unit=Unit.MONEY, value=renewed),),
        notes=(*told, "not judged: bands are of all customers, not of those whose contract was up"),
    )


def _a_year(share: Fraction, term: int) -> Fraction:
    """Return what is left after a year where so much is after a term of months.

    >>> round(float(1 - _a_year(1 - Fraction(27, 100), 36)), 4)
    0.0996
    """
    times, root = Fraction(months.YEAR, term).as_integer_ratio()
    power = share**times
    return Fraction(_whole_root(int(power * _FINE**root), root), _FINE)


def _whole_root(number: int, degree: int) -> int:
    """Return the largest whole number whose power is no larger than a number."""
    found = 1 << -(-number.bit_length() // degree) if number else 0
    while found:
        better = ((degree - 1) * found + number // found ** (degree - 1)) // degree
        if better >= found:
            break
        found = better
    return found


def _added(gains: tuple[str, ...]) -> str:
    return "".join(f" + {gain}" for gain in gains)


def _inputs(when: When, of: str, gains: tuple[str, ...]) -> list[tuple[str, Measure]]:
    """Return what a rate is made of; the start is what the end was before it all changed."""
    changed = Measure(
        label=f"change of MRR in {of}",
        fact="mrr_changes",
        aggregate="sum(delta)",
        when=when,
        unit=Unit.MONEY,
        divide=months.YEAR,
        needs=("history",),
    )
    moved = [(gain, movement(gain, f"{gain} MRR", when=when)) for gain in gains]
    lost = [
        (name, movement(name, label, when=when, sign="-"))
        for name, label in (("contraction", "contracted MRR"), ("churn", "churned MRR"))
    ]
    return [("change", changed), ("end", MRR), *moved, *lost]


def _rate(start: Fraction, gained: Fraction, lost: Fraction) -> Fraction:
    return (start + gained - lost) / start


def _bridge(values: Values) -> Outcome | Reason:
    start = values["end"] - values["change"]
    if not start:
        return _NO_START
    lost = values["contraction"] + values["churn"]
    return Outcome(
        value=_rate(start, values.get("expansion") or Fraction(), lost),
        status=Status.NO_BAND,
        parts=(Part(key="start", label="MRR at the start", unit=Unit.MONEY, value=start),),
        notes=("not judged: yearly bands do not fit the bridge of a period",),
    )


def _compound(values: Values) -> Outcome | Reason:
    ends, changes = values.series("end"), values.series("change")
    starts = [end - change for end, change in zip(ends, changes, strict=True)]
    if not all(starts):
        return _NO_START
    gained = values.series("expansion") if "expansion" in values else (Fraction(),) * len(starts)
    lost = zip(values.series("contraction"), values.series("churn"), strict=True)
    rates = (
        _rate(start, gain, sum(losses, Fraction()))
        for start, gain, losses in zip(starts, gained, lost, strict=True)
    )
    return Outcome(value=prod(rates, start=Fraction(1)))
