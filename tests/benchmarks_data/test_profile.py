from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

import cro_cli.benchmarks
from cro_cli.benchmarks import PROFILES, SEGMENTS, STAGES, bands
from cro_cli.benchmarks.profile import bands_of
from cro_cli.metrics import METRICS
from cro_cli.model import Band, Better, Edge

GOOD = "{at: 2, source: somewhere}"
LESS = "{at: 1, source: somewhere}"

# Edges of the default profile in ascending order, typed by hand from the tables of benchmarks:
# per cents as ratios.
Row = tuple[str | None, ...]
GROWTH: dict[str, Row | None] = {
    "nrr": ("higher", "1", "1.1"),
    "grr": ("higher", "0.82", "0.9"),
    "logo_churn": ("lower", "0.1", "0.15"),
    "cac_payback": ("lower", "18", "24"),
    "new_cac_ratio": ("lower", "2", "2.82"),
    "ltv_cac": ("higher", "2", "3"),
    "magic_number": ("higher", "0.5", "0.75"),
    "burn_multiple": ("lower", "1.5", "2"),
    "rule_of_40": ("higher", "0.25", "0.4"),
    "revenue_growth": ("higher", "0.1", "0.25"),
    "gross_margin": ("higher", "0.7", "0.75"),
    "arr_per_employee": ("higher", "100000", "150000"),
    "expansion_share": ("range", "0.1", "0.2", "0.4", "0.5"),
    "quick_ratio": ("higher", "2", "4"),
    "quota_attainment": ("higher", "0.7", "0.9"),
    "reps_at_quota": ("higher", "0.35", "0.5"),
    "largest_customer": ("lower", "0.1", "0.2"),
    "top_source": ("lower", "0.5", "0.7"),
    "unmatched_share": ("lower", "0.02", "0.05"),
    "mrr_past_due": ("lower", "0.03", "0.08"),
    "pipeline_coverage": ("range", "2.5", "3", "5", None),
    "win_rate": ("higher", "0.17", "0.22"),
    "sales_cycle": ("lower", "90", "120"),
    "lead_to_mql": ("higher", "0.1", "0.2"),
    "mql_to_sql": ("higher", "0.15", "0.3"),
    "sql_to_won": ("higher", "0.06", "0.1"),
    "lead_to_won": ("higher", "0.005", "0.009"),
    "won_to_retained": ("higher", "0.85", "0.9"),
}


