from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli.config import Config, load
from cro_cli.errors import ConfigError
from cro_cli.model import Band, Better, Edge, Unit

METRICS = {
    "mrr": Better.NEITHER,
    "nrr": Better.HIGHER,
    "grr": Better.HIGHER,
    "arpa": Better.HIGHER,
    "cac_payback": Better.LOWER,
    "expansion_share": Better.RANGE,
    "pipeline_coverage": Better.RANGE,
}
UNITS = {
    "mrr": Unit.MONEY,
    "nrr": Unit.RATIO,
    "grr": Unit.RATIO,
    "arpa": Unit.MONEY,
    "cac_payback": Unit.MONTHS,
    "expansion_share": Unit.RATIO,
    "pipeline_coverage": Unit.TIMES,
}


def edge(at: str) -> Edge:
    return Edge(at=Fraction(at), source="a survey", year=2024, grade="A")


def bands(profile: str) -> Mapping[str, Band]:
    healthy = {"growth": "1.1", "early": "1"}[profile]
    return {
        "nrr": Band(
            better=Better.HIGHER, healthy=edge(healthy), watch=edge("0.9"), profile=profile
        ),
        "cac_payback": Band(
            better=Better.LOWER, healthy=edge("18"), watch=edge("24"), profile=profile
        ),
        "expansion_share": Band(
            better=Better.RANGE,
            healthy=edge("0.2"),
            healthy_to=edge("0.4"),
            watch=edge("0.1"),
            watch_to=edge("0.5"),
            profile=profile,
        ),
        "pipeline_coverage": Band(
            better=Better.RANGE,
            healthy=edge("3"),
            healthy_to=edge("5"),
            watch=edge("2.5"),
            watch_to=None,
            profile=profile,
        ),
    }


def load_file(path: Path | None, units: Mapping[str, Unit] | None = UNITS) -> Config:
    return load(path, metrics=METRICS, bands=bands, profiles=("growth", "early"), units=units)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], Path]:
    """Write `config.yaml` in an empty folder, make that the current one, return the path."""
    monkeypatch.chdir(tmp_path)

    def write(content: str | bytes) -> Path:
        path = Path("config.yaml")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def config(write: Callable[[str | bytes], Path]) -> Callable[[str], Config]:
    """Load a config from its text."""
    return lambda text: load_file(write(text))


@pytest.fixture
def problems(write: Callable[[str | bytes], Path]) -> Callable[[str | bytes], list[str]]:
    """Return what is wrong with a config, each problem with its line and caret."""

    def problems(content: str | bytes) -> list[str]:
        with pytest.raises(ConfigError) as error:
            load_file(write(content))
        return list(error.value.problems)

    return problems


@pytest.fixture
def said(problems: Callable[[str | bytes], list[str]]) -> Callable[[str | bytes], list[str]]:
    """Return what is wrong with a config, without file, line and caret."""

    def said(content: str | bytes) -> list[str]:
        firsts = [problem.splitlines()[0] for problem in problems(content)]
        return [first.removeprefix("config.yaml:") for first in firsts]

    return said


@pytest.fixture
def load_path() -> Callable[[Path | None], Config]:
    """Load a config from its path."""
    return load_file


@pytest.fixture
def without_units(write: Callable[[str | bytes], Path]) -> Callable[[str], Config]:
    """Load a config from its text, knowing nothing of the units of metrics."""
    return lambda text: load_file(write(text), units=None)
