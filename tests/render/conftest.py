from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from cro_cli.model import (
    Band,
    Better,
    Cell,
    Chart,
    Column,
    Drawing,
    Edge,
    Finding,
    Grid,
    Input,
    Interval,
    Note,
    Part,
    Reading,
    Reason,
    Remark,
    Report,
    Scorecard,
    Series,
    Severity,
    Status,
    Unit,
    Window,
)

AS_OF = dt.date(2026, 9, 30)
NO_HISTORY = Reason(
    code="no_history",
    text="the export holds only the present price of each subscription",
    remedy="add the Stripe report “MRR per subscriber per month”, which has one column a month, "
    "or export the subscriptions again each month and give all of the files",
)


def percent(number: int) -> Edge:
    return Edge(at=Fraction(number, 100), source="a survey", year=2025, grade="B")


def times(number: str) -> Edge:
    return Edge(at=Fraction(number), source="own convention")


PLAIN = Reading(
    key="mrr",
    title="MRR",
    group="Recurring revenue",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    meaning="Monthly recurring revenue.",
    formula="MRR",
    definition="4.1",
    window=Window(label="at the as-of date", start=None, end=AS_OF),
    value=Fraction(412_345),
    status=Status.NO_BAND,
    previous=Fraction(400_000),
    previous_end=dt.date(2026, 8, 31),
    rows=320,
)
TTM = Window(label="trailing 12 months", start=dt.date(2025, 10, 1), end=AS_OF)

