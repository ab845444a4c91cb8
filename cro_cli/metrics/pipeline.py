"""Pipeline and sales: what is open, what is won, and against which quota."""

from __future__ import annotations

from fractions import Fraction

from cro_cli.measures import MIN_DEALS, MIN_REPS
from cro_cli.metric import (
    TTM,
    AsOf,
    ClosedQuarter,
    Derived,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Spread,
    TargetQuarter,
    Total,
    Values,
    When,
)
from cro_cli.model import Better, Part, Reason, Status, Unit

TITLE = "Pipeline and sales"

HALF = Fraction(1, 2)

_NO_QUOTA = Reason(
    code="no_quota",
    text="there is no quota {window}",
    remedy="add the quarter to quotas.csv",
)
_NO_CLOSED = Reason(code="no_closed_deals", text="no deal was won or lost {window}")
_NO_WON = Reason(code="no_won_deals", text="no deal was won {window}")


def _snapshot(
    aggregate: str, label: str, where: str, unit: Unit = Unit.MONEY, need: str = ""
) -> Measure:
    return Measure(
        label=label,
        fact="pipeline",
        aggregate=aggregate,
        where=where,
        when=AsOf(),
        unit=unit,
        needs=(need,) if need else (),
    )


_OPEN_DUE = _snapshot(
    "sum(amount)", "open qualified pipeline due in the target quarter", "is_qualified AND is_due"
)
_WON_SO_FAR = _snapshot("sum(amount)", "won so far in the target quarter", "is_won")
_QUOTA = Measure(
    label="quota of the target quarter",
    fact="quotas",
    aggregate="sum(amount)",
    when=TargetQuarter(),
    unit=Unit.MONEY,
)
_LEFT_OUT = {
    "past_due": _snapshot("sum(amount)", "left out: close date is past", "is_past_due"),
    "unqualified": _snapshot(
        "sum(amount)", "left out: below the qualified stage", "is_due AND NOT is_qualified"
    ),
    "omitted": _snapshot("sum(amount)", "left out: omitted from the forecast", "is_omitted"),
    "without_amount": _snapshot(
        "count(*)", "left out: deals without an amount", "is_open AND has_no_amount", Unit.COUNT
    ),
}
_QUALIFIED = _snapshot("count(*)", "open qualified deals", "is_open AND is_qualified", Unit.COUNT)


def _closed(
    label: str,
    where: str,
    *,
    amount: bool = False,
    when: When = TTM,
) -> Measure:
    """Return the number or the amount of closed deals; renewals are left out (definitions 4.9)."""
    return Measure(
        label=label,
        fact="deals",
        aggregate="sum(amount)" if amount else "count(*)",
        where=f"{where} AND kind <> 'renewal'",
        when=when,
        unit=Unit.MONEY if amount else Unit.COUNT,
    )


_WON = _closed("won deals", "status = 'won'")
_LOST = _closed("lost deals", "status = 'lost'")
_CLOSED = _closed("closed deals", "status <> 'open'")
_PRICED_WON = _closed("won deals with an amount", "status = 'won' AND has_amount")
_WON_VALUE = _closed("amount won", "status = 'won'", amount=True)
_LOST_VALUE = _closed("amount lost", "status = 'lost'", amount=True)
_WON_IN_QUARTER = _closed("closed won", "status = 'won'", amount=True, when=ClosedQuarter())

_REPS = Measure(
    label="reps with a quota",
    fact="attainment",
    aggregate="count(*)",
    when=ClosedQuarter(),
    unit=Unit.COUNT,
)


def _coverage(values: Values) -> Outcome | Reason:
    quota, won, pipeline = values["quota"], values["won"], values["pipeline"]
    if not quota:
        return _NO_QUOTA
    left = quota - won
    if left <= 0:
        return Outcome(
            value=None,
            status=Status.HEALTHY,
            reason=Reason(code="quota_met", text="the quota of the target quarter is met"),
        )
    return Outcome(
        value=pipeline / left,
        judge_upper=left >= quota * HALF,
        parts=_coverage_parts(pipeline, left, values.get("required")),
    )


def _coverage_parts(
    pipeline: Fraction, left: Fraction, required: Fraction | None
) -> tuple[Part, ...]:
    to_win = Part(key="left", label="quota still to win", unit=Unit.MONEY, value=left)
    if required is None:
        return (to_win,)
    need = required * left
    short = need > pipeline
    return (
        to_win,
        Part(key="need", label="pipeline required", unit=Unit.MONEY, value=need),
        Part(
            key="gap",
            label="pipeline missing" if short else "pipeline to spare",
            unit=Unit.MONEY,
            value=abs(need - pipeline),
        ),
    )


def _required(values: Values) -> Fraction | Reason:
    won, lost = values["won"], values["lost"]
    return (won + lost) / won if won else _NO_WON


def _win_rate(values: Values) -> Fraction | Reason:
    closed = values["won"] + values["lost"]
    return values["won"] / closed if closed else _NO_CLOSED


