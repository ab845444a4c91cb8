"""Leads of the mature cohort and the stages they reached (definitions 4.10, 4.12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason
from cro_cli.named_tuple import NamedTuple

_NEEDS_LEADS = Reason(
    code="missing_table",
    text="needs leads",
    remedy="add Salesforce's Lead or HubSpot's Contacts export, or leads.csv",
)
_NEEDS_WON_DATES = Reason(
    code="needs_won_dates",
    text="no lead can be followed to a won deal, so nobody knows when a cohort is mature",
    remedy="export ConvertedOpportunityId with the leads, and the deals (template: deal, won_on)",
)
_NEEDS_DAYS = Reason(
    code="needs_stage_days",
    text="some leads reached their stage on a day that the export does not tell",
    remedy="export the day of each stage (template: mql_on, sql_on, won_on)",
)

_MQL = ("mql", "marketing qualified lead", "marketingqualifiedlead")
_SQL = ("sql", "sales qualified lead", "salesqualifiedlead", "opportunity")
_WON = ("won", "customer", "evangelist")


def build(inputs: Inputs) -> FactData | Missing:
    """Return the leads of the cohort that is mature at each month end, with what they reached."""
    table = inputs.table("leads")
    if table is None:
        return Missing(reason=_NEEDS_LEADS)
    leads = _dated(table, inputs)
    cohorts = {month: found for month in inputs.months if (found := _mature(leads, month))}
    if not cohorts:
        return Missing(reason=_NEEDS_WON_DATES)
    followed = (_followed(leads.lazy(), month, found) for month, found in cohorts.items())
    frame = pl.concat(followed).collect(engine="in-memory")
    return FactData(
        frame=frame,
        last=_last(inputs),
        lacks=_lacks(table, inputs),
        lacks_at=_lacks_at(frame, leads, inputs),
        days={month: (found.first, found.last) for month, found in cohorts.items()},
        notes=tuple(_said(leads, cohorts.get(inputs.months[-1]))),
    )


def _last(inputs: Inputs) -> int | None:
    """Return the last month of the leads, and of the deals where these tell what was won."""
    newest, deals = inputs.newest("leads"), inputs.fact("deals")
    ends = [months.index(newest)] if newest else []
    if isinstance(deals, FactData) and deals.last is not None and not inputs.has("leads.won_on"):
        ends.append(deals.last)
    return min(ends, default=None)


def _lacks_at(frame: pl.DataFrame, leads: pl.DataFrame, inputs: Inputs) -> dict[int, Reason]:
    """Return the month ends of which nothing is known: no cohort is mature, or no day tells."""
    newest = inputs.newest("leads")
    present = months.last_closed(newest) if newest else inputs.months[-1]
    is_undated = bool(leads["is_undated"].any())
    past = {month: _NEEDS_DAYS for month in inputs.months if is_undated and month < present}
    mature = set(frame["month"])
    return past | {month: _NEEDS_WON_DATES for month in inputs.months if month not in mature}


def _dated(table: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return the days a lead reached each stage; a stage known without a day counts as created."""
    leads = table.lazy().select(
        "id",
        "created_on",
        "mql_on",
        "sql_on",
        "won_on",
        "deal",
        stage=_stage(),
    )
    deals = inputs.fact("deals")
    if isinstance(deals, Missing):
        leads = leads.with_columns(
            opened_on=pl.when(pl.col("deal").is_not_null()).then("created_on"),
            closed_won_on=pl.lit(None, pl.Date),
        )
    else:
        known = deals.frame.lazy().select(
            "deal",
            opened_on="created_on",
            closed_won_on=pl.when(pl.col("status") == "won").then("close_on"),
        )
        leads = leads.join(known, on="deal", how="left", validate="m:1")
    won = pl.coalesce("won_on", "closed_won_on", _since_created(_WON))
    sql = pl.coalesce("sql_on", "opened_on", _since_created((*_SQL, *_WON)))
    mql = pl.coalesce("mql_on", _since_created((*_MQL, *_SQL, *_WON)))
    staged = leads.select(
        "created_on",
        lead="id",
        mql_on=pl.min_horizontal(mql, sql, won),
        sql_on=pl.min_horizontal(sql, won),
        won_on=won,
        days=(pl.coalesce("won_on", "closed_won_on") - pl.col("created_on")).dt.total_days(),
        is_filled=(mql.is_null() & (sql.is_not_null() | won.is_not_null()))
        | (sql.is_null() & won.is_not_null()),
        is_undated=_is_undated().fill_null(value=False),
    )
    return staged.collect(engine="in-memory")