READINGS = (
    PLAIN,
    PLAIN._replace(
        key="arr",
        title="ARR",
        meaning="Annual recurring revenue.",
        # Three billions in yen, and a third of one: no end as a decimal.
        value=Fraction(9_876_543_210_123) + Fraction(1, 3),
        previous=Fraction(0),
    ),
    PLAIN._replace(
        key="churned_mrr",
        title="顧客 [red] & <b> [/]",
        better=Better.LOWER,
        meaning="A \x1b[31mred\x1b]0;title\x07 name\nover \u202etwo\u202c lines\x00\x9b.",
        value=Fraction(0),
        previous=Fraction(12),
        previous_end=None,
        rows=1,
    ),
    PLAIN._replace(
        key="net_new_mrr",
        title="Net new MRR",
        value=Fraction("-1234.565"),
        previous=None,
        previous_reason=Reason(code="too_short", text="the data begin 2026-09-01"),
        rows=0,
    ),
    PLAIN._replace(
        key="nrr",
        title="NRR",
        group="Retention",
        unit=Unit.RATIO,
        meaning="What the customers of a year ago pay now.",
        formula="MRR of the same customers now ÷ MRR of this cohort a year ago",
        definition="4.4",
        window=TTM,
        # 109.96 % is below 110 %: it must not read 110.0%.
        value=Fraction(10996, 10000),
        status=Status.WATCH,
        parts=(
            Part(
                key="kept",
                label="MRR of the same customers now",
                unit=Unit.MONEY,
                value=Fraction(329_880),
                rows=210,
            ),
            Part(
                key="base",
                label="MRR of this cohort a year ago",
                unit=Unit.MONEY,
                value=Fraction(300_000),
                rows=200,
            ),
        ),
        band=Band(better=Better.HIGHER, healthy=percent(110), watch=percent(100), profile="growth"),
        previous=Fraction(108, 100),
        low_n=7,
        assumptions=("customers without a country count as USA",),
        notes=("2 customers changed currency",),
    ),
    PLAIN._replace(
        key="grr",
        title="GRR",
        group="Retention",
        unit=Unit.RATIO,
        window=TTM,
        # Exactly on the edge is on the better side.
        value=Fraction(9, 10),
        status=Status.HEALTHY,
        band=Band(better=Better.HIGHER, healthy=percent(90), watch=percent(82)),
        previous=Fraction(9, 10),
        interval=Interval(low=Fraction(3, 4), high=Fraction(1)),
    ),
    PLAIN._replace(
        key="expansion_share",
        title="Expansion share of new ARR",
        group="Retention",
        unit=Unit.RATIO,
        better=Better.RANGE,
        meaning="How much of the ARR that was added came from existing customers.",
        formula="expansion ÷ (new + expansion)",
        window=TTM,
        value=Fraction(552, 1000),
        status=Status.AT_RISK,
        band=Band(
            better=Better.RANGE,
            healthy=percent(20),
            watch=percent(10),
            healthy_to=percent(40),
            watch_to=percent(50),
        ),
        previous=Fraction(45, 100),
        parts=(
            Part(key="expansion", label="expansion ARR", unit=Unit.MONEY, value=Fraction(552_000)),
            Part(
                key="new",
                label="new ARR",
                unit=Unit.MONEY,
                value=None,
                reason=Reason(code="lost", text="gone"),
            ),
        ),
    ),
    PLAIN._replace(
        key="quick_ratio",
        title="Quick ratio",
        group="Retention",
        unit=Unit.TIMES,
        window=TTM,
        value=None,
        status=Status.UNKNOWN,
        reason=NO_HISTORY,
        previous=None,
    ),
    PLAIN._replace(
        key="expansion_mrr",
        title="Expansion MRR",
        group="Retention",
        window=TTM,
        value=None,
        status=Status.UNKNOWN,
        reason=NO_HISTORY,
        previous=None,
    ),
    PLAIN._replace(
        key="win_rate",
        title="Win rate",
        group="Pipeline and sales",
        unit=Unit.RATIO,
        window=TTM,
        value=None,
        status=Status.UNKNOWN,
        reason=Reason(code="no_closed_deals", text="no deal was won or lost in the window"),
        previous=None,
    ),
    PLAIN._replace(
        key="pipeline_coverage",
        title="Pipeline coverage",
        group="Pipeline and sales",
        unit=Unit.TIMES,
        better=Better.RANGE,
        window=TTM,
        value=None,
        status=Status.HEALTHY,
        reason=Reason(code="quota_met", text="the quota of the target quarter is met"),
        band=Band(
            better=Better.RANGE,
            healthy=times("3"),
            watch=times("2.5"),
            healthy_to=times("4"),
            remarks=(Remark(text="above 5x is often inflated", above=Fraction(5)),),
        ),
        previous=Fraction(32, 10),
    ),
    PLAIN._replace(
        key="cac_payback",
        title="CAC payback",
        group="Acquisition",
        unit=Unit.MONTHS,
        better=Better.LOWER,
        meaning="Months of gross profit that earn back what a new customer cost.",
        formula="CAC ÷ (new MRR × gross margin)",
        window=TTM,
        value=Fraction(263, 10),
        status=Status.AT_RISK,
        band=Band(
            better=Better.LOWER,
            healthy=Edge(at=Fraction(18), source="a survey"),
            watch=Edge(at=Fraction(24), source="a survey"),
        ),
        previous=Fraction(24),
        assumptions=("gross margin 80% from the config",),
    ),
    PLAIN._replace(
        key="magic_number",
        title="Magic number",
        group="Acquisition",
        unit=Unit.TIMES,
        window=TTM,
        value=Fraction(3, 4),
        status=Status.HEALTHY,
        band=Band(better=Better.HIGHER, healthy=times("0.75"), watch=times("0.5")),
        previous=Fraction(81, 100),
        notes=("net of churn",),
    ),
    PLAIN._replace(
        key="sales_cycle",
        title="Sales cycle",
        group="Acquisition",
        unit=Unit.DAYS,
        better=Better.LOWER,
        window=TTM,
        value=Fraction(84),
        previous=Fraction(169, 2),
    ),
    PLAIN._replace(
        key="pipeline_velocity",
        title="Pipeline velocity",
        group="Acquisition",
        unit=Unit.MONEY_PER_DAY,
        better=Better.NEITHER,
        window=TTM,
        value=Fraction(10000, 3),
        previous=Fraction(10000, 3),
    ),
)

