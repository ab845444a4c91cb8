"""The pictures of a page show the numbers that the other reports say."""

from __future__ import annotations

from pathlib import Path

from cro_cli.config import Config
from cro_cli.model import Block, Chart, Grid, Scorecard
from cro_cli.sources import Loaded, load
from tests.engine.test_breakdown import built, grid, loaded, settled

__all__ = ["loaded", "settled"]


def charts(blocks: tuple[Block, ...]) -> dict[str, Chart]:
    return {block.key: block for block in blocks if isinstance(block, Chart)}


def test_a_page_has_pictures_and_the_terminal_none(
    loaded: Loaded,
    settled: Config,
) -> None:
    page = built("report", loaded, settled, charts=True)
    assert list(charts(page.blocks)) == ["bridge", "retention", "pipeline", "funnel"]
    assert any(isinstance(block, Grid) and block.key == "cohorts_logos" for block in page.blocks)
    plain = built("report", loaded, settled)
    assert not charts(plain.blocks)
    assert plain.readings == page.readings


def test_pictures_agree_with_the_readings(
    loaded: Loaded,
    settled: Config,
) -> None:
    page = built("report", loaded, settled, charts=True)
    readings = {reading.key: reading for reading in page.readings}
    shown = charts(page.blocks)
    nrr, grr = shown["retention"].series
    assert (nrr.values[-1], grr.values[-1]) == (readings["nrr"].value, readings["grr"].value)
    assert shown["bridge"].series[0].values[-1] == readings["mrr"].value
    leads, mqls, sqls, won = shown["funnel"].series[0].values
    assert None not in (leads, mqls, sqls, won)
    assert mqls / leads == readings["lead_to_mql"].value  # type: ignore[operator]
    assert won / leads == readings["lead_to_won"].value  # type: ignore[operator]
    assert sqls / mqls == readings["mql_to_sql"].value  # type: ignore[operator]
    stages = dict(zip(shown["pipeline"].labels, shown["pipeline"].series[0].values, strict=True))
    assert next(iter(stages)) == "Prospecting"  # the least probable first
    assert all(value for value in stages.values())


def test_the_heat_map_is_that_of_the_cohorts(
    loaded: Loaded,
    settled: Config,
) -> None:
    page = built("report", loaded, settled, charts=True)
    report = built("cohorts", loaded, settled, period="quarter", months=12)
    assert grid(page, "cohorts_logos").rows == grid(report, "cohorts_logos").rows


def test_what_the_inputs_cannot_show_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(
        "id,stage,status,amount,created_on,close_on,updated_on\n"
        "d1,Proposal,open,100,2026-01-10,2026-06-30,2026-03-31\n"
        "d2,Qualified,open,50,2026-01-10,2026-06-30,2026-03-31\n",
        encoding="utf-8",
    )
    page = built("report", load([str(tmp_path)]), Config(), charts=True)
    (chart,) = charts(page.blocks).values()
    assert dict(zip(chart.labels, chart.series[0].values, strict=True)) == {
        "Proposal": 100,
        "Qualified": 50,
    }
    assert sum(isinstance(block, Scorecard) for block in page.blocks) == 1
