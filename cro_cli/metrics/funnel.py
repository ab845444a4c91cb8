"""The funnel from lead to retained customer."""

from __future__ import annotations

from cro_cli.measures import MIN_CUSTOMERS, MIN_LEADS
from cro_cli.metric import AsOf, Measure, Metric, Ratio, Within
from cro_cli.model import Better, Reason, Unit

TITLE = "Funnel"

WINDOW = "mature cohort of leads, twelve months"


def _leads(label: str, where: str, *needs: str) -> Measure:
    return Measure(
        label=label,
        fact="funnel",
        aggregate="count(*)",
        where=where,
        when=AsOf(),
        unit=Unit.COUNT,
        needs=needs,
    )


def _none(code: str, what: str) -> Reason:
    return Reason(code=code, text=f"no {what} in the mature cohort")


_LEADS = _leads("leads", "is_lead")
_MQLS = _leads("MQLs", "is_mql", "mql")
_SQLS = _leads("SQLs", "is_sql", "sql")
_WON = _leads("won", "is_won")


def _won_customers(label: str, where: str) -> Measure:
    return Measure(
        label=label,
        fact="won_customers",
        aggregate="count(*)",
        where=where,
        when=AsOf(),
        unit=Unit.COUNT,
    )


def _lost_early(label: str, where: str) -> Measure:
    return Measure(
        label=label,
        fact="early_losses",
        aggregate="count(*)",
        where=where,
        when=AsOf(),
        unit=Unit.COUNT,
    )


def _early_churn(days: int) -> Ratio:
    return Ratio(
        top=_lost_early(f"of these not paying {days} days after they were won", f"is_lost_{days}"),
        bottom=_WON_EARLIER,
        zero=Reason(
            code="no_won_customers",
            text="no customer who pays was won in the twelve months that end 180 days ago",
        ),
    )


# Whether they are lost is known of all of them: what tells it tells who is counted here.
_WON_EARLIER = _lost_early("customers who were won and paid", "is_lost_180 IS NOT NULL")
_A_YEAR_OLD = _won_customers("won customers who are a year old", "is_judged")

METRICS = (
    Metric(
        key="lead_to_mql",
        title="Lead → MQL",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(top=_MQLS, bottom=_LEADS, zero=_none("no_leads", "lead")),
        window=WINDOW,
        meaning="Share of leads that became marketing qualified.",
        definition="4.10",
        sample=_LEADS,
        min_n=MIN_LEADS,
        is_share=True,
    ),
    Metric(
        key="mql_to_sql",
        title="MQL → SQL",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(top=_SQLS, bottom=_MQLS, zero=_none("no_mqls", "MQL")),
        window=WINDOW,
        meaning="Share of marketing qualified leads that sales accepted.",
        definition="4.10",
        sample=_MQLS,
        min_n=MIN_LEADS,
        is_share=True,
    ),
    Metric(
        key="sql_to_won",
        title="SQL → won",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(top=_WON, bottom=_SQLS, zero=_none("no_sqls", "SQL")),
        window=WINDOW,
        meaning="Share of sales qualified leads that were won.",
        definition="4.10",
        sample=_SQLS,
        min_n=MIN_LEADS,
        is_share=True,
    ),
    Metric(
        key="lead_to_won",
        title="Lead → won",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(top=_WON, bottom=_LEADS, zero=_none("no_leads", "lead")),
        window=WINDOW,
        meaning="Share of leads that were won.",
        definition="4.10",
        sample=_LEADS,
        min_n=MIN_LEADS,
        is_share=True,
    ),
    Metric(
        key="won_to_retained",
        title="Won → retained",
        unit=Unit.RATIO,
        better=Better.HIGHER,
        how=Ratio(
            top=_won_customers("still paying after twelve months", "is_judged AND is_retained"),
            bottom=_A_YEAR_OLD,
            zero=Reason(
                code="no_won_customers", text="no customer was won twelve to 24 months ago"
            ),
        ),
        window="customers won 12 to 24 months ago",
        meaning="Share of won customers who pay twelve months after their first paid day.",
        definition="4.10",
        span=Within(months=12, lag=12),
        sample=_A_YEAR_OLD,
        min_n=MIN_CUSTOMERS,
        is_share=True,
    ),
    Metric(
        key="early_churn",
        title="Early churn",
        unit=Unit.RATIO,
        better=Better.LOWER,
        how=_early_churn(180),
        window="customers won in the twelve months that end 180 days ago",
        meaning="Share of won customers who are soon lost again; see it by owner or source.",
        definition="4.5",
        span=Within(months=12, lag=6),
        switch="early_churn_days",
        variants={"90": _early_churn(90)},
        sample=_WON_EARLIER,
        min_n=MIN_CUSTOMERS,
        is_share=True,
    ),
)
