"""Pictures on a page: what is drawn is as large as its number, and nothing leaves the picture."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from math import floor, log10
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cro_cli.model import Cell, Chart, Column, Drawing, Grid, Series, Status, Unit
from cro_cli.render.html import curves, heat
from cro_cli.render.html.svg import draw

RECT = re.compile(
    r'<rect class="(\w+)"(?: style="--shade:([0-9.]+)")? x="([^"]+)" y="([^"]+)"'
    r' width="([^"]+)" height="([^"]+)"/>'
)
WORDS = re.compile(r'<text x="([^"]+)" y="([^"]+)" text-anchor="(\w+)">([^<]*)</text>')
numbers = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=1000)


class Box(NamedTuple):
    kind: str
    left: float
    right: float
    top: float
    bottom: float


def boxes(picture: str) -> list[Box]:
    return [
        Box(kind, float(x), float(x) + float(width), float(y), float(y) + float(height))
        for kind, _, x, y, width, height in RECT.findall(picture)
    ]


def size(picture: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', picture)
    assert found is not None
    return float(found[1]), float(found[2])


def steps(*values: int | Fraction, drawing: Drawing = Drawing.WATERFALL) -> Chart:
    return Chart(
        key="steps",
        title="Steps",
        drawing=drawing,
        unit=Unit.MONEY,
        labels=tuple("abcdefghijkl"[: len(values)]),
        series=(Series(key="mrr", title="MRR", values=tuple(map(Fraction, values))),),
    )


def test_every_step_of_a_waterfall_begins_where_the_last_one_ended() -> None:
    picture = draw(steps(100, 25, -50, 75), "n")
    first, gain, loss, last = boxes(picture)
    assert [first.kind, gain.kind, loss.kind, last.kind] == ["total", "gain", "loss", "total"]
    assert gain.left == pytest.approx(first.right, abs=0.2)
    assert loss.right == pytest.approx(gain.right, abs=0.2)
    assert last.right == pytest.approx(loss.left, abs=0.2)
    assert first.left == last.left
    assert (gain.right - gain.left) * 2 == pytest.approx(loss.right - loss.left, abs=0.4)
    # From 100 up to 125 and down to 75: bars begin a third of that span below, and that is said.
    assert "bars begin at 58.33" in picture


def test_bars_that_begin_at_zero_need_no_word() -> None:
    assert "bars begin" not in draw(steps(-10, 25, 15), "n")


@pytest.mark.parametrize("values", [(0, 0), (0, 5, -5, 0), (5, 5), (-3, 1, -2), (7,)])
@pytest.mark.parametrize("drawing", Drawing)
def test_any_numbers_stay_on_the_picture(values: tuple[int, ...], drawing: Drawing) -> None:
    picture = draw(steps(*values, drawing=drawing), "n")
    width, height = size(picture)
    for box in boxes(picture):
        assert 0 <= box.left <= box.right <= width
        assert 0 <= box.top <= box.bottom <= height
    for x, y, _, _ in WORDS.findall(picture):
        assert 0 <= float(x) <= width
        assert 11 <= float(y) <= height  # letters are as high as that


@given(st.lists(numbers, min_size=2, max_size=8), st.sampled_from(Drawing))
@settings(max_examples=60, deadline=None)
def test_every_number_is_drawn_within_the_picture(values: list[Fraction], drawing: Drawing) -> None:
    picture = draw(steps(*values, drawing=drawing), "n")
    width, _ = size(picture)
    if drawing is not Drawing.LINES:
        assert len(boxes(picture)) == len(values)
    assert all(-0.1 <= box.left <= box.right <= width for box in boxes(picture))
    assert "nan" not in picture
    assert "inf" not in picture


def test_bars_are_as_long_as_their_numbers() -> None:
    long, short, none = boxes(draw(steps(10, -5, 0, drawing=Drawing.BARS), "n"))
    assert [long.kind, short.kind, none.kind] == ["total", "loss", "total"]
    assert long.right - long.left == pytest.approx(2 * (short.right - short.left), abs=0.2)
    assert none.right == none.left


def test_what_is_small_beside_others_can_be_seen() -> None:
    _, small = boxes(draw(steps(1_000_000, 1, drawing=Drawing.BARS), "n"))
    assert small.right - small.left == 1


@pytest.mark.parametrize("label", ["A stage with a name that is rather long", "顧客 " * 40])
def test_long_labels_stand_whole_above_their_bars(label: str) -> None:
    chart = steps(10, 20, drawing=Drawing.BARS)._replace(labels=("short", label))
    picture = draw(chart, "n")
    width, _ = size(picture)
    first, second = boxes(picture)
    words = [found for found in WORDS.findall(picture) if found[3] in label and found[3]]
    assert "".join("".join(found[3] for found in words).split()) == "".join(label.split())
    assert all(first.bottom < float(y) <= second.top for _, y, _, _ in words)
    assert second.right - second.left > width / 2


def test_a_line_leaves_out_what_is_not_known() -> None:
    known = (None, Fraction(1), Fraction(2), None, None, Fraction(3), Fraction(4))
    chart = steps(0, 1, 2, 3, 4, 5, 6, drawing=Drawing.LINES)
    picture = draw(chart._replace(series=(Series("nrr", "NRR", known),)), "n")
    runs = re.findall(r'<polyline class="line c0" points="([^"]*)"', picture)
    assert [len(run.split()) for run in runs] == [2, 2]
    points = [tuple(map(float, pair.split(","))) for run in runs for pair in run.split()]
    assert all(x < later and y > higher for (x, y), (later, higher) in pairwise(points))
    nothing = chart._replace(series=(Series("nrr", "NRR", (None,) * 7),))
    assert "<polyline" not in draw(nothing, "n")


def test_a_number_stands_on_the_axis_as_high_as_on_the_line() -> None:
    picture = draw(steps(0, 10, 20, drawing=Drawing.LINES), "n")
    (points,) = re.findall(r'points="([^"]*)"', picture)
    heights = [float(pair.split(",")[1]) for pair in points.split()]
    marks = {words: float(y) - 4 for _, y, anchor, words in WORDS.findall(picture)
             if anchor == "end"}  # fmt: skip
    assert [marks["0.00"], marks["10.00"], marks["20.00"]] == pytest.approx(heights)


@given(numbers, numbers)
@settings(max_examples=100, deadline=None)
def test_an_axis_has_a_few_round_marks(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    marks = list(curves.marks(low, high, steps(drawing=Drawing.LINES)).values())
    assert len(marks) <= 4
    assert marks or high - low < 1
    assert all(low <= mark <= high for mark in marks)
    for mark, following in pairwise(marks):
        step = following - mark
        assert step / Fraction(10) ** floor(log10(step)) in {1, 2, 5}


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        # Shares are shown to a tenth of a per cent: no mark at 79.05 % would read so.
        ("0.7903", "0.7912", {"79.1%": "0.791"}),
        ("0.7903", "0.7907", {}),
        ("0.78", "0.93", {"80.0%": "0.8", "85.0%": "0.85", "90.0%": "0.9"}),
        ("0.5", "0.5", {"50.0%": "0.5"}),
    ],
)
def test_a_mark_is_where_it_says(low: str, high: str, marks: dict[str, str]) -> None:
    chart = steps(drawing=Drawing.LINES)._replace(unit=Unit.RATIO)
    assert curves.marks(Fraction(low), Fraction(high), chart) == {
        words: Fraction(at) for words, at in marks.items()
    }


def test_the_ends_of_lines_that_meet_do_not_cover_each_other() -> None:
    chart = steps(1, 2, drawing=Drawing.LINES)._replace(
        series=tuple(
            Series(key, key.upper(), (Fraction(number), Fraction(5)))
            for number, key in enumerate(("nrr", "grr", "logo", "quick"))
        )
    )
    picture = draw(chart, "n")
    names = [float(y) for _, y, _, words in WORDS.findall(picture) if words.isupper()]
    assert len(names) == 4
    assert min(abs(a - b) for at, a in enumerate(names) for b in names[at + 1 :]) >= 30


def test_a_heat_map_is_darker_where_more_is_left() -> None:
    shades = (Fraction(0), Fraction(1, 2), Fraction(1))
    grid = Grid(
        key="cohorts",
        title="Cohorts",
        columns=(Column("cohort", "Cohort"), *(Column(str(n), f"+{n}") for n in range(4))),
        rows=((
            Cell(text="2026-01"), Cell(value=Fraction(5), unit=Unit.COUNT, status=Status.WATCH),
            *(Cell(value=1 + shade, unit=Unit.RATIO, shade=shade) for shade in shades),
        ),),
    )  # fmt: skip
    picture = heat.draw(grid, "n")
    assert [shade for _, shade, *_ in RECT.findall(picture)] == ["0.00", "0.50", "1.00"]
    words = [found[3] for found in WORDS.findall(picture)]
    assert words == [
        "Cohort",
        "+0",
        "+1",
        "+2",
        "+3",
        "2026-01",
        "5 !",
        "100.0%",
        "150.0%",
        "200.0%",
    ]
    places = {found[3]: (float(found[0]), float(found[1])) for found in WORDS.findall(picture)}
    for box, said in zip(boxes(picture), ("100.0%", "150.0%", "200.0%"), strict=True):
        x, y = places[said]
        assert box.left < x < box.right
        assert box.top < y < box.bottom