BRIDGE = Grid(
    key="bridge",
    title="MRR by month",
    columns=(
        Column(key="month", title="Month"),
        Column(key="start", title="Start", unit=Unit.MONEY),
        Column(key="churn", title="Churn", unit=Unit.MONEY),
        Column(key="nrr", title="NRR", unit=Unit.RATIO),
        Column(key="who", title="Largest loss"),
    ),
    rows=(
        (
            Cell(text="2026-08"),
            Cell(value=Fraction(400_000)),
            Cell(value=Fraction("-1234.565")),
            Cell(
                value=Fraction(10996, 10000),
                status=Status.WATCH,
                shade=Fraction(3, 4),
                edges=(Fraction(11, 10),),
            ),
            Cell(text="=HYPERLINK() | `x` <b> @here\n顧客"),
        ),
        (
            Cell(text="[/] 2026-09"),
            Cell(value=Fraction(9_876_543_210_123) + Fraction(1, 3)),
            Cell(text="none"),
            Cell(shade=Fraction(0)),
            Cell(value=Fraction(7), unit=Unit.COUNT),
        ),
    ),
)
TREND = Chart(
    key="retention",
    title="Retention over time",
    drawing=Drawing.LINES,
    unit=Unit.RATIO,
    labels=("2026-07", "2026-08", "2026-09"),
    series=(
        Series(key="nrr", title="NRR", values=(Fraction(1), None, Fraction(11, 10))),
        Series(key="grr", title="GRR", values=(Fraction(9, 10),) * 3),
    ),
)
STEPS = Chart(
    key="steps",
    title="From MRR to MRR",
    drawing=Drawing.WATERFALL,
    unit=Unit.MONEY,
    labels=("start", "new <i>", "churn", "end"),
    series=(
        Series(
            key="mrr",
            title="MRR",
            values=(Fraction(100), Fraction(25), Fraction(-50), Fraction(75)),
        ),
    ),
)

FINDINGS = (
    Finding(
        severity=Severity.ERROR,
        id="E201",
        code="not_money",
        text="cannot be read as an amount",
        remedy="write it as 1234.56",
        file="exports/deals [Q3].csv",
        row=12,
        column="Amount",
        value="12,34,5\x1b[2J",
        table="deals",
        fields=("deals.amount",),
    ),
    Finding(severity=Severity.WARNING, id="W398", code="old", text="nothing newer than 2026-03-31"),
    *(
        Finding(
            severity=Severity.NOTE,
            id="W301",
            code="ignored",
            text="recognised as nothing, ignored",
            file="exports/readme.csv",
            row=row,
        )
        for row in range(1, 9)
    ),
)
INPUTS = (
    Input(
        file="exports/stripe_subscriptions.csv",
        format="stripe_subscriptions",
        table="subscriptions",
        sha256="0" * 64,
        rows=1320,
        kept=1306,
        dropped={"test mode": 12, "footer": 2},
        newest=AS_OF,
    ),
    Input(
        file="exports/deals [Q3].csv",
        format="salesforce_opportunities",
        table="deals",
        sha256="f" * 64,
        rows=40,
        kept=40,
        encoding="cp1252",
        also={"deal_stages": 1205},
    ),
)


@pytest.fixture(scope="session")
def report() -> Report:
    """Return one report that holds every value that is hard to draw."""
    return Report(
        name="report",
        title="Revenue report",
        company="Ünïted [bold] Widgets",
        as_of=AS_OF,
        period="month",
        currency="USD",
        profile="growth",
        blocks=(
            Scorecard(readings=READINGS),
            BRIDGE,
            TREND,
            STEPS,
            Note(
                title="Taken for granted",
                lines=("no config was found", "amounts of deals are annual (deals.amount_is)"),
            ),
        ),
        findings=FINDINGS,
        inputs=INPUTS,
    )
