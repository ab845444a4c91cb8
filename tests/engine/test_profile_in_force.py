"""The profile that a report is judged by: that of the config, or inferred and said aloud."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli.benchmarks import infer
from cro_cli.cli.configured import configured
from cro_cli.errors import ConfigError
from cro_cli.model import Grid, Note, Report
from cro_cli.reports import REPORTS
from cro_cli.request import Request
from cro_cli.sources import load

MILLION = 10**6
MRR = "customer,month,amount\nA,2026-08,{a}\nB,2026-08,5\n"
CUSTOMERS = "id,name,segment\nA,Acme,SMB\nB,Bolt,Large\n"
DEALS = """id,type,stage,status,amount,created_on,close_on
d1,New,Won,won,{size},2026-01-01,2026-03-01
d2,New,Won,won,{size},2026-01-01,2026-08-01
"""


@pytest.mark.parametrize(
    ("arr", "size", "profile"),
    [
        (0, None, "early"),
        (5 * MILLION - 1, None, "early"),
        (5 * MILLION, None, "growth"),
        (50 * MILLION, None, "growth"),
        (50 * MILLION + 1, None, "scale"),
        (1, 24_999, "early-smb"),
        (6 * MILLION, 25_000, "growth-mid"),
        (6 * MILLION, 100_000, "growth-mid"),
        (60 * MILLION, 100_001, "scale-ent"),
    ],
)
def test_stage_by_arr_and_segment_by_deals(arr: int, size: int | None, profile: str) -> None:
    assert infer(Fraction(arr), None if size is None else Fraction(size)) == profile


def report(folder: Path, config: str, *, mrr: int = 0, size: int = 0, by: str = "") -> Report:
    """Return the scorecard on MRR of a customer, and two deals won of a size, in August 2026."""
    files = {"config.yaml": config}
    if mrr:
        files["mrr.csv"] = MRR.format(a=mrr)
    if size:
        files["deals.csv"] = DEALS.format(size=size)
    if by:
        files["customers.csv"] = CUSTOMERS
    for name, text in files.items():
        (folder / name).write_text(text)
    settled = configured(str(folder / "config.yaml"))
    loaded = load([str(folder / name) for name in files if name.endswith(".csv")])
    return REPORTS[0].build(loaded, settled, Request(by=by))


def taken(found: Report) -> str:
    """Return what was taken for granted."""
    notes = (block for block in found.blocks if isinstance(block, Note))
    return "\n".join(line for note in notes for line in note.lines)


def test_the_profile_is_inferred_and_said_aloud(tmp_path: Path) -> None:
    found = report(tmp_path, "benchmarks: {profile: auto}\n", mrr=499_995, size=30_000)
    assert found.profile == "growth-mid"  # ARR of 12 x 500,000 = 6 million
    assert (
        "profile growth-mid inferred from ARR 6,000,000 and average deal size 30,000, "
        "taken as US dollars" in taken(found)
    )
    (nrr,) = (one for one in found.readings if one.key == "grr")
    assert nrr.band is not None
    assert nrr.band.profile == "growth-mid"


def test_without_deals_the_stage_alone_is_inferred(tmp_path: Path) -> None:
    found = report(tmp_path, "benchmarks: {profile: auto}\n", mrr=1_000)
    assert found.profile == "early"
    assert "profile early inferred from ARR 12,060, taken" in taken(found)


def test_without_revenue_the_usual_profile_is_said_to_be_in_force(tmp_path: Path) -> None:
    found = report(tmp_path, "benchmarks: {profile: auto}\n", size=30_000)
    assert found.profile == "growth"
    assert "profile growth, as without ARR none can be inferred" in taken(found)


def test_a_profile_that_is_chosen_is_not_inferred(tmp_path: Path) -> None:
    found = report(tmp_path, "benchmarks: {profile: scale-ent}\n", mrr=1_000, size=30_000)
    assert found.profile == "scale-ent"
    assert "inferred" not in taken(found)


def test_edges_of_the_config_stand_before_those_that_are_inferred(tmp_path: Path) -> None:
    text = "benchmarks: {profile: auto, nrr: {healthy: 120%}, grr: null}\n"
    found = report(tmp_path, text, mrr=1_000)
    bands = {one.key: one.band for one in found.readings}
    assert bands["nrr"] is not None
    assert bands["nrr"].watch is not None
    assert (bands["nrr"].healthy.at, bands["nrr"].watch.at) == (Fraction(6, 5), Fraction(9, 10))
    assert bands["grr"] is None


def test_an_edge_that_crosses_the_inferred_profile_is_refused_where_it_stands(
    tmp_path: Path,
) -> None:
    # 22 months are fine for growth, healthy up to 18, but early is on watch up to 18 alone.
    text = "benchmarks:\n  profile: auto\n  cac_payback: {healthy: 22}\n"
    with pytest.raises(ConfigError) as error:
        report(tmp_path, text, mrr=1_000)
    (problem,) = error.value.problems
    assert "config.yaml:3:26: benchmarks.cac_payback.healthy: " in problem
    assert "watch 18 of profile early" in problem
    assert problem.endswith("^")


def test_edges_of_a_segment_stand_before_its_column(tmp_path: Path) -> None:
    text = "segments: {SMB: {benchmarks: {arpa: {healthy: 50, watch: 5}}}}\n"
    found = report(tmp_path, text, mrr=1_000, by="segment")
    (grid,) = (block for block in found.blocks if isinstance(block, Grid))
    (arpa,) = (row for row in grid.rows if row[0].text == "ARPA")
    edges = {column.title: cell.edges for column, cell in zip(grid.columns, arpa, strict=True)}
    assert edges["SMB"] == (Fraction(50), Fraction(5))
    assert edges["All"] == edges["Large"] == ()
    assert "segment SMB judged by profile growth-smb and edges of the config" in taken(found)
    assert "segment Large" not in taken(found)
