"""Companies that have just the figures of a published example."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cro_cli.model import Reading

_A_YEAR = "2025-10..2026-09"
_DEALS = "id,type,stage,status,amount,probability,created_on,close_on"
_SUBSCRIPTIONS = "id,customer,status,quantity,amount,interval,interval_count,discount,started_on"
_AFTER = "s9,Z,active,1,1,month,1,,2026-10-02"  # the export was made in October


def _value(reading: Reading) -> Fraction:
    assert reading.value is not None, reading.reason
    return reading.value


@dataclass(frozen=True, kw_only=True)
class Company:
    """Tables whose metric `key` is the example's result, once `result` has read it off."""

    key: str
    tables: Mapping[str, str]
    settings: Mapping[str, object] = field(default_factory=dict)
    result: Callable[[Reading], Fraction] = _value


Inputs = Mapping[str, Any]


def _lines(header: str, *rows: str) -> str:
    return "\n".join((header, *rows))


def _mrr(*rows: str) -> str:
    return _lines("customer,month,amount", *rows)


def _decimal(number: Fraction) -> str:
    micros = number * 10**6
    assert micros.denominator == 1, number
    return f"{micros.numerator // 10**6}.{micros.numerator % 10**6:06d}"


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


def _cohort(inputs: Inputs) -> str:
    """Return a year in which one customer grows, one shrinks and one leaves."""
    expansion, contraction, churn = (
        _exact(inputs.get(name, inputs.get(other, 0)))
        for name, other in (
            ("expansion", ""),
            ("contraction", ""),
            ("churn", "churned_mrr"),
        )
    )
    starting = _exact(inputs.get("starting", inputs.get("start_mrr", 0)))
    rest = (starting - contraction - churn) / 2
    return _mrr(
        f"Grows,2025-09..2026-03,{_decimal(rest)}",
        f"Grows,2026-04..2026-09,{_decimal(rest + expansion)}",
        f"Shrinks,2025-09..2026-03,{_decimal(rest + contraction)}",
        f"Shrinks,2026-04..2026-09,{_decimal(rest)}",
        f"Leaves,2025-09..2026-03,{_decimal(churn)}",
    )


def _nrr(inputs: Inputs) -> Company:
    return Company(key="nrr", tables={"mrr": _cohort(inputs)})


def _same_customers(inputs: Inputs) -> Company:
    def kept(reading: Reading) -> Fraction:
        (value,) = (part.value for part in reading.parts if part.key == "top")
        assert value is not None
        return value

    return Company(key="nrr", tables={"mrr": _cohort(inputs)}, result=kept)


def _grr(inputs: Inputs) -> Company:
    return Company(key="grr", tables={"mrr": _cohort(inputs)})


def _gross_churn(inputs: Inputs) -> Company:
    return Company(
        key="grr", tables={"mrr": _cohort(inputs)}, result=lambda reading: 1 - _value(reading)
    )


def _net_churn(inputs: Inputs) -> Company:
    return Company(
        key="nrr", tables={"mrr": _cohort(inputs)}, result=lambda reading: 1 - _value(reading)
    )


def _logo_churn(inputs: Inputs) -> Company:
    start, lost = inputs["start_customers"], inputs["lost_customers"]
    mrr = _mrr(f"L1..L{lost},2025-09..2026-03,10", f"S1..S{start - lost},2025-09..2026-09,10")
    return Company(key="logo_churn", tables={"mrr": mrr})


def _movements(inputs: Inputs) -> str:
    """Return two months in which somebody comes, one grows, one shrinks and one leaves."""
    gained, lost = inputs.get("gained", 0), inputs.get("lost", 0)
    return _mrr(
        f"Comes,2026-09,{inputs.get('new', gained)}",
        "Grows,2025-09..2026-08,1",
        f"Grows,2026-09,{inputs.get('expansion', 0) + 1}",
        f"Shrinks,2025-09..2026-08,{inputs.get('contraction', 0) + 1}",
        "Shrinks,2026-09,1",
        f"Leaves,2025-09..2026-08,{inputs.get('churn', lost)}",
    )