# The other columns of the tables, typed by hand in the same way: what differs from growth.
EARLY: dict[str, Row | None] = {
    "nrr": ("higher", "0.9", "1"),
    "grr": ("higher", "0.75", "0.85"),
    "logo_churn": ("lower", "0.15", "0.25"),
    "cac_payback": ("lower", "12", "18"),
    "new_cac_ratio": ("lower", "1.5", "2"),
    "burn_multiple": ("lower", "2", "3"),
    "rule_of_40": None,
    "revenue_growth": ("higher", "0.3", "0.5"),
    "gross_margin": ("higher", "0.6", "0.7"),
    "arr_per_employee": ("higher", "60000", "90000"),
    "expansion_share": ("range", "0.05", "0.1", "0.4", "0.5"),
    "largest_customer": ("lower", "0.15", "0.3"),
    "top_source": ("lower", "0.6", "0.8"),
}
SCALE: dict[str, Row | None] = {
    "grr": ("higher", "0.85", "0.91"),
    "logo_churn": ("lower", "0.08", "0.13"),
    "cac_payback": ("lower", "24", "36"),
    "magic_number": ("higher", "0.5", "0.7"),
    "burn_multiple": ("lower", "1", "1.5"),
    "rule_of_40": ("higher", "0.3", "0.4"),
    "revenue_growth": ("higher", "0.1", "0.2"),
    "gross_margin": ("higher", "0.72", "0.78"),
    "arr_per_employee": ("higher", "200000", "250000"),
    "expansion_share": ("range", "0.2", "0.35", "0.6", "0.7"),
    "quick_ratio": ("higher", "1.5", "2.5"),
    "largest_customer": ("lower", "0.05", "0.1"),
    "unmatched_share": ("lower", "0.01", "0.03"),
}
# A pipeline that is too large is at most on watch, so that the last edge of coverage is a remark.
SMB: dict[str, Row | None] = {
    "nrr": ("higher", "0.9", "1"),
    "grr": ("higher", "0.75", "0.85"),
    "logo_churn": ("lower", "0.15", "0.25"),
    "cac_payback": ("lower", "12", "18"),
    "pipeline_coverage": ("range", "2", "2.5", "4", None),
    "win_rate": ("higher", "0.2", "0.28"),
    "sales_cycle": ("lower", "30", "60"),
    "lead_to_mql": ("higher", "0.15", "0.3"),
    "mql_to_sql": ("higher", "0.2", "0.35"),
    "sql_to_won": ("higher", "0.08", "0.13"),
    "lead_to_won": ("higher", "0.007", "0.015"),
    "won_to_retained": ("higher", "0.75", "0.85"),
}
MID: dict[str, Row | None] = {
    "nrr": ("higher", "1", "1.05"),
    "grr": ("higher", "0.82", "0.9"),
    "logo_churn": ("lower", "0.1", "0.15"),
    "cac_payback": ("lower", "18", "24"),
}
ENT: dict[str, Row | None] = {
    "nrr": ("higher", "1.05", "1.15"),
    "grr": ("higher", "0.88", "0.93"),
    "logo_churn": ("lower", "0.05", "0.1"),
    "cac_payback": ("lower", "24", "36"),
    "pipeline_coverage": ("range", "3", "4", "6", None),
    "win_rate": ("higher", "0.13", "0.18"),
    "sales_cycle": ("lower", "180", "270"),
    "lead_to_mql": ("higher", "0.1", "0.2"),
    "mql_to_sql": ("higher", "0.15", "0.3"),
    "sql_to_won": ("higher", "0.04", "0.07"),
    "lead_to_won": ("higher", "0.0025", "0.005"),
    "won_to_retained": ("higher", "0.9", "0.95"),
}
STAGE: dict[str, dict[str, Row | None]] = {"early": EARLY, "growth": {}, "scale": SCALE}
SEGMENT: dict[str, dict[str, Row | None]] = {"": {}, "smb": SMB, "mid": MID, "ent": ENT}


def sides(band: Band) -> tuple[Edge | None, ...]:
    if band.better is Better.LOWER:
        return (band.healthy, band.watch)
    if band.better is Better.HIGHER:
        return (band.watch, band.healthy)
    return (band.watch, band.healthy, band.healthy_to, band.watch_to)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_has_the_published_bands_and_no_other(profile: str) -> None:
    stage, _, segment = profile.partition("-")
    shipped = {
        key: (band.better.value, *(edge and edge.at for edge in sides(band)))
        for key, band in bands(profile).items()
    }
    assert shipped == {
        key: (row[0], *(edge and Fraction(edge) for edge in row[1:]))
        for key, row in {**GROWTH, **STAGE[stage], **SEGMENT[segment]}.items()
        if row is not None
    }


def test_a_profile_reads_the_files_of_its_stage_and_its_segment_alone() -> None:
    shipped = set(bands("scale-ent")["nrr"].healthy.source.split())
    assert "enterprise" in shipped
    assert bands("scale-ent")["burn_multiple"] == bands("scale")["burn_multiple"]._replace(
        profile="scale-ent"
    )


@pytest.mark.parametrize(("segment", "most"), [("smb", 5), ("mid", 6), ("ent", 7)])
def test_a_pipeline_beyond_the_last_edge_is_said_to_be_inflated(segment: str, most: int) -> None:
    (remark,) = bands(f"growth-{segment}")["pipeline_coverage"].remarks
    assert (remark.above, remark.below) == (Fraction(most), None)
    assert f"{most}x" in remark.text


