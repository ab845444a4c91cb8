"""The sample company taken apart, and month by month: the parts agree with the whole."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from cro_cli import benchmarks, config, dimensions, sources
from cro_cli.config import Config
from cro_cli.errors import InputError
from cro_cli.metrics import METRICS
from cro_cli.model import Chart, Grid, Note, Report, Status
from cro_cli.reports import REPORTS
from cro_cli.request import DIMENSIONS, Request
from cro_cli.sources import Loaded

ROOT = Path(__file__).parents[2]
ADDS_UP = ("mrr", "arr", "new_mrr", "expansion_mrr", "reactivation_mrr", "churned_mrr")


@pytest.fixture(scope="module")
def settled() -> Config:
    return config.load(
        ROOT / "config.example.yaml",
        metrics={metric.key: metric.better for metric in METRICS},
        units={metric.key: metric.unit for metric in METRICS},
        bands=benchmarks.bands,
        profiles=benchmarks.PROFILES,
    )


@pytest.fixture(scope="module")
def loaded(settled: Config) -> Loaded:
    return sources.load(settled.data_paths())


def built(name: str, loaded: Loaded, settled: Config, **request: object) -> Report:
    spec = next(spec for spec in REPORTS if spec.name == name)
    return spec.build(loaded, settled, Request(**request))  # type: ignore[arg-type]


def grid(report: Report, key: str) -> Grid:
    return next(one for one in report.blocks if isinstance(one, Grid) and one.key == key)


@pytest.mark.parametrize("dimension", ["segment", "region", "source", "owner", "plan", "currency"])
def test_the_parts_add_up_to_the_whole(loaded: Loaded, settled: Config, dimension: str) -> None:
    report = built("report", loaded, settled, by=dimension, metrics=ADDS_UP)
    rows = grid(report, f"by_{dimension}").rows
    assert len(rows) == len(ADDS_UP)
    for _, whole, *parts in rows:
        assert whole.value == sum((part.value or 0 for part in parts), Fraction(0))
    assert len(rows[0]) > 3


@pytest.mark.parametrize("dimension", ["segment", "source", "owner"])
def test_the_pipeline_adds_up_too(loaded: Loaded, settled: Config, dimension: str) -> None:
    report = built("report", loaded, settled, by=dimension, metrics=("weighted_pipeline",))
    ((_, whole, *parts),) = grid(report, f"by_{dimension}").rows
    assert whole.value == sum((part.value or 0 for part in parts), Fraction(0))
    assert len([part for part in parts if part.value]) >= 3


def test_a_part_is_judged_by_itself(loaded: Loaded, settled: Config) -> None:
    report = built("report", loaded, settled, by="segment", metrics=("nrr", "gross_margin"))
    (nrr,) = grid(report, "by_segment").rows  # cost is not told apart by segment
    whole, *parts = nrr[1:]
    assert min(part.value or 0 for part in parts) < (whole.value or 0)
    assert max(part.value or 0 for part in parts) > (whole.value or 0)
    for part in parts:
        assert part.value is not None
        assert (part.status is Status.HEALTHY) == (part.value >= part.edges[0])


def test_a_segment_is_judged_by_its_own_column_of_the_profile(
    loaded: Loaded, settled: Config
) -> None:
    report = built("report", loaded, settled, by="segment", metrics=("nrr", "largest_customer"))
    found = grid(report, "by_segment")
    nrr, _ = found.rows
    edges = dict(zip((column.title for column in found.columns), nrr, strict=True))
    percents = {title: [int(at * 100) for at in cell.edges] for title, cell in edges.items()}
    assert percents == {
        "Metric": [],
        "All": [110, 100],
        "smb": [100, 90],
        "mid": [105, 100],
        "ent": [115, 105],
    }
    assert "segment mid judged by profile growth-mid" in lines(report)
    assert not any(
        "judged by" in line for line in lines(built("mrr", loaded, settled, by="segment"))
    )
    region = built("report", loaded, settled, by="region", metrics=("nrr",))
    assert not any("segment" in line for line in lines(region))


def test_an_edge_of_the_config_holds_in_every_segment(loaded: Loaded, settled: Config) -> None:
    own = settled.bands["nrr"]._replace(
        healthy=settled.bands["nrr"].healthy._replace(at=Fraction(9))
    )
    bands = {key: band for key, band in settled.bands.items() if key != "grr"} | {"nrr": own}
    said = settled.settled._replace(said=settled.said | {"benchmarks.nrr"})
    changed = settled._replace(bands=bands, settled=said)
    report = built("report", loaded, changed, by="segment", metrics=("nrr", "grr", "logo_churn"))
    nrr, grr, churn = grid(report, "by_segment").rows
    assert {cell.edges[0] for cell in nrr[1:]} == {Fraction(9)}
    assert {cell.edges for cell in grr[1:]} == {()}  # switched off
    assert len({cell.edges for cell in churn[1:]}) > 1


@pytest.mark.parametrize(
    ("dimension", "why"),
    [
        ("segment", ": the rows name an owner and no segment (`--by owner`)"),
        ("owner", None),
    ],
)
def test_quotas_are_told_apart_by_owner_alone(
    loaded: Loaded, settled: Config, dimension: str, why: str | None
) -> None:
    asked = {"by": dimension, "metrics": ("pipeline_coverage", "gross_margin")}
    report = built("report", loaded, settled, **asked)
    lines = [line for one in report.blocks if isinstance(one, Note) for line in one.lines]
    quotas = [line for line in lines if line.startswith("Pipeline coverage: quotas")]
    told = f"Pipeline coverage: quotas cannot be told apart by {dimension}"
    assert quotas == ([] if why is None else [f"{told}{why}"])
    # What names nothing at all cannot be told apart by anything.
    assert f"Gross margin: financials cannot be told apart by {dimension}" in lines


def test_the_column_that_would_tell_customers_apart_is_named() -> None:
    rows = pl.DataFrame({"customer": ["a"], "account": ["b"], "delta": [1]})
    told = (dimensions.why_untold(rows, name) for name in ("source", "owner", "currency"))
    assert list(told) == [
        ": add the column source to customers or accounts",
        ": add the column owner to accounts",
        "",
    ]


def test_few_cases_and_what_cannot_be_told_apart_are_said(loaded: Loaded, settled: Config) -> None:
    def notes(name: str, **asked: object) -> dict[str, tuple[str, ...]]:
        blocks = built(name, loaded, settled, metrics=("nrr", "win_rate"), **asked).blocks
        return {one.title: one.lines for one in blocks if isinstance(one, Note) and one.main}

    # Customers of a year ago, of whom twenty are enough, and closed deals, of whom ten are.
    nrr = "NRR: Partner (n=18), Paid Social (n=4), Google Ads (n=5), Webinar (n=6), Event (n=3)"
    won = "Win rate: Website (n=9), Google Ads (n=3), Webinar (n=2), Event (n=5)"
    said = "too few cases to be called at risk"
    assert notes("report", by="source") == {f"Low n by source, {said}": (nrr, won)}
    untold = notes("report", by="plan")["Not known by plan"]
    why = "the rows name a source and an owner and no plan (`--by source`, `--by owner`)"
    assert untold == (f"Win rate: deals cannot be told apart by plan: {why}",)
    (over_time,) = notes("trend", by="source", months=3).items()
    assert over_time[0] == f"Low n, {said}"
    assert "NRR, Event: 3 of 3 months, from 2026-07 to 2026-09" in over_time[1]
    for count, span in ((2, "from 2026-08 to 2026-09"), (1, "2026-09")):
        (few,) = notes("trend", by="source", months=count).values()
        assert f"NRR, Event: {count} of {count} months, {span}" in few
    assert notes("trend", months=3) == {}


def lines(report: Report) -> list[str]:
    """Return what was taken for granted."""
    return [line for block in report.blocks if isinstance(block, Note) for line in block.lines]


def test_plans_that_the_history_does_not_say_are_those_of_today(
    loaded: Loaded, settled: Config
) -> None:
    report = built("report", loaded, settled, by="plan", metrics=("mrr",))
    titles = [column.title for column in grid(report, "by_plan").columns]
    assert titles[2:] == ["Enterprise", "Business", "Team", "(several)", "Starter"]
    said = [line for line in lines(report) if line.startswith("plans are those that customers")]
    assert len(said) == 1
    assert not any("plans are" in line for line in lines(built("report", loaded, settled)))


MRR_OF_NO_PLAN = """customer,month,amount
A,2026-08,10
A,2026-09,20
B,2026-07,5
B,2026-09,5
C,2026-09,7
D,2026-07,1
D,2026-08,1
D,2026-09,1
"""
PRESENT = """id,customer,plan,status,amount,interval,started_on,ended_on,updated_on
s1,A,Pro,active,20,month,2026-01-01,,2026-09-30
s2,B,Basic,canceled,5,month,2026-01-01,2026-07-31,
s3,B,Pro,active,5,month,2026-09-01,,
s4,C,Pro,active,4,month,2026-09-01,,
s5,C,Basic,active,3,month,2026-09-01,,
"""


def of_today(folder: Path, name: str, present: str = PRESENT, **request: object) -> Report:
    (folder / "mrr.csv").write_text(MRR_OF_NO_PLAN, encoding="utf-8")
    (folder / "subscriptions.csv").write_text(present, encoding="utf-8")
    return built(name, sources.load([str(folder)]), Config(), by="plan", **request)


def test_every_bridge_of_a_plan_of_today_closes(tmp_path: Path) -> None:
    """A and B have Pro now, B had Basic in July; nobody knows what D has."""
    report = of_today(tmp_path, "mrr")
    parts = {name: grid(report, f"bridge_{name}") for name in ("Pro", "(several)", "(none)")}
    told = {
        name: [[int(cell.value or 0) for cell in row[1:10]] for row in one.rows[1:]]
        for name, one in parts.items()
    }
    # start, new, reactivation, expansion, contraction, churn, end, customers, won
    assert told == {
        "Pro": [[5, 10, 0, 0, 0, -5, 10, 1, 1], [10, 0, 5, 10, 0, 0, 25, 2, 1]],
        "(several)": [[0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 7, 0, 0, 0, 0, 7, 1, 1]],
        "(none)": [[1, 0, 0, 0, 0, 0, 1, 1, 0], [1, 0, 0, 0, 0, 0, 1, 1, 0]],
    }


def test_cohorts_of_a_plan_of_today_are_of_no_first_plan(tmp_path: Path) -> None:
    titles = [one.title for one in of_today(tmp_path, "cohorts").blocks if isinstance(one, Grid)]
    assert "Net revenue kept, plan Pro" in titles


def test_drivers_stand_with_the_plan_of_today(tmp_path: Path) -> None:
    told = grid(of_today(tmp_path, "explain", metric="mrr"), "drivers_mrr_changes").rows
    assert [[cell.text for cell in row[:2]] for row in told] == [
        ["A", "Pro"],
        ["C", "(several)"],
        ["B", "Pro"],
        ["D", "(none)"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2026-07-31", "", "canceled without an end date, such as s2"),
        ("s4,C,Pro,active,4,month,2026-09-01", "s4,C,Pro,active,4,month,x", "row 5 column started"),
        ("Pro", "", None),
    ],
)
def test_a_plan_that_cannot_be_told_is_refused(
    tmp_path: Path, old: str, new: str, why: str | None
) -> None:
    present = PRESENT.replace(old, new) if why else PRESENT.replace("Pro", "").replace("Basic", "")
    beside = rf"; what else knows plans cannot be used: .*{why}" if why else "; add the column"
    with pytest.raises(InputError, match=rf"read from mrr, which says no plan{beside}"):
        of_today(tmp_path, "report", present)


def test_a_dimension_that_no_row_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mrr.csv").write_text(MRR_OF_NO_PLAN, encoding="utf-8")
    for by, refused in (("currency", "which says no currency; add"), ("owner", "no row has")):
        with pytest.raises(InputError, match=refused):
            built("report", sources.load([str(tmp_path)]), Config(), by=by)


def test_every_dimension_is_offered_once() -> None:
    assert len(set(DIMENSIONS)) == len(DIMENSIONS)


def test_a_month_of_the_trend_is_the_report_of_that_month(loaded: Loaded, settled: Config) -> None:
    trend = built("trend", loaded, settled, months=5, full=True)
    table = grid(trend, "months")
    keys = [column.key for column in table.columns]
    for month, day in (("2026-05", dt.date(2026, 5, 31)), ("2026-07", dt.date(2026, 7, 31))):
        row = next(row for row in table.rows if row[0].text == month)
        report = built("report", loaded, settled, as_of=day)
        readings = {reading.key: reading for reading in report.readings}
        for key, cell in zip(keys[1:], row[1:], strict=True):
            assert cell.value == readings[key].value, (month, key)
            if cell.status is not None:
                assert cell.status is readings[key].status


def test_the_trend_sums_up_now_before_and_a_year_ago(loaded: Loaded, settled: Config) -> None:
    asked = {"metrics": ("nrr", "mrr"), "months": 13, "charts": True}
    trend = built("trend", loaded, settled, **asked)
    rows = {row[0].text: row for row in grid(trend, "trend").rows}
    months = {row[0].text: row for row in grid(trend, "months").rows}
    assert list(months) == sorted(months)
    assert len(months) == 13
    for at, title in ((1, "MRR"), (2, "NRR")):
        assert rows[title][2].value == months["2026-09"][at].value
        assert rows[title][3].value == months["2026-08"][at].value
        assert rows[title][4].value == months["2025-09"][at].value
        assert len(rows[title][1].text) == 13
    assert len(rows["NRR"][5].text) == 13
    assert rows["MRR"][5].text == ""  # which has no band
    charts = [block for block in trend.blocks if isinstance(block, Chart)]
    assert [chart.title for chart in charts] == ["MRR", "NRR"]
    assert charts[0].labels == tuple(months)
    assert charts[0].series[0].values[-1] == months["2026-09"][1].value


@pytest.mark.parametrize("full", [False, True])
def test_what_is_told_of_single_days_is_told_of_those_before_too(
    loaded: Loaded,
    settled: Config,
    full: bool,  # noqa: FBT001 - a case
) -> None:
    """Who is in the CRM is asked of each month end by itself."""
    of = "unmatched_share"

    def on(*day: int) -> Fraction | None:
        asked = {"metrics": (of,), "as_of": dt.date(*day)}
        return built("report", loaded, settled, **asked).readings[0].value

    trend = built("trend", loaded, settled, metrics=(of,), months=3 if full else 1, full=full)
    (row,) = grid(trend, "trend").rows
    before, year_ago = on(2026, 8, 31), on(2025, 9, 30)
    assert None not in {before, year_ago}
    assert [row[3].value, row[4].value] == [before, year_ago]
    quarterly = built("trend", loaded, settled, metrics=(of,), months=1, period="quarter")
    assert grid(quarterly, "trend").rows[0][3].value == on(2026, 6, 30) is not None


@pytest.mark.parametrize(
    ("period", "before"), [("month", (2026, 6, 30)), ("quarter", (2026, 4, 30))]
)
def test_programs_get_what_was_before_and_a_year_ago_of_the_first_month_too(
    loaded: Loaded, settled: Config, period: str, before: tuple[int, int, int]
) -> None:
    asked = {"metrics": ("unmatched_share",), "months": 3, "period": period}
    table = grid(built("trend", loaded, settled, full=True, **asked), "points")
    names = [column.key for column in table.columns]
    told = dict(zip(names, table.rows[0], strict=True))
    assert told["month"].text == "2026-07"
    for name, day in (("previous", before), ("year_ago", (2025, 7, 31))):
        then = built("report", loaded, settled, metrics=asked["metrics"], as_of=dt.date(*day))
        assert told[name].value == then.readings[0].value is not None


@pytest.mark.parametrize(("count", "listed"), [(6, True), (7, False)])
def test_the_months_of_six_metrics_are_listed(
    loaded: Loaded,
    settled: Config,
    count: int,
    listed: bool,  # noqa: FBT001 - a case
) -> None:
    metrics = (*ADDS_UP, "nrr")[:count]
    trend = built("trend", loaded, settled, metrics=metrics, months=2)
    keys = {block.key for block in trend.blocks if isinstance(block, Grid)}
    assert ("months" in keys) == listed


def test_a_trend_by_quarter_looks_a_quarter_back(loaded: Loaded, settled: Config) -> None:
    trend = built("trend", loaded, settled, metrics=("mrr",), period="quarter", months=4)
    (row,) = grid(trend, "trend").rows
    assert grid(trend, "trend").columns[3].title == "Quarter ago"
    assert row[3].value == grid(trend, "months").rows[0][1].value


def test_a_trend_by_segment_has_a_table_for_each(loaded: Loaded, settled: Config) -> None:
    trend = built("trend", loaded, settled, metrics=("mrr",), by="segment", months=2)
    titles = [block.title for block in trend.blocks if isinstance(block, Grid)]
    assert titles[:2] == ["Trend, segment ent", "Month by month, segment ent"]
    assert len(titles) == 6


def test_programs_get_every_month_in_long_form(loaded: Loaded, settled: Config) -> None:
    asked = {"metrics": ("mrr", "nrr"), "by": "segment", "months": 3}
    table = grid(built("trend", loaded, settled, full=True, **asked), "points")
    assert table.records
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    assert len(rows) == 3 * 2 * 3  # segments, metrics, months
    ent = {
        (row["metric"].text, row["month"].text): row for row in rows if row["segment"].text == "ent"
    }
    assert {month for _, month in ent} == {"2026-07", "2026-08", "2026-09"}
    august, september = (ent["mrr", month] for month in ("2026-08", "2026-09"))
    assert september["previous"].value == august["value"].value
    assert (september["unit"].text, september["status"].text) == ("money", "no_band")
    base = grid(built("explain", loaded, settled, metric="nrr", by="segment"), "by_segment")
    (then,) = (row[2].value for row in base.rows if row[0].text.endswith("a year ago"))
    assert september["year_ago"].value == then
    assert ent["nrr", "2026-09"]["status"].text == "watch"
    assert not any(
        isinstance(one, Grid) and one.key == "points"
        for one in built("trend", loaded, settled, full=True, charts=True, **asked).blocks
    )
