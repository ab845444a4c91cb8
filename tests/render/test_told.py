"""Blocks of a report that is about one number: they stand in its place, and are not said twice."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli.model import Cell, Column, Grid, Note, Report, Scorecard, Unit
from cro_cli.render import FORMATS, QUIET, Look

ABOUT = Note(title="What it means", lines=("How much stays.",), main=True)
ASIDE = Note(title="Taken for granted", lines=("Each person counts.",))
DRAWN = [one for one in FORMATS if one.name not in {"json", "csv"}]
ROWS = Grid(
    key="rows",
    title="Rows",
    columns=(Column("of", "Of"), Column("mrr", "MRR", Unit.MONEY), Column("file", "File")),
    rows=(
        (Cell(text="=acme"), Cell(value=Fraction("12.345678")), Cell(text="a.csv")),
        (Cell(text="bolt"), Cell(), Cell(text="b.csv")),
    ),
    records=True,
)


@pytest.mark.parametrize("name", [one.name for one in DRAWN])
def test_what_a_report_is_about_is_said_even_when_notes_are_not(report: Report, name: str) -> None:
    drawn = next(one for one in DRAWN if one.name == name)
    page = drawn.render(report._replace(blocks=(ABOUT, ASIDE)), Look(verbosity=QUIET))
    assert "How much stays." in page
    assert "Each person counts." not in page


def test_rows_that_stand_for_themselves_are_all_that_is_printed(report: Report) -> None:
    csv = next(one for one in FORMATS if one.name == "csv")
    assert csv.render(report._replace(blocks=(*report.blocks, ROWS)), Look()) == (
        "of,mrr,file\n'=acme,12.345678,a.csv\nbolt,,b.csv\n"
    )


@pytest.mark.parametrize("name", ["text", "markdown", "html", "email"])
def test_no_paragraph_repeats_what_is_told(report: Report, name: str) -> None:
    drawn = next(one for one in FORMATS if one.name == name)
    (card,) = (block for block in report.blocks if isinstance(block, Scorecard))
    risky = next(one for one in report.readings if one.status.value == "at_risk")
    pages = [
        drawn.render(report._replace(blocks=(card._replace(told=told),)), Look())
        for told in (False, True)
    ]
    assert [risky.meaning in " ".join(page.split()) for page in pages] == [True, False]