def _is_undated() -> pl.Expr:
    """Tell which leads are in a stage without the day on which they reached it or a later one."""
    no_won = pl.coalesce("won_on", "closed_won_on").is_null()
    no_sql = pl.coalesce("sql_on", "opened_on").is_null() & no_won
    no_mql = pl.col("mql_on").is_null() & no_sql
    stage = pl.col("stage")
    return (
        (stage.is_in(_WON) & no_won) | (stage.is_in(_SQL) & no_sql) | (stage.is_in(_MQL) & no_mql)
    )


def _stage() -> pl.Expr:
    return pl.col("stage").str.to_lowercase()


def _since_created(names: tuple[str, ...]) -> pl.Expr:
    return pl.when(pl.col("stage").is_in(names)).then("created_on")


class _Cohort(NamedTuple):
    """The days, both counted, in which the leads of a mature cohort were created."""

    first: dt.date
    last: dt.date
    lag: int


def _mature(leads: pl.DataFrame, month: int) -> _Cohort | None:
    """Return the cohort that is mature at a month's end, or None when no lead was won by then."""
    day = months.end(month)
    days = pl.col("days").filter(pl.col("won_on") <= day).drop_nulls().sort()
    won = leads.select(days).to_series()
    if not won.len():
        return None
    # Nearest rank: the smallest number of days within which three quarters were won.
    lag = max(won[-(-won.len() * 3 // 4) - 1], 0)
    last = day - dt.timedelta(days=lag)
    before = pl.select(pl.lit(last).dt.offset_by("-12mo")).item()
    return _Cohort(first=before + dt.timedelta(days=1), last=last, lag=lag)


def _followed(leads: pl.LazyFrame, month: int, found: _Cohort) -> pl.LazyFrame:
    """Return the leads of the mature cohort and what they had reached by the month's end."""
    day = months.end(month)
    return leads.filter(pl.col("created_on").is_between(found.first, found.last)).select(
        pl.lit(month, pl.Int32).alias("month"),
        "lead",
        pl.lit(value=True).alias("is_lead"),
        is_mql=(pl.col("mql_on") <= day).fill_null(value=False),
        is_sql=(pl.col("sql_on") <= day).fill_null(value=False),
        is_won=(pl.col("won_on") <= day).fill_null(value=False),
    )


def _lacks(table: pl.DataFrame, inputs: Inputs) -> dict[str, Reason]:
    staged = table["stage"].null_count() < table.height
    lacks = {}
    if not inputs.has("leads.mql_on") and not staged:
        lacks["mql"] = _needs("mql_on", "MQL")
    if not inputs.has("leads.sql_on") and not inputs.has("leads.deal") and not staged:
        lacks["sql"] = _needs("sql_on", "SQL")
    return lacks


def _needs(column: str, name: str) -> Reason:
    return Reason(
        code="missing_column",
        text=f"needs the day a lead became {name}",
        remedy=f"export a field such as {name}_Date__c, or the lifecycle stage "
        f"(template: {column})",
    )


def _said(leads: pl.DataFrame, found: _Cohort | None) -> Iterator[str]:
    """Yield which leads are followed, and how many stages were filled in."""
    if found is not None:
        yield (
            f"the funnel follows leads created from {found.first} to {found.last}: three of four "
            f"won leads were won within {found.lag} days"
        )
    if filled := leads["is_filled"].sum():
        yield f"{filled} leads skipped a stage; the later one implies it"


_WON_ON = (
    "leads.stage",
    "leads.created_on",
    "leads.won_on",
    "leads.deal",
    "facts.deals.deal",
    "facts.deals.status",
    "facts.deals.close_on",
)
_SQL_ON = ("leads.sql_on", "facts.deals.created_on", *_WON_ON)

FACT = Fact(
    name="funnel",
    grain="lead × evaluated month",
    columns={
        "month": _WON_ON,
        "lead": ("leads.id",),
        "is_lead": ("leads.id",),
        "is_mql": ("leads.mql_on", *_SQL_ON),
        "is_sql": _SQL_ON,
        "is_won": _WON_ON,
    },
    build=build,
)
