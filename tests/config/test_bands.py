"""Edges of the user's own over the bands of a profile.

The profile `growth` of these tests: nrr is healthy from 110% and on watch from 90%, cac_payback up
to 18 and 24, expansion_share in 20% to 40% and 10% to 50%, pipeline_coverage in 3 to 5 and from 2.5.
"""
# ruff: noqa: E501 - a message is read more easily in one line

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from cro_cli.config import Config
from cro_cli.errors import ConfigError
from cro_cli.model import Band, Better, Edge

Said = Callable[[str], list[str]]
Read = Callable[[str], Config]


def band(config: Config, key: str) -> Band:
    return config.bands[key]


def edges(band: Band) -> list[str | None]:
    """Return the edges in ascending order, those of the user with an asterisk."""
    order = {
        Better.HIGHER: (band.watch, band.healthy),
        Better.LOWER: (band.healthy, band.watch),
        Better.RANGE: (band.watch, band.healthy, band.healthy_to, band.watch_to),
    }
    return [
        None if edge is None else f"{edge.at}{'*' if edge.source == 'your config' else ''}"
        for edge in order[band.better]
    ]


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("nrr: {healthy: 105%}", "nrr", ["9/10", "21/20*"]),
        ("nrr: {watch: 1}", "nrr", ["1*", "11/10"]),
        ("nrr: {healthy: 105%, watch: 95%}", "nrr", ["19/20*", "21/20*"]),
        ("nrr: {healthy: [1.2], watch: }", "nrr", ["9/10", "6/5*"]),
        # On the same edge there is no watch, which is nobody's mistake.
        ("nrr: {watch: 110%}", "nrr", ["11/10*", "11/10"]),
        # Whoever writes a per cent means it.
        ("nrr: {healthy: 1100%}", "nrr", ["9/10", "11*"]),
        ("nrr: {healthy: 9.9}", "nrr", ["9/10", "99/10*"]),
        ("cac_payback: {healthy: 12}", "cac_payback", ["12*", "24"]),
        ("cac_payback: {watch: 36}", "cac_payback", ["18", "36*"]),
        ("pipeline_coverage: {healthy: [3, 4]}", "pipeline_coverage", ["5/2", "3*", "4*", None]),
        ("pipeline_coverage: {watch: [2, 7]}", "pipeline_coverage", ["2*", "3", "5", "7*"]),
        ("pipeline_coverage: {watch: [null, 7]}", "pipeline_coverage", [None, "3", "5", "7*"]),
        ("pipeline_coverage: {watch: [2, ~]}", "pipeline_coverage", ["2*", "3", "5", None]),
        ("arpa: {healthy: 900, watch: 500.50}", "arpa", ["1001/2*", "900*"]),
    ],
)
def test_edges(config: Read, text: str, key: str, expected: list[str | None]) -> None:
    found = band(config(f"benchmarks: {{{text}}}\n"), key)
    assert edges(found) == expected
    assert found.profile == "growth"


def test_an_edge_of_the_user_says_so(config: Read) -> None:
    found = band(config("benchmarks: {nrr: {healthy: 105%}}\n"), "nrr")
    assert found.healthy == Edge(at=Fraction(21, 20), source="your config", year=None, grade="D")
    assert found.watch == Edge(at=Fraction(9, 10), source="a survey", year=2024, grade="A")


@pytest.mark.parametrize("off", ["null", "~", "Null"])
def test_a_band_is_switched_off(config: Read, off: str) -> None:
    bands = config(f"benchmarks: {{nrr: {off}, arpa: {off}}}\n").bands
    assert set(bands) == {"cac_payback", "expansion_share", "pipeline_coverage"}


def test_the_order_of_bands_stays(config: Read) -> None:
    bands = config("benchmarks: {cac_payback: {watch: 30}, nrr: {watch: 1}}\n").bands
    assert list(bands) == ["nrr", "cac_payback", "expansion_share", "pipeline_coverage"]


