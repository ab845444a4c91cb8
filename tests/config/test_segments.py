"""Edges for single segments: what they may say, and where they go."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from cro_cli.config import Config
from cro_cli.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{nrr: {healthy: 110}}",
            ["1:44: segments.A.benchmarks.nrr.healthy: 110 is 11000%; write 110% or 1.1"],
        ),
        (
            "{nr: null}",
            ["1:29: segments.A.benchmarks.nr: no metric has this key; did you mean nrr?"],
        ),
        (
            "{nrr: {helthy: 1}}",
            ["1:35: segments.A.benchmarks.nrr.helthy: unknown key; did you mean healthy?"],
        ),
        ("{mrr: {healthy: 1}}", ["1:29: segments.A.benchmarks.mrr: "]),
        ("{profile: growth}", ["1:29: segments.A.benchmarks.profile: no metric has this key"]),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    said: Callable[[str], list[str]], text: str, expected: list[str]
) -> None:
    found = said(f"segments: {{A: {{benchmarks: {text}}}}}\n")
    assert len(found) == len(expected)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)


def test_an_unknown_key_of_a_segment(said: Callable[[str], list[str]]) -> None:
    (line,) = said("segments: {A: {benchmark: {}}}\n")
    assert line.startswith("1:16: segments.A.benchmark: unknown key; did you mean benchmarks?")


def test_edges_go_over_the_bands_of_a_profile(config: Callable[[str], Config]) -> None:
    # Of the profile nrr is on watch from 90%.
    read = config("segments: {A: {benchmarks: {nrr: {healthy: 95%}, cac_payback: null}}, B: {}}\n")
    base = read.bands
    changed = read.segments["A"](base, "growth")
    assert changed["nrr"].healthy.at == Fraction(95, 100)
    assert changed["nrr"].watch == base["nrr"].watch
    assert "cac_payback" not in changed
    assert changed["expansion_share"] == base["expansion_share"]
    assert read.segments["B"](base, "growth") == base
    assert base["nrr"].healthy.at == Fraction(11, 10)


def test_an_edge_that_crosses_is_refused_where_it_stands(config: Callable[[str], Config]) -> None:
    read = config("segments: {A: {benchmarks: {nrr: {healthy: 75%}}}}\n")
    with pytest.raises(ConfigError) as error:
        read.segments["A"](read.bands, "growth")
    (problem,) = error.value.problems
    assert (
        "config.yaml:1:44: segments.A.benchmarks.nrr.healthy: healthy 75% is below watch" in problem
    )