def _quick_ratio(inputs: Inputs) -> Company:
    return Company(key="quick_ratio", tables={"mrr": _movements(inputs)})


def _net_new(inputs: Inputs) -> Company:
    return Company(key="net_new_mrr", tables={"mrr": _movements(inputs)})


def _mrr_of_plans(inputs: Inputs) -> Company:
    rows = [
        f"s{n},C{n},active,{plan['customers']},{plan['amount']},{plan['interval']},1,,2026-01-01"
        for n, plan in enumerate(inputs["plans"])
    ]
    return Company(key="mrr", tables={"subscriptions": _lines(_SUBSCRIPTIONS, *rows, _AFTER)})


def _mrr_with_coupon(inputs: Inputs) -> Company:
    price = inputs["list_mrr"]
    row = f"s1,A,active,1,{price},month,1,{price * inputs['percent_off'] / 100},2026-01-01"
    return Company(
        key="mrr",
        tables={"subscriptions": _lines(_SUBSCRIPTIONS, row, _AFTER)},
        result=lambda reading: _value(reading) / price,
    )


def _movement(inputs: Inputs) -> Company:
    if "after_annual" in inputs:
        row = f"s1,A,active,4,{inputs['after_annual'] / 4},year,1,,2026-09-10"
        subscriptions = _lines(_SUBSCRIPTIONS, row, _AFTER)
        return Company(key="new_mrr", tables={"subscriptions": subscriptions})
    after = f"A,2026-09,{inputs['after']}"
    if inputs.get("was_customer"):
        mrr = _mrr("A,2026-01..2026-03,50", "B,2026-01..2026-09,1", after)
        return Company(key="reactivation_mrr", tables={"mrr": mrr})
    return Company(
        key="contraction_mrr",
        tables={"mrr": _mrr(f"A,2026-01..2026-08,{inputs['before']}", after)},
        result=lambda reading: -_value(reading),
    )


def _spend(amount: Fraction, month: str) -> str:
    return _lines(
        "month,category,amount",
        f"{_A_YEAR},sales,0",
        f"{_A_YEAR},marketing,0",
        f"{month},sales,{_decimal(amount)}",
    )


def _magic(inputs: Inputs) -> Company:
    financials = _lines(
        "month,revenue", "2026-04..2026-08,1000", f"2026-09,{1000 + inputs['revenue_delta']}"
    )
    spend = _spend(_exact(inputs["prior_sm_spend"]), "2026-05")
    return Company(
        key="magic_number",
        tables={"financials": financials, "spend": spend},
        settings={"definitions": {"magic_number": "gaap"}},
    )


def _payback(inputs: Inputs) -> Company:
    return Company(
        key="cac_payback",
        tables={
            "mrr": _mrr("A,2025-09..2026-09,1", f"N,2026-02..2026-09,{inputs['arpa_monthly']}"),
            "spend": _spend(_exact(inputs["cac"]), "2026-01"),
        },
        settings={"assumptions": {"gross_margin": inputs["gross_margin"]}},
    )