def test_another_profile(config: Read) -> None:
    read = config("benchmarks: {profile: early, cac_payback: {healthy: 12}}\n")
    assert read.profile == "early"
    assert edges(band(read, "nrr")) == ["9/10", "1"]
    assert edges(band(read, "cac_payback")) == ["12*", "24"]
    assert band(read, "cac_payback").profile == "early"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Higher is better.
        ("nrr: {healthy: 110%, watch: ^115%}", "benchmarks.nrr.watch: watch 115% is above healthy 110%, but higher is better; write 110% or less"),
        ("nrr: {watch: ^1.15}", "benchmarks.nrr.watch: watch 115% is above healthy 110% of profile growth, but higher is better; write 110% or less"),
        ("nrr: {healthy: ^85%}", "benchmarks.nrr.healthy: healthy 85% is below watch 90% of profile growth, but higher is better; give watch as well, 85% or less"),
        ("arpa: {healthy: 500, watch: ^900}", "benchmarks.arpa.watch: watch 900 is above healthy 500, but higher is better; write 500 or less"),
        # Lower is better.
        ("cac_payback: {healthy: 12, watch: ^10.5}", "benchmarks.cac_payback.watch: watch 10.5 is below healthy 12, but lower is better; write 12 or more"),
        ("cac_payback: {watch: ^12}", "benchmarks.cac_payback.watch: watch 12 is below healthy 18 of profile growth, but lower is better; write 18 or more"),
        ("cac_payback: {healthy: ^30}", "benchmarks.cac_payback.healthy: healthy 30 is above watch 24 of profile growth, but lower is better; give watch as well, 30 or more"),
        # A range.
        ("pipeline_coverage: {healthy: [5, ^3]}", "benchmarks.pipeline_coverage.healthy: 3 is below 5; write the lower edge first"),
        ("pipeline_coverage: {watch: [^3.5, 6]}", "benchmarks.pipeline_coverage.watch: watch 3.5 is above healthy 3 of profile growth, but watch lies around healthy; write 3 or less"),
        ("pipeline_coverage: {watch: [2, ^4.5]}", "benchmarks.pipeline_coverage.watch: watch 4.5 is below healthy 5 of profile growth, but watch lies around healthy; write 5 or more"),
        ("pipeline_coverage: {healthy: [^2, 4]}", "benchmarks.pipeline_coverage.healthy: healthy 2 is below watch 2.5 of profile growth, but watch lies around healthy; give watch as well, 2 or less"),
        ("expansion_share: {healthy: [20%, ^60%]}", "benchmarks.expansion_share.healthy: healthy 60% is above watch 50% of profile growth, but watch lies around healthy; give watch as well, 60% or more"),
        # The number of edges.
        ("nrr: {healthy: ^[1, 2]}", "benchmarks.nrr.healthy: needs one number, as higher is better"),
        ("nrr: {healthy: ^[]}", "benchmarks.nrr.healthy: needs one number, as higher is better"),
        ("cac_payback: {watch: ^[1, 2]}", "benchmarks.cac_payback.watch: needs one number, as lower is better"),
        ("pipeline_coverage: {healthy: ^3}", "benchmarks.pipeline_coverage.healthy: needs two edges such as [3, 5], as a range is best"),
        ("pipeline_coverage: {watch: ^[1, 2, 3]}", "benchmarks.pipeline_coverage.watch: needs two edges such as [3, 5], as a range is best"),
        ("pipeline_coverage: {healthy: [^null, 5]}", "benchmarks.pipeline_coverage.healthy: null is no edge here; write a number"),
        ("nrr: {watch: [^null]}", "benchmarks.nrr.watch: null is no edge here; write a number"),
        ("nrr: {watch: [^a]}", "benchmarks.nrr.watch: `a` is no number; write digits with a point for decimals, such as 1.5"),
        ("nrr: {watch: [^[1]]}", "benchmarks.nrr.watch: a list where a number belongs"),
        # Something is missing.
        ("^nrr: {}", "benchmarks.nrr: nothing is given; write healthy, watch, or null in place of both"),
        ("nrr:^ ", "benchmarks.nrr: nothing is given; write null to switch the band off, or healthy, watch"),
        ("^arpa: {healthy: 900}", "benchmarks.arpa: profile growth has no band for it; give both healthy and watch"),
        ("^arpa: {watch: 900}", "benchmarks.arpa: profile growth has no band for it; give both healthy and watch"),
        ("^mrr: {healthy: 900}", "benchmarks.mrr: can have no band, as neither more nor less is better; remove it"),
        # Units.
        ("nrr: {healthy: ^110}", "benchmarks.nrr.healthy: 110 is 11000%; write 110% or 1.1"),
        ("expansion_share: {healthy: [0.2, ^40]}", "benchmarks.expansion_share.healthy: 40 is 4000%; write 40% or 0.4"),
        ("cac_payback: {healthy: ^12%}", "benchmarks.cac_payback.healthy: this metric is a number of months; write 12, not 12%"),
        ("pipeline_coverage: {healthy: [^300%, 5]}", "benchmarks.pipeline_coverage.healthy: this metric is a multiple; write 3, not 300%"),
    ],
)  # fmt: skip
def test_refused(said: Said, text: str, expected: str) -> None:
    # ^ stands where the caret has to be.
    text = f"benchmarks: {{{text}}}\n"
    column = text.index("^") + 1
    assert said(text.replace("^", "")) == [f"1:{column}: {expected}"]


