"""Sales: what is won, how soon, and against which quota."""

from __future__ import annotations

from fractions import Fraction

from cro_cli.measures import (
    CLOSED_DEALS,
    MIN_DEALS,
    MIN_REPS,
    NO_QUOTA,
    NO_WON,
    WON_VALUE,
    closed_deals,
)
from cro_cli.metric import (
    TTM,
    AsOf,
    ClosedQuarter,
    Derived,
    Measure,
    Metric,
    Ratio,
    Spread,
    Total,
    Values,
)
from cro_cli.model import Better, Reason, Unit

_NO_CLOSED = Reason(code="no_closed_deals", text="no deal was won or lost {window}")

_QUALIFIED = Measure(
    label="open qualified deals",
    fact="pipeline",
    aggregate="count(*)",
    where="is_open AND is_qualified",
    when=AsOf(),
    unit=Unit.COUNT,
)
_WON = closed_deals("won deals", "status = 'won'")
_LOST = closed_deals("lost deals", "status = 'lost'")
_PRICED_WON = closed_deals("won deals with an amount", "status = 'won' AND has_amount")
_WON_IN_QUARTER = closed_deals("closed won", "status = 'won'", amount=True, when=ClosedQuarter())
_REPS = Measure(
    label="reps with a quota",
    fact="attainment",
    aggregate="count(*)",
    when=ClosedQuarter(),
    unit=Unit.COUNT,
)


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
        sample=CLOSED_DEALS,
        min_n=MIN_DEALS,
        is_share=True,
    ),
    Metric(
        key="average_deal_size",
        title="Average deal size",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=Ratio(top=WON_VALUE, bottom=_PRICED_WON, zero=NO_WON),
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
        spread=Spread.PRODUCT,
        fraction=(("win_rate", "size"), ("cycle",)),
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
            zero=NO_QUOTA,
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
            zero=NO_QUOTA,
        ),
        window="last closed fiscal quarter",
        meaning="Share of the people with a quota who reached it.",
        definition="4.9",
        sample=_REPS,
        min_n=MIN_REPS,
        is_share=True,
    ),
)