def _turnover(customers: int, arpa: Fraction) -> str:
    """Return a year in which one of so many customers leaves each month, and one comes."""
    months = [dt.date(2025 + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(13)]
    name = [f"{month:%Y-%m}" for month in months]
    amount = _decimal(arpa)
    return _mrr(
        f"S1..S{customers - 12},2025-09..2026-09,{amount}",
        *(f"L{n},2025-09..{name[n]},{amount}" for n in range(12)),
        *(f"N{n},{name[n]}..2026-09,{amount}" for n in range(1, 13)),
    )


def _ltv(inputs: Inputs) -> Company:
    mrr = _turnover(int(1 / _exact(inputs["monthly_churn"])), _exact(inputs["arpa_monthly"]))
    return Company(
        key="ltv",
        tables={"mrr": mrr},
        settings={"assumptions": {"gross_margin": inputs["gross_margin"]}},
    )


def _lifetime(inputs: Inputs) -> Company:
    mrr = _turnover(int(1 / _exact(inputs["monthly_churn"])), Fraction(7))
    return Company(
        key="revenue_ltv", tables={"mrr": mrr}, result=lambda reading: _value(reading) / 7
    )


def _ltv_cac(inputs: Inputs) -> Company:
    lifetime = 40
    return Company(
        key="ltv_cac",
        tables={
            "mrr": _turnover(lifetime, _exact(inputs["ltv"]) / lifetime),
            "spend": _spend(12 * _exact(inputs["cac"]), "2026-01"),
        },
        settings={"assumptions": {"gross_margin": 1}},
    )


def _cac(inputs: Inputs) -> Company:
    mrr = _mrr("A,2025-09..2026-09,1", f"N1..N{inputs['new_customers']},2026-02..2026-09,5")
    spend = _spend(_exact(inputs["sm_spend"]), "2026-01")
    return Company(key="cac", tables={"mrr": mrr, "spend": spend})


def _burn_multiple(inputs: Inputs) -> Company:
    # Both are taken times twelve: the ratio is the same, and a month's MRR is a whole number.
    financials = _lines(
        "month,operating_cash_flow,investing_cash_flow",
        "2025-10..2026-08,0,0",
        f"2026-09,{-12 * inputs['net_burn']},0",
    )
    mrr = _mrr("A,2025-09..2026-09,1", f"N,2026-02..2026-09,{inputs['net_new_arr']}")
    return Company(key="burn_multiple", tables={"mrr": mrr, "financials": financials})


def _two_years(before: object, now: object, ebitda: object = 0) -> str:
    return _lines(
        "month,revenue,ebitda",
        f"2024-10,{before},0",
        "2024-11..2025-09,0,0",
        f"2025-10,{now},{ebitda}",
        "2025-11..2026-09,0,0",
    )


def _growth(inputs: Inputs) -> Company:
    financials = _two_years(inputs["previous"], inputs["current"])
    return Company(key="revenue_growth", tables={"financials": financials})


def _rule_of_40(inputs: Inputs) -> Company:
    revenue = 100 + inputs["growth_pct"]
    financials = _two_years(100, revenue, revenue * inputs["margin_pct"] / 100)
    return Company(key="rule_of_40", tables={"financials": financials})


def _rule_of_40_from_figures(inputs: Inputs) -> Company:
    financials = _two_years(inputs["previous_revenue"], inputs["revenue"], inputs["ebitda"])
    return Company(key="rule_of_40", tables={"financials": financials})


def _closed(won: int, lost: int, *, size: int = 100, days: int = 60) -> tuple[str, ...]:
    close = dt.date(2026, 3, 1) + dt.timedelta(days=days)
    rows = {"won": won, "lost": lost}
    return tuple(
        f"{status}1..{status}{count},new,{status},{status},{size},,2026-03-01,{close}"
        for status, count in rows.items()
        if count
    )


def _open(amount: object, probability: float | None = None, ids: str = "o1") -> str:
    chance = "" if probability is None else f"{100 * _exact(probability)}%"
    return f"{ids},new,Proposal,open,{amount},{chance},2026-09-30,2026-12-15"


def _deals(key: str, *rows: str, **rest: Any) -> Company:  # noqa: ANN401 - fields of Company
    tables = {"deals": _lines(_DEALS, *rows), **rest.pop("tables", {})}
    return Company(key=key, tables=tables, **rest)


def _quota(amount: int) -> dict[str, str]:
    return {"quotas": _lines("period,owner,amount", f"2026-Q4,Ann,{amount}")}


def _coverage(inputs: Inputs) -> Company:
    tables = _quota(inputs["target"])
    return _deals("pipeline_coverage", _open(inputs["pipeline"]), tables=tables)


def _shares(rate: float) -> tuple[int, int]:
    won = int(100 * _exact(rate))
    return won, 100 - won


def _required_coverage(inputs: Inputs) -> Company:
    rows = _closed(*_shares(inputs["win_rate"]))
    return _deals("required_coverage", *rows, _open(1))


def _expected_attainment(inputs: Inputs) -> Company:
    def over_required(reading: Reading) -> Fraction:
        (required,) = (part.value for part in reading.parts if part.key == "required")
        assert required is not None
        return _value(reading) / required

    return _deals(
        "pipeline_coverage",
        _open(inputs["pipeline"]),
        *_closed(*_shares(inputs["win_rate"])),
        tables=_quota(inputs["target"]),
        result=over_required,
    )


def _expected_revenue(inputs: Inputs) -> Company:
    return _deals("weighted_pipeline", _open(inputs["pipeline"], inputs["win_rate"]))


def _weighted(inputs: Inputs) -> Company:
    rows = (
        _open(deal["amount"], deal["probability"], f"o{n}")
        for n, deal in enumerate(inputs["deals"])
    )
    return _deals("weighted_pipeline", *rows)


def _win_rate(inputs: Inputs) -> Company:
    rows = _closed(inputs["won"], inputs["lost"])
    return _deals("win_rate", *rows, _open(1, ids=f"o1..o{inputs['open']}"))


def _velocity(inputs: Inputs) -> Company:
    days = inputs.get("days", 1)
    closed = _closed(
        *_shares(inputs["win_rate"]), size=inputs["avg_deal"], days=inputs["cycle_days"]
    )
    return _deals(
        "pipeline_velocity",
        *closed,
        _open(1, ids=f"o1..o{inputs['opportunities']}"),
        settings={"deals": {"stages": {"qualified": ["Proposal"]}}},
        result=lambda reading: _value(reading) * days,
    )


COMPANIES: dict[str, Callable[[Inputs], Company]] = {
    "nrr": _nrr,
    "ending_mrr_same_customers": _same_customers,
    "grr": _grr,
    "revenue_churn": _gross_churn,
    "gross_mrr_churn": _gross_churn,
    "net_mrr_churn": _net_churn,
    "logo_churn": _logo_churn,
    "quick_ratio": _quick_ratio,
    "net_new_mrr": _net_new,
    "mrr": _mrr_of_plans,
    "mrr_with_coupon": _mrr_with_coupon,
    "mrr_movement": _movement,
    "magic_number": _magic,
    "cac_payback_months": _payback,
    "ltv": _ltv,
    "lifetime_months": _lifetime,
    "ltv_cac": _ltv_cac,
    "cac": _cac,
    "burn_multiple": _burn_multiple,
    "growth": _growth,
    "rule_of_40": _rule_of_40,
    "rule_of_40_from_figures": _rule_of_40_from_figures,
    "pipeline_coverage": _coverage,
    "required_coverage": _required_coverage,
    "expected_revenue": _expected_revenue,
    "expected_attainment": _expected_attainment,
    "weighted_value": _weighted,
    "win_rate": _win_rate,
    "pipeline_velocity": _velocity,
    "velocity_over_period": _velocity,
}

NOT_OURS = {
    "W016": "annual churn is counted from end to end, never compounded from a month",
    "W019": "a sum of daily rates; ours go from point to point",
    "W020": "a sum of daily rates; ours go from point to point",
    "W021": "counts reactivation as expansion; ours is a movement of its own",
    "W041": "a payback from the magic number; ours is from new MRR and gross margin",
    "W044": "works out the revenue that a goal needs; a report says what was",
    "W098": "users who log in, by month of sign-up; ours are customers who pay",
    "W100": "users who log in, by month of sign-up; ours are customers who pay",
    "W102": "users who log in, by month of sign-up; ours are customers who pay",
    "W104": "users who log in, by month of sign-up; ours are customers who pay",
    "W106": "users who log in, by month of sign-up; ours are customers who pay",
    "W108": "a mean of cohorts whatever their size; ours weigh by size",
    "W110": "a forecast's error; nothing is forecast here",
    "W111": "a forecast's error; nothing is forecast here",
}