@pytest.mark.parametrize("profile", PROFILES)
def test_every_edge_says_where_it_comes_from(profile: str) -> None:
    for key, band in bands(profile).items():
        assert band.profile == profile
        for edge in sides(band):
            if edge is not None:
                assert len(edge.source) >= len("our convention"), key
                assert edge.grade in {"A", "B", "C", "D"}, key
                assert edge.year is None or 2015 <= edge.year <= 2026, key
                assert ("our convention" in edge.source) <= (edge.grade == "D"), key
                assert "." in edge.source or edge.grade in {"C", "D"}, key


def test_every_profile_on_disk_is_offered_and_none_else() -> None:
    folder = Path(cro_cli.benchmarks.__file__).parent
    assert sorted((*STAGES, *SEGMENTS)) == sorted(file.stem for file in folder.glob("*.yaml"))
    assert (
        *("early", "growth", "scale"),
        *("early-smb", "early-mid", "early-ent"),
        *("growth-smb", "growth-mid", "growth-ent"),
        *("scale-smb", "scale-mid", "scale-ent"),
    ) == PROFILES


def test_remarks_are_those_of_the_page() -> None:
    marks = {
        key: [(remark.above, remark.below) for remark in band.remarks]
        for key, band in bands("growth").items()
        if band.remarks
    }
    assert marks == {
        "ltv_cac": [(Fraction(5), None)],
        "magic_number": [(Fraction("1.5"), None)],
        "cac_payback": [(None, Fraction(12))],
        "pipeline_coverage": [(Fraction(6), None)],
    }


def test_an_unknown_profile_is_not_guessed() -> None:
    with pytest.raises(KeyError, match="grwoth"):
        bands("grwoth")


def test_numbers_are_read_as_they_are_written() -> None:
    text = f"""
    m:
      better: higher
      healthy: {{at: 0.3, source: x, year: 2025, grade: A}}
      watch: {{at: 0.9%, source: x}}
    n:
      better: lower
      healthy: {GOOD}
      watch: null
      remarks: [{{text: low, below: 1.1}}, {{text: high, above: 3}}]
    """
    parsed = bands_of(yaml.safe_load(text), profile="test")
    assert parsed["m"].healthy == Edge(at=Fraction(3, 10), source="x", year=2025, grade="A")
    assert parsed["m"].watch == Edge(at=Fraction(9, 1000), source="x", year=None, grade="D")
    assert parsed["n"].watch is None
    assert [(r.text, r.below, r.above) for r in parsed["n"].remarks] == [
        ("low", Fraction(11, 10), None),
        ("high", None, Fraction(3)),
    ]


@pytest.mark.parametrize(
    ("band", "message"),
    [
        (f"better: higher, healthy: {GOOD}", "m: needs watch, healthy and nothing else"),
        (
            f"better: lower, healthy: {GOOD}, watch: null, watch_to: null",
            "m: needs healthy, watch and nothing else",
        ),
        (
            f"better: higher, healthy: {GOOD}, watch: {{at: 2.1, source: x}}",
            "m: watch, healthy are out of order",
        ),
        (
            f"better: lower, healthy: {GOOD}, watch: {{at: 1.9, source: x}}",
            "m: healthy, watch are out of order",
        ),
        (
            f"better: range, healthy: {GOOD}, healthy_to: {LESS}, watch: null, watch_to: null",
            "m: watch, healthy, healthy_to, watch_to are out of order",
        ),
    ],
)
def test_a_bad_band_is_named(band: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^m: ") as caught:
        bands_of(yaml.safe_load(f"m: {{{band}}}"), profile="test")
    assert str(caught.value) == message


def test_a_metric_that_is_good_neither_way_can_have_no_band() -> None:
    with pytest.raises(KeyError, match="neither"):
        bands_of(
            yaml.safe_load(f"m: {{better: neither, healthy: {GOOD}, watch: null}}"), profile="x"
        )


@pytest.mark.parametrize("profile", PROFILES)
def test_every_band_belongs_to_a_metric_and_agrees_which_way_is_better(profile: str) -> None:
    better = {metric.key: metric.better for metric in METRICS}
    for key, band in bands(profile).items():
        assert better[key] is band.better, key
