from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import cro_cli.benchmarks
from cro_cli.benchmarks import PROFILES, bands
from cro_cli.benchmarks.profile import parse
from cro_cli.metrics import METRICS
from cro_cli.model import Band, Better, Edge

GOOD = "{at: 2, source: somewhere}"
LESS = "{at: 1, source: somewhere}"

# Edges of the default profile in ascending order, typed by hand from the tables of benchmarks:
# per cents as ratios.
GROWTH = {
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


def sides(band: Band) -> tuple[Edge | None, ...]:
    if band.better is Better.LOWER:
        return (band.healthy, band.watch)
    if band.better is Better.HIGHER:
        return (band.watch, band.healthy)
    return (band.watch, band.healthy, band.healthy_to, band.watch_to)


def test_growth_has_the_published_bands_and_no_other() -> None:
    shipped = {
        key: (band.better.value, *(edge and edge.at for edge in sides(band)))
        for key, band in bands("growth").items()
    }
    assert shipped == {
        key: (better, *(edge and Fraction(edge) for edge in edges))
        for key, (better, *edges) in GROWTH.items()
    }


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
    assert sorted(PROFILES) == sorted(file.stem for file in folder.glob("*.yaml"))


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
    parsed = parse(text, profile="test")
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
        parse(f"m: {{{band}}}", profile="test")
    assert str(caught.value) == message


def test_a_metric_that_is_good_neither_way_can_have_no_band() -> None:
    with pytest.raises(KeyError, match="neither"):
        parse(f"m: {{better: neither, healthy: {GOOD}, watch: null}}", profile="test")


@pytest.mark.parametrize("profile", PROFILES)
def test_every_band_belongs_to_a_metric_and_agrees_which_way_is_better(profile: str) -> None:
    better = {metric.key: metric.better for metric in METRICS}
    for key, band in bands(profile).items():
        assert better[key] is band.better, key
