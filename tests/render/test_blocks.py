"""Grids and charts as the terminal shows them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from rich.cells import cell_len

from cro_cli.model import Cell, Chart, Column, Drawing, Grid, Report, Series, Unit
from cro_cli.render import Look
from cro_cli.render.text import render

MONEY = Column(key="mrr", title="MRR", unit=Unit.MONEY)
NAME = Column(key="who", title="Customer")


def drawn(report: Report, block: Grid | Chart, **look: object) -> list[str]:
    text = render(report._replace(blocks=(block,), findings=(), inputs=()), Look(**look))  # type: ignore[arg-type]
    head, _, rest = text.partition("\n\n")
    assert "healthy" not in head  # no readings, no verdict
    return rest.splitlines()


def bars(*values: str | None, drawing: Drawing = Drawing.BARS) -> Chart:
    numbers = tuple(None if value is None else Fraction(value) for value in values)
    return Chart(
        key="bars",
        title="Pipeline",
        drawing=drawing,
        unit=Unit.COUNT,
        labels=tuple("abcdef"[: len(values)]),
        series=(Series(key="n", title="Deals", values=numbers),),
    )


def test_numbers_stand_right_and_words_left(report: Report) -> None:
    grid = Grid(
        key="top",
        title="Largest",
        columns=(NAME, MONEY, Column(key="why", title="Why")),
        rows=(
            (Cell(text="Ann"), Cell(value=Fraction(5)), Cell(text="new")),
            (Cell(text="Benjamin"), Cell(value=Fraction(1000)), Cell(text="grew")),
        ),
    )
    assert drawn(report, grid, width=60) == [
        "Largest",
        "Customer       MRR  Why",
        "Ann           5.00  new",
        "Benjamin  1,000.00  grew",
    ]


def test_columns_without_room_stand_below_behind_the_first_or_in_a_list(report: Report) -> None:
    grid = Grid(
        key="wide",
        title="Wide",
        columns=(NAME, MONEY, MONEY),
        rows=((Cell(text="Ann"), Cell(value=Fraction(1)), Cell(value=Fraction(2))),),
    )
    assert drawn(report, grid, width=20) == [
        "Wide",
        "Customer   MRR   MRR",
        "Ann       1.00  2.00",
    ]
    wider = grid._replace(rows=((Cell(text="Anna Anne"), *grid.rows[0][1:]), *grid.rows))
    longer = wider._replace(columns=(NAME, MONEY, MONEY._replace(title="MRR, net")))
    assert drawn(report, longer, width=20) == [
        "Wide",
        "Customer    MRR",
        "Anna Anne  1.00",
        "Ann        1.00",
        "",
        "Customer   MRR, net",
        "Anna Anne      2.00",
        "Ann            2.00",
    ]
    alone = longer._replace(rows=longer.rows[:1])
    assert drawn(report, alone, width=20) == [
        "Wide",
        "Anna Anne",
        "  MRR: 1.00",
        "  MRR, net: 2.00",
    ]


def test_titles_are_broken_before_columns_stand_below(report: Report) -> None:
    grid = Grid(
        key="broken",
        title="Broken",
        columns=(NAME, MONEY, MONEY._replace(title="MRR, net of tax")),
        rows=((Cell(text="Ann"), Cell(value=Fraction(1)), Cell(value=Fraction(2))),),
    )
    # 8 + 2 + 4 + 2 + 8 cells: one more than there are, so lines may be as short as a word.
    assert drawn(report, grid, width=23) == [
        "Broken",
        "                MRR,",
        "                 net",
        "                  of",
        "Customer   MRR   tax",
        "Ann       1.00  2.00",
    ]
    assert drawn(report, grid, width=28) == [
        "Broken",
        "                 MRR, net of",
        "Customer   MRR           tax",
        "Ann       1.00          2.00",
    ]


def words(*rows: tuple[str, ...], titles: str) -> Grid:
    columns = tuple(Column(key=title, title=title) for title in titles.split())
    cells = tuple(tuple(Cell(text=text) for text in row) for row in rows)
    return Grid(key="words", title="Words", columns=columns, rows=cells)


def test_every_band_is_led_by_what_tells_rows_apart(report: Report) -> None:
    grid = words(
        ("NRR", "cohort", "a year", ""),
        ("NRR", "bridge", "a month", "needs history"),
        ("GRR", "bridge", "a month", ""),
        titles="Metric Form Of Why",
    )
    assert drawn(report, grid, width=29) == [
        "Words",
        "Metric  Form    Of",
        "NRR     cohort  a year",
        "NRR     bridge  a month",
        "GRR     bridge  a month",
        "",
        "Metric  Form    Why",
        "NRR     bridge  needs history",
    ]


def test_words_that_every_row_repeats_are_told_once(report: Report) -> None:
    rows = (("NRR", "2", "exports/mrr.csv"), ("NRR", "3", "exports/mrr.csv"))
    grid = words(*rows, titles="Metric Row File")
    assert drawn(report, grid, width=30) == [
        "Words",
        "Metric  Row  File",
        "NRR     2    exports/mrr.csv",
        "NRR     3    exports/mrr.csv",
    ]
    assert drawn(report, grid, width=26) == [
        "Words",
        "Row",
        "2",
        "3",
        "Metric of every row: NRR",
        "File of every row:",
        "exports/mrr.csv",
    ]


def test_sentences_are_broken_where_they_find_no_room(report: Report) -> None:
    said = "needs the history of subscriptions"
    rows = (("NRR", said, ""), ("GRR", "", "so much of it that a line is too short"))
    assert drawn(report, words(*rows, titles="Metric What Why"), width=32) == [
        "Words",
        "Metric  What",
        "NRR     needs the history of",
        "        subscriptions",
        "GRR",
        "",
        "Metric  Why",
        "GRR     so much of it that a",
        "        line is too short",
    ]


def test_rows_become_lists_where_no_two_columns_fit(report: Report) -> None:
    grid = Grid(
        key="long",
        title="Long",
        columns=(NAME, MONEY),
        rows=((Cell(text="A customer with a name"), Cell(value=Fraction(1))),),
    )
    assert drawn(report, grid, width=20) == [
        "Long",
        "A customer with a",
        "name",
        "  MRR: 1.00",
    ]


def test_an_empty_grid_or_chart_is_not_drawn(report: Report) -> None:
    assert drawn(report, Grid(key="none", title="None", columns=(NAME,), rows=())) == []
    assert drawn(report, bars()) == []


def test_bars_are_as_long_as_their_numbers(report: Report) -> None:
    # Widths 24: label 1, digits 2, two gaps of 2 leave 17 cells for the longest, 10.
    assert drawn(report, bars("10", "-5", None, "0"), width=24, unicode=False) == [
        "Pipeline",
        "a  10  " + "#" * 17,
        "b  -5  " + "." * 8,  # 8.5, half to even
        "c   -",
        "d   0",
    ]


def test_a_line_shows_first_and_last_known_number(report: Report) -> None:
    chart = bars(None, "1", "3", "2", drawing=Drawing.LINES)
    assert drawn(report, chart, width=60) == ["Pipeline", "Deals  1   ▁█▅  2  (a to d)"]
    flat = bars("4", "4", drawing=Drawing.LINES)
    assert drawn(report, flat, width=60, unicode=False) == ["Pipeline", "Deals  4  ==  4  (a to b)"]
    unknown = bars(None, drawing=Drawing.LINES)
    assert drawn(report, unknown, width=60) == ["Pipeline", "Deals  –  (a to a)"]


@pytest.mark.parametrize("width", [20, 21, 33])
def test_a_long_line_is_broken(report: Report, width: int) -> None:
    values = tuple(Fraction(number % 7) for number in range(90))
    chart = bars("1", drawing=Drawing.LINES)._replace(
        labels=tuple(f"day {number}" for number in range(90)),
        series=(Series(key="n", title="Deals", values=values),),
    )
    lines = drawn(report, chart, width=width)
    assert all(cell_len(line) <= width for line in lines)
    assert sum(sum(mark in "▁▂▃▄▅▆▇█" for mark in line) for line in lines) == 90
