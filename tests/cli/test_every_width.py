"""Every report on a screen of any width: no line is wider, and no value is cut."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

import cro_cli
from cro_cli import comparison, sources, wording
from cro_cli.cli.app import answer
from cro_cli.cli.configured import configured
from cro_cli.model import Grid, Report
from cro_cli.render import QUIET, VERBOSE, Look, text
from cro_cli.reports import REPORTS
from cro_cli.request import Request

ROOT = Path(cro_cli.__file__).parents[1]
WIDTHS = (20, 29, 49, 50, 67, 80, 133, 200)
COMMANDS = [spec.name for spec in REPORTS]
ASKED = {
    "report": Request(by="segment", full=True, charts=True),
    "mrr": Request(movements="churn", rows=True, charts=True),
    "cohorts": Request(by="segment"),
    "trend": Request(full=True, charts=True),
    "explain": Request(metric="cac_payback"),
}


@cache
def made(name: str) -> Report:
    config = configured(str(ROOT / "config.example.yaml"))
    loaded = sources.load(config.data_paths(), habits=config.habits)
    spec = next(one for one in REPORTS if one.name == name)
    return spec.build(loaded, config, ASKED[name])


def figures(report: Report) -> Iterator[str]:
    """Yield every number of a report as it is shown."""
    yield from (wording.value(one) for one in report.readings if one.value is not None)
    for block in report.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                cells = zip(row, block.columns, strict=True)
                yield from (wording.cell(*pair) for pair in cells if pair[0].value is not None)


def assert_fits(report: Report, width: int) -> None:
    is_odd = width % 2 == 1
    look = Look(width=width, unicode=not is_odd, verbosity=QUIET if is_odd else VERBOSE)
    shown = text.render(report, look)
    assert shown.isascii() or not is_odd
    assert max(map(cell_len, shown.splitlines())) <= width
    assert not {figure for figure in figures(report) if figure not in shown}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_report_fits_every_screen(name: str) -> None:
    for width in WIDTHS:
        assert_fits(made(name), width)


def test_a_comparison_fits_every_screen() -> None:
    before = made("trend")._replace(currency="EUR")
    found = comparison.compare(before, made("trend")).report
    for width in WIDTHS[:3]:
        assert_fits(found, width)


@pytest.mark.parametrize("command", ["metrics", "benchmarks", "validate", "sources"])
def test_a_catalogue_fits_every_screen(command: str) -> None:
    for width in ("20", "37", "80"):
        typed = [command, *(["-v"] if command != "sources" else []), "--width", width]
        given = [str(ROOT / "sample_data")] if command == "validate" else []
        shown = answer([*typed, *given]).document
        assert max(map(cell_len, shown.splitlines())) <= int(width)
