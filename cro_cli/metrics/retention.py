"""Retention: what the customers of a year ago are worth today."""

from __future__ import annotations

from fractions import Fraction

from cro_cli.bridged import bridge, compound, monthly_churn, renewal
from cro_cli.measures import CUSTOMERS, MIN_CUSTOMERS, MRR, movement
from cro_cli.metric import (
    TTM,
    AsOf,
    Derived,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Spread,
    UpTo,
    Values,
)
from cro_cli.model import Better, Reason, Status, Unit

TITLE = "Retention"

_NO_COHORT = Reason(
    code="no_customers_at_start",
    text="nobody was paying twelve months ago",
    remedy="wait for the first cohort to be a year old",
)
_NO_LOSSES = Reason(code="no_losses", text="nothing was lost, so there is nothing to divide by")
_NO_CUSTOMERS = Reason(code="no_customers", text="nobody is paying")


def _cohort(column: str, label: str, unit: Unit, *needs: str) -> Measure:
    money = unit is Unit.MONEY
    return Measure(
        label=label,
        fact="retention",
        aggregate=f"sum({column})",
        when=UpTo(),
        unit=unit,
        divide=12 if money else 1,
        needs=("history",) if money else needs,
    )


_KEPT = _cohort("kept", "MRR of the same customers now", Unit.MONEY)
_BASE = _cohort("base", "MRR of this cohort a year ago", Unit.MONEY)
_LOGOS = _cohort("logos", "customers a year ago", Unit.COUNT)
_NEW = movement("new", "new MRR", when=TTM)
_EXPANSION = movement("expansion", "expansion MRR", when=TTM)
_REACTIVATION = movement("reactivation", "reactivated MRR", when=TTM)
_CONTRACTION = movement("contraction", "contracted MRR", when=TTM, sign="-")
_CHURN = movement("churn", "churned MRR", when=TTM, sign="-")


def _without(column: str, how: str, *needs: str) -> Derived:
    """Return NRR as if something had not changed what the customers of a year ago pay."""
    changed = Measure(
        label=f"of it {how}",
        fact="repriced",
        aggregate=f"sum({column})",
        when=AsOf(),
        unit=Unit.MONEY,
        divide=12,
        needs=needs,
    )
    return Derived(
        formula=f"({_KEPT.label} − of it {how}) ÷ {_BASE.label}",
        inputs={"kept": _KEPT, "changed": changed, "base": _BASE},
        compute=_unchanged,
        window=f"12-month closed cohort, changes {how} left out",
    )


def _unchanged(values: Values) -> Outcome | Reason:
    if not values["base"]:
        return _NO_COHORT
    return Outcome(
        value=(values["kept"] - values["changed"]) / values["base"],
        status=Status.NO_BAND,
        notes=("not judged: bands are of NRR with all that changed it",),
    )


def _quick_ratio(values: Values) -> Fraction | Reason:
    losses = values["contraction"] + values["churn"]
    gains = values["new"] + values["expansion"] + (values.get("reactivation") or 0)
    return gains / losses if losses else _NO_LOSSES


def _expansion_share(values: Values) -> Fraction | Reason:
    total = values["new"] + values["expansion"]
    if not total:
        return Reason(code="no_new_arr", text="there was neither new nor expansion ARR")
    return values["expansion"] / total


METRICS = (
    Metric(
        key="nrr",
        title="NRR",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(
            top=_KEPT,
            bottom=_BASE,
            zero=_NO_COHORT,
        ),
        window="12-month closed cohort",
        meaning="Net revenue retention: what customers of a year ago pay now over what they paid.",
        definition="4.4",
        span=TTM,
        switch="retention",
        variants={
            "bridge": bridge("expansion"),
            "compound": compound("expansion"),
            "renewal": renewal("renewed", "renewed ARR"),
            "ex_price": _without("price", "by price changes", "history"),
            "ex_discounts": _without(
                "discounts", "by discounts that ended", "discounts", "history"
            ),
        },
        sample=_LOGOS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.SUMS,
        fraction=(("renewed",), ("due",)),
    ),
    Metric(
        key="grr",
        title="GRR",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(
            top=_cohort("capped", "MRR kept, each customer at most as a year ago", Unit.MONEY),
            bottom=_BASE,
            zero=_NO_COHORT,
        ),
        window="12-month closed cohort",
        meaning="Gross revenue retention: as NRR, but no customer's growth hides another's loss.",
        definition="4.4",
        span=TTM,
        switch="retention",
        variants={
            "bridge": bridge(),
            "compound": compound(),
            "renewal": renewal("kept", "renewed ARR, each contract at most as before"),
        },
        sample=_LOGOS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.PART,
        fraction=(("renewed",), ("due",)),
    ),
    Metric(
        key="logo_churn",
        title="Logo churn",
        unit=Unit.RATIO,
        better=Better.LOWER,
        how=Ratio(
            top=_cohort("logos_lost", "of these no longer paying", Unit.COUNT, "ends"),
            bottom=_LOGOS,
            zero=_NO_COHORT,
        ),
        window="12-month closed cohort",
        meaning="Share of the customers of a year ago who no longer pay.",
        definition="4.5",
        span=TTM,
        switch="logo_churn",
        variants={"monthly": monthly_churn()},
        sample=_LOGOS,
        min_n=MIN_CUSTOMERS,
        is_share=True,
    ),
    Metric(
        key="quick_ratio",
        title="Quick ratio",
        unit=Unit.TIMES,
        better=Better.HIGHER,
        how=Derived(
            formula="(new + expansion + reactivation) ÷ (contraction + churn)",
            inputs={
                "new": _NEW,
                "expansion": _EXPANSION,
                "reactivation": _REACTIVATION,
                "contraction": _CONTRACTION,
                "churn": _CHURN,
            },
            compute=_quick_ratio,
        ),
        window="trailing 12 months",
        meaning="MRR gained for each unit of MRR lost.",
        definition="4.2",
        switch="quick_ratio_reactivation",
        variants={
            "exclude": Derived(
                formula="(new + expansion) ÷ (contraction + churn)",
                inputs={
                    "new": _NEW,
                    "expansion": _EXPANSION,
                    "contraction": _CONTRACTION,
                    "churn": _CHURN,
                },
                compute=_quick_ratio,
            )
        },
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.SUMS,
        fraction=(("new", "expansion", "reactivation"), ("contraction", "churn")),
    ),
    Metric(
        key="expansion_share",
        title="Expansion share of new ARR",
        unit=Unit.RATIO,
        better=Better.RANGE,
        how=Derived(
            formula="expansion ÷ (new + expansion)",
            inputs={
                "expansion": movement("expansion", "expansion ARR", when=TTM, divide=1),
                "new": movement("new", "new ARR", when=TTM, divide=1),
            },
            compute=_expansion_share,
        ),
        window="trailing 12 months",
        meaning="How much of the ARR that was added came from existing customers.",
        definition="4.8",
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.PART,
        fraction=(("expansion",), ("new", "expansion")),
    ),
    Metric(
        key="arpa",
        title="ARPA",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Ratio(top=MRR, bottom=CUSTOMERS, zero=_NO_CUSTOMERS),
        window="at the as-of date",
        meaning="Average MRR of a paying customer.",
        definition="4.6",
        sample=CUSTOMERS,
        min_n=MIN_CUSTOMERS,
        spread=Spread.SUMS,
    ),
)
