"""Pipeline: what is open, and against which quota that is still to be won."""

from __future__ import annotations

from fractions import Fraction

from cro_cli.measures import CLOSED_DEALS, MIN_DEALS, NO_QUOTA, NO_WON, WON_VALUE, closed_deals
from cro_cli.metric import (
    AsOf,
    Derived,
    Measure,
    Metric,
    Outcome,
    Spread,
    TargetQuarter,
    Total,
    Values,
)
from cro_cli.model import Better, Part, Reason, Status, Unit

TITLE = "Pipeline and sales"

HALF = Fraction(1, 2)


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
_LOST_VALUE = closed_deals("amount lost", "status = 'lost'", amount=True)


def _coverage(values: Values) -> Outcome | Reason:
    quota, won, pipeline = values["quota"], values["won"], values["pipeline"]
    if not quota:
        return NO_QUOTA
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
    return (won + lost) / won if won else NO_WON


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
            inputs={"won": WON_VALUE, "lost": _LOST_VALUE},
            compute=_required,
        ),
        window="trailing 12 months",
        meaning="Pipeline needed for each unit of quota at the win rate by value.",
        definition="4.9",
        sample=CLOSED_DEALS,
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
)