def test_every_bad_edge_is_told(said: Said) -> None:
    text = "benchmarks:\n  nrr: {healthy: 110, watch: 100}\n  cac_payback: {watch: 1}\n"
    assert [problem.split(": ")[0] for problem in said(text)] == ["2:18", "2:30", "3:24"]


def test_a_bad_edge_is_not_compared(said: Said) -> None:
    # The other edge would be on the wrong side of the profile's.
    (problem,) = said("benchmarks: {nrr: {healthy: 95, watch: 1.2}}\n")
    assert problem.startswith("1:29: ")
    (problem,) = said("benchmarks: {nrr: {healthy: x, watch: 1.2}}\n")
    assert problem.startswith("1:29: ")


@pytest.mark.parametrize("profile", ["x", "[a]"])
def test_edges_are_looked_at_though_the_profile_is_unknown(said: Said, profile: str) -> None:
    bands = (
        "nrr: {healthy: 100%, watch: 110%}, arpa: {watch: 9}, grr: {healthy: 75}, cac_payback: null"
    )
    problems = said(f"benchmarks: {{profile: {profile}, {bands}}}\n")
    assert len(problems) == 3
    assert "benchmarks.nrr.watch: watch 110% is above healthy 100%, but higher" in problems[1]
    assert "benchmarks.grr.healthy: 75 is 7500%" in problems[2]


def test_nothing_is_compared_with_an_unknown_profile(said: Said) -> None:
    (problem,) = said("benchmarks: {profile: x, nrr: {watch: 1.2}}\n")
    assert problem.startswith("1:23: benchmarks.profile: ")


def test_without_units_every_number_is_taken_as_it_is(without_units: Read) -> None:
    read = without_units("benchmarks: {nrr: {healthy: 110, watch: 5000%}}\n")
    assert edges(band(read, "nrr")) == ["50*", "110*"]


def test_without_units_edges_are_told_as_they_were_written(without_units: Read) -> None:
    with pytest.raises(ConfigError, match=r"watch 115% is above healthy 110% of profile growth"):
        without_units("benchmarks: {nrr: {watch: 115%}}\n")
    with pytest.raises(ConfigError, match=r"watch 1\.15 is above healthy 1\.1 of profile growth"):
        without_units("benchmarks: {nrr: {watch: 1.15}}\n")
