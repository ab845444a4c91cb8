"""Cohorts: by hand, and against the ledger of the sample company."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli.assumptions import Assumptions
from cro_cli.config import Config
from cro_cli.metrics import METRICS
from cro_cli.model import Cell, Grid, Note, Report
from cro_cli.sources import Loaded, load
from tests.engine.test_breakdown import built, grid, loaded, settled
from tests.metrics.tiny import expand

__all__ = ["loaded", "settled"]

# c0 was there before; c1 shrinks, c2 leaves for a month and comes back for more, c3 comes later.
HISTORY = """customer,month,amount
c0,2026-01,999
c0,2026-02,999
c0,2026-03,999
c0,2026-04,999
c0,2026-05,999
c1,2026-02,100
c1,2026-03,100
c1,2026-04,50
c1,2026-05,50
c2,2026-02,60
c2,2026-04,90
c2,2026-05,90
c3,2026-03,10
c3,2026-04,10
c3,2026-05,20
"""


def report(folder: Path, **request: object) -> Report:
    (folder / "mrr.csv").write_text(HISTORY, encoding="utf-8")
    return built("cohorts", load([str(folder)]), Config(), **request)


def shown(table: Grid) -> dict[str, list[Fraction | None]]:
    return {row[0].text: [cell.value for cell in row[1:]] for row in table.rows}


def test_customers_kept(tmp_path: Path) -> None:
    table = grid(report(tmp_path), "cohorts_logos")
    assert [column.title for column in table.columns] == ["Cohort", "Start", "+1", "+2", "+3"]
    half, whole = Fraction(1, 2), Fraction(1)
    assert shown(table) == {
        "2026-02": [2, half, whole, whole],
        "2026-03": [1, whole, whole, None],
        "average": [3, Fraction(2, 3), whole, whole],
    }
    assert table.rows[1][4] == Cell()  # nobody can know yet


def test_net_and_gross_revenue_kept(tmp_path: Path) -> None:
    found = report(tmp_path)
    # February's cohort began with 160: 100 after a month, 50 + 90 after two.
    assert shown(grid(found, "cohorts_net"))["2026-02"] == [
        160,
        Fraction(100, 160),
        Fraction(140, 160),
        Fraction(140, 160),
    ]
    # Growth above the first amount counts for nothing: 50 + 60.
    assert shown(grid(found, "cohorts_gross"))["2026-02"] == [
        160,
        Fraction(100, 160),
        Fraction(110, 160),
        Fraction(110, 160),
    ]
    # Half of a cohort, or less, has no shade; all of it, or more, has the darkest.
    shades = [[cell.shade for cell in row[2:4]] for row in grid(found, "cohorts_net").rows[:2]]
    assert shades == [[Fraction(1, 4), Fraction(3, 4)], [1, 1]]
    # All cohorts that are two months old: 160 and 10 became 140 and 20.
    assert shown(grid(found, "cohorts_net"))["average"][2] == Fraction(160, 170)


def test_as_many_cohorts_are_shown_as_months_are_asked_for(tmp_path: Path) -> None:
    table = grid(report(tmp_path, months=3), "cohorts_logos")
    assert [*shown(table)] == ["2026-03", "average"]


def test_rates_of_exchange_keep_and_lose_nothing(tmp_path: Path) -> None:
    """100 euros stay 100 euros, at 1.00 and at 2.00."""
    euros = [f"c1,2026-0{month},100,EUR\n" for month in (2, 3)]
    dollars = [f"c0,2026-0{month},9,USD\n" for month in (1, 2, 3)]
    (tmp_path / "mrr.csv").write_text(
        "".join(["customer,month,amount,currency\n", *euros, *dollars])
    )
    (tmp_path / "fx.csv").write_text(
        "date,currency,rate\n2026-02-28,EUR,1.00\n2026-03-31,EUR,2.00\n"
    )
    config = Config(settled=Assumptions(definitions={"fx": "historical"}))
    found = built("cohorts", load([str(tmp_path)]), config)
    assert shown(grid(found, "cohorts_net"))["2026-02"] == [200, 1]


def test_who_comes_and_leaves_within_a_quarter_came_when_it_stayed(tmp_path: Path) -> None:
    rows = "c0,2025-12..2026-06,9\nc1,2026-02,5\nc1,2026-05..2026-06,7\n"
    (tmp_path / "mrr.csv").write_text(expand(f"customer,month,amount\n{rows}"))
    found = built("cohorts", load([str(tmp_path)]), Config(), period="quarter")
    assert shown(grid(found, "cohorts_logos")) == {"2026-04 to 2026-06": [1], "average": [1]}


def test_who_comes_without_a_plan_has_a_triangle_too(tmp_path: Path) -> None:
    (tmp_path / "mrr.csv").write_text(f"{BY_PLAN}c3,2026-03,3,\n", encoding="utf-8")
    found = built("cohorts", load([str(tmp_path)]), Config(), by="plan")
    assert shown(grid(found, "cohorts_net_(none)"))["2026-03"] == [3]


def test_periods_that_have_not_ended_are_left_out(tmp_path: Path) -> None:
    table = grid(report(tmp_path, period="quarter"), "cohorts_net")
    # January to March is the one whole quarter: c1 and c3 pay at its end, c2 is away.
    assert shown(table) == {"2026-01 to 2026-03": [110], "average": [110]}


def test_quarters_are_those_of_the_fiscal_year(tmp_path: Path) -> None:
    """February to April, at whose end c1, c2 and c3 pay 50, 90 and 10; May is of the next one."""
    (tmp_path / "mrr.csv").write_text(HISTORY, encoding="utf-8")
    config = Config(settled=Assumptions(fiscal_year_start=2))
    found = built("cohorts", load([str(tmp_path)]), config, period="quarter")
    assert shown(grid(found, "cohorts_net")) == {
        "2026-02 to 2026-04": [150],
        "average": [150],
    }


def test_who_was_there_before_is_in_no_cohort_and_that_is_said(tmp_path: Path) -> None:
    notes = [block for block in report(tmp_path).blocks if isinstance(block, Note)]
    assert any("1 customer was there when the data begin" in note.lines[0] for note in notes)


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_cohorts_add_up_to_the_revenue_of_new_customers(
    loaded: Loaded,
    settled: Config,
    period: str,
) -> None:
    found = built("cohorts", loaded, settled, period=period, months=36)
    for key in ("logos", "net", "gross"):
        table = grid(found, f"cohorts_{key}")
        starts = [row[1].value or Fraction(0) for row in table.rows]
        assert sum(starts[:-1]) == starts[-1] > 0
        for *_, last in table.rows[:-1]:
            assert last.value is None or last.value >= 0
    net, gross = (shown(grid(found, f"cohorts_{key}")) for key in ("net", "gross"))
    for name, values in gross.items():
        assert all(low is None or low <= high for low, high in zip(values, net[name], strict=True))  # type: ignore[operator]
        assert all(value is None or value <= 1 for value in values[1:])


def test_parts_have_triangles_of_their_own(
    loaded: Loaded,
    settled: Config,
) -> None:
    whole = built("cohorts", loaded, settled, months=6, by="segment")
    parts = [f"cohorts_logos_{name}" for name in ("ent", "mid", "smb")]
    total = shown(grid(whole, "cohorts_logos"))["average"][0]
    sizes = [shown(grid(whole, part))["average"][0] or Fraction(0) for part in parts]
    assert sum(sizes, Fraction(0)) == total


def test_present_prices_tell_who_stayed_and_not_what_they_paid(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "id,customer,amount,interval,started_on,ended_on,status\n"
        "s1,c1,100,month,2026-01-10,,active\n"
        "s2,c2,40,month,2026-01-15,2026-02-20,canceled\n"
        "s3,c3,40,month,2026-04-15,,active\n",
        encoding="utf-8",
    )
    found = built("cohorts", load([str(tmp_path)]), Config())
    assert shown(grid(found, "cohorts_logos"))["2026-01"] == [2, Fraction(1, 2), Fraction(1, 2)]
    keys = {block.key for block in found.blocks if isinstance(block, Grid)}
    assert keys == {"variants", "cohorts_logos"}


def test_every_headline_is_a_metric() -> None:
    from cro_cli.reports.cohorts import HEADLINES

    assert set(HEADLINES) <= {metric.key for metric in METRICS}


# c1 comes with both plans and more of pro, c2 with basic and moves later, c0 was there before.
BY_PLAN = """customer,month,amount,plan
c0,2026-01,999,basic
c0,2026-01,1,own
c0,2026-02,999,pro
c0,2026-03,999,pro
c1,2026-02,100,pro
c1,2026-02,60,basic
c1,2026-03,50,basic
c2,2026-02,40,basic
c2,2026-03,80,pro
"""


def test_each_customer_is_in_the_cohorts_of_the_plan_it_came_with(tmp_path: Path) -> None:
    (tmp_path / "mrr.csv").write_text(BY_PLAN, encoding="utf-8")
    found = built("cohorts", load([str(tmp_path)]), Config(), by="plan")
    pro, basic = (grid(found, f"cohorts_net_{plan}") for plan in ("pro", "basic"))
    assert pro.title == "Net revenue kept, first plan pro"
    assert shown(pro)["2026-02"] == [160, Fraction(50, 160)]
    assert shown(basic)["2026-02"] == [40, 2]
    assert shown(grid(found, "cohorts_logos"))["2026-02"] == [2, 1]
    # The plan of most new revenue first: what c0 paid from the beginning on is not new.
    keys = [one.key for one in found.blocks if isinstance(one, Grid)]
    assert [key for key in keys if key.startswith("cohorts_net_")] == [
        "cohorts_net_pro",
        "cohorts_net_basic",
    ]
    notes = [block.lines[0] for block in found.blocks if isinstance(block, Note)]
    assert any("1 customer was there when the data begin" in note for note in notes)