def _velocity(values: Values) -> Fraction | Reason:
    days = values["cycle"]
    if days <= 0:
        return Reason(code="no_cycle", text="the median sales cycle is zero days")
    return values["open"] * values["win_rate"] * values["size"] / days


METRICS = (
    Metric(
        key="pipeline_coverage",
        title="Pipeline coverage",
        unit=Unit.TIMES,
        better=Better.RANGE,
        how=Derived(
            formula="open qualified pipeline due ÷ (quota − won so far)",
            inputs={
                "pipeline": _OPEN_DUE,
                "quota": _QUOTA,
                "won": _WON_SO_FAR,
                "required": "required_coverage",
                **_LEFT_OUT,
            },
            compute=_coverage,
            optional=frozenset({"required"}),
        ),
        window="target fiscal quarter",
        meaning="Open qualified pipeline due this quarter for each unit of quota still to win.",
        definition="4.9",
        span=TargetQuarter(),
    ),
    Metric(
        key="required_coverage",
        title="Required coverage",
        unit=Unit.TIMES,
        better=Better.NEITHER,
        how=Derived(
            formula="1 ÷ value win rate",
            inputs={"won": _WON_VALUE, "lost": _LOST_VALUE},
            compute=_required,
        ),
        window="trailing 12 months",
        meaning="Pipeline needed for each unit of quota at the win rate by value.",
        definition="4.9",
        sample=_CLOSED,
        min_n=MIN_DEALS,
        spread=Spread.SUMS,
        fraction=(("won", "lost"), ("won",)),
    ),
    Metric(
        key="weighted_pipeline",
        title="Weighted pipeline",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Total(
            measure=_snapshot(
                "sum(weighted)",
                "amount × probability of open deals due",
                "is_open AND is_due",
                need="probability",
            )
        ),
        window="target fiscal quarter",
        meaning="Open pipeline due this quarter, each deal by its chance of being won.",
        definition="4.9",
        span=TargetQuarter(),
    ),
    Metric(
        key="win_rate",
        title="Win rate",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Derived(
            formula="won ÷ (won + lost), by count",
            inputs={"won": _WON, "lost": _LOST},
            compute=_win_rate,
        ),
        window="deals closed in the trailing 12 months",
        meaning="Share of closed deals that were won; renewals and open deals are left out.",
        definition="4.9",
        sample=_CLOSED,
        min_n=MIN_DEALS,
        is_share=True,
    ),
    Metric(
        key="average_deal_size",
        title="Average deal size",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Ratio(top=_WON_VALUE, bottom=_PRICED_WON, zero=_NO_WON),
        window="deals won in the trailing 12 months",
        meaning="Mean amount of a won deal, renewals left out.",
        definition="4.12",
        sample=_WON,
        min_n=MIN_DEALS,
        spread=Spread.SUMS,
    ),
    Metric(
        key="sales_cycle",
        title="Sales cycle",
        unit=Unit.DAYS,
        better=Better.LOWER,
        how=Total(
            measure=Measure(
                label="median days from creation to close",
                fact="deals",
                aggregate="median(cycle_days)",
                where="status = 'won' AND kind <> 'renewal'",
                when=TTM,
                unit=Unit.DAYS,
            )
        ),
        window="deals won in the trailing 12 months",
        meaning="Median days from the creation of a deal to winning it.",
        definition="4.9",
        sample=_WON,
        min_n=MIN_DEALS,
        spread=Spread.MEDIAN,
    ),
    Metric(
        key="pipeline_velocity",
        title="Pipeline velocity",
        unit=Unit.MONEY_PER_DAY,
        better=Better.HIGHER,
        how=Derived(
            formula="open qualified deals × win rate × average deal size ÷ sales cycle",
            inputs={
                "open": _QUALIFIED,
                "win_rate": "win_rate",
                "size": "average_deal_size",
                "cycle": "sales_cycle",
            },
            compute=_velocity,
        ),
        window="open now; rates of the trailing 12 months",
        meaning="What the pipeline turns into won business a day.",
        definition="4.9",
        sample=_WON,
        min_n=MIN_DEALS,
    ),
    Metric(
        key="quota_attainment",
        title="Quota attainment",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(
            top=_WON_IN_QUARTER,
            bottom=Measure(
                label="quota",
                fact="quotas",
                aggregate="sum(amount)",
                when=ClosedQuarter(),
                unit=Unit.MONEY,
            ),
            zero=_NO_QUOTA,
        ),
        window="last closed fiscal quarter",
        meaning="Closed-won amount of the quarter over the quota of the whole team.",
        definition="4.9",
    ),
    Metric(
        key="reps_at_quota",
        title="Reps at quota",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(
            top=Measure(
                label="reps who reached their quota",
                fact="attainment",
                aggregate="count(*)",
                where="won >= quota",
                when=ClosedQuarter(),
                unit=Unit.COUNT,
            ),
            bottom=_REPS,
            zero=_NO_QUOTA,
        ),
        window="last closed fiscal quarter",
        meaning="Share of the people with a quota who reached it.",
        definition="4.9",
        sample=_REPS,
        min_n=MIN_REPS,
        is_share=True,
    ),
)
