"""The page: what stands in it, that it asks nothing of the network, and that it can be read."""

from __future__ import annotations

import re
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from cro_cli import display, wording
from cro_cli.model import Chart, Drawing, Report, Scorecard, Series, Status, Unit
from cro_cli.render import QUIET, Look
from cro_cli.render.html import render
from cro_cli.render.html.style import STYLE
from tests.render.test_formats import PAYLOADS, named

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "line", "rect", "circle", "polyline"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "span"),
    *("div", "table", "thead", "tbody", "tr", "th", "td", "section", "ul", "li"),
    *("figure", "figcaption", "details", "summary"),
    *("svg", "line", "polyline", "circle", "rect", "text"),
}
# WCAG 2.1, level AA: words against what is behind them.
ENOUGH = 4.5


class Page(HTMLParser):
    """Collects elements, attributes and text, and checks that elements nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)


def test_golden(report: Report) -> None:
    assert render(report, Look()) == (GOLDEN / "report.html").read_bytes().decode()


def test_only_known_elements_and_nothing_from_outside(report: Report) -> None:
    text = render(report, Look())
    page = Page(text)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    names = {name for _, given in page.elements for name in given}
    assert not names & {"src", "href", "srcset", "action", "background", "onload", "xlink:href"}
    assert not re.search(r"url\(|@import|https?:", text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_data_comes_out_as_text(report: Report, payload: str) -> None:
    page = Page(render(named(report, payload), Look()))
    assert {tag for tag, _ in page.elements} <= ALLOWED
    assert display.clean(payload) in page.texts


def test_every_chart_is_said_in_numbers_too(report: Report) -> None:
    page = Page(render(report, Look()))
    identities = [given["id"] for _, given in page.elements if "id" in given]
    assert len(identities) == len(set(identities)) == 2
    pictures = [given for tag, given in page.elements if tag == "svg"]
    assert [one["aria-labelledby"] for one in pictures] == identities
    assert all(one["role"] == "img" for one in pictures)
    assert sum(tag == "details" for tag, _ in page.elements) == 2
    charts = [block for block in report.blocks if isinstance(block, Chart)]
    for chart in charts:
        for series in chart.series:
            assert all(wording.point(value, chart) in page.texts for value in series.values)


def test_a_status_is_a_symbol_and_a_word(report: Report) -> None:
    page = Page(render(report, Look()))
    for reading in report.readings:
        assert wording.status(reading) in page.texts


def luminance(color: str) -> float:
    digits = color.lstrip("#")
    full = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def palettes() -> list[dict[str, str]]:
    found = re.findall(r":root \{([^}]*)\}", STYLE)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]+)", block)) for block in found]


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "paper"])
def test_words_stand_out_from_the_page(palette: dict[str, str]) -> None:
    assert len(palettes()) == 3
    for name in ("ink", "soft", "good", "watch", "bad", "unknown"):
        for behind in ("page", "band"):
            assert contrast(palette[name], palette[behind]) >= ENOUGH, (name, behind)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def steps(*values: int) -> Chart:
    return Chart(
        key="steps",
        title="Steps",
        drawing=Drawing.WATERFALL,
        unit=Unit.MONEY,
        labels=tuple("abcdefgh"[: len(values)]),
        series=(Series(key="mrr", title="MRR", values=tuple(map(Fraction, values))),),
    )


def boxes(report: Report, chart: Chart) -> list[tuple[str, float, float]]:
    """Return kind, top and bottom of every bar."""
    text = render(report._replace(blocks=(chart,)), Look())
    found = re.findall(
        r'<rect class="(\w+)" x="[^"]*" y="([^"]*)" width="[^"]*" height="([^"]*)"', text
    )
    return [(kind, float(y), float(y) + float(height)) for kind, y, height in found]


def test_every_step_of_a_waterfall_begins_where_the_last_one_ended(report: Report) -> None:
    first, gain, loss, last = boxes(report, steps(100, 25, -50, 75))
    assert [first[0], gain[0], loss[0], last[0]] == ["total", "gain", "loss", "total"]
    assert gain[2] == pytest.approx(first[1], abs=0.2)  # up from the top of the first
    assert loss[1] == pytest.approx(gain[1], abs=0.2)  # down from there
    assert last[1] == pytest.approx(loss[2], abs=0.2)  # to where the last one stands
    assert first[2] == last[2]  # both from the floor
    assert (gain[2] - gain[1]) * 2 == pytest.approx(loss[2] - loss[1], abs=0.4)


@pytest.mark.parametrize("values", [(0, 0), (0, 5, -5, 0), (5, 5), (-3, 1, -2)])
def test_a_waterfall_of_any_numbers_stays_on_the_page(
    report: Report, values: tuple[int, ...]
) -> None:
    for _, top, bottom in boxes(report, steps(*values)):
        assert 0 <= top <= bottom <= 240


def test_a_line_leaves_out_what_is_not_known(report: Report) -> None:
    known = (Fraction(1), Fraction(2), None, Fraction(3), Fraction(4))
    chart = steps(1, 2, 3, 4, 5)._replace(
        drawing=Drawing.LINES, series=(Series(key="nrr", title="NRR", values=known),)
    )
    text = render(report._replace(blocks=(chart,)), Look())
    runs = re.findall(r'<polyline class="line c0" points="([^"]*)"', text)
    assert [len(run.split()) for run in runs] == [2, 2]
    points = [tuple(map(float, pair.split(","))) for run in runs for pair in run.split()]
    assert all(x < later and y > higher for (x, y), (later, higher) in pairwise(points))
    unknown = chart._replace(series=(Series(key="nrr", title="NRR", values=(None,) * 5),))
    assert "<polyline" not in render(report._replace(blocks=(unknown,)), Look())


def test_bars_are_as_long_as_their_numbers(report: Report) -> None:
    chart = steps(10, -5, 0)._replace(drawing=Drawing.BARS)
    text = render(report._replace(blocks=(chart,)), Look())
    found = re.findall(r'<rect class="(\w+)" x="[^"]*" y="[^"]*" width="([^"]*)"', text)
    assert [kind for kind, _ in found] == ["total", "loss", "total"]
    long, short, none = (float(width) for _, width in found)
    assert long == pytest.approx(2 * short, abs=0.2)
    assert none == 0


def test_quiet_and_only_leave_out_the_notes(report: Report) -> None:
    assert "no config was found" not in render(report, Look(verbosity=QUIET))
    risky = frozenset(one.key for one in report.readings if one.status is Status.AT_RISK)
    page = Page(render(report, Look(shown=risky)))
    assert "no config was found" not in page.texts
    assert "✓ healthy" not in page.texts
    nothing = report._replace(blocks=(Scorecard(readings=()),), findings=())
    assert render(nothing, Look(shown=frozenset())) == ""
