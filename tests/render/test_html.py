"""The page: what stands in it, that it asks nothing of the network, and that it can be read."""

from __future__ import annotations

import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cro_cli import display, wording
from cro_cli.model import Cell, Chart, Column, Grid, Report, Scorecard, Status, Unit
from cro_cli.render import QUIET, Look
from cro_cli.render.html import render
from cro_cli.render.html.style import DARKEST, STYLE
from tests.render.test_formats import PAYLOADS, named

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "line", "rect", "circle", "polyline"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "span", "a"),
    *("div", "table", "thead", "tbody", "tr", "th", "td", "section", "ul", "li"),
    *("figure", "figcaption", "details", "summary"),
    *("svg", "line", "polyline", "circle", "rect", "text"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "scope", "id", "href", "style"),
    *("role", "aria-labelledby", "aria-hidden", "viewbox", "points", "fill", "text-anchor"),
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"),
}
# WCAG 2.1, level AA: words against what is behind them, and what pictures are drawn with.
ENOUGH, SHAPES = 4.5, 3


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

    def given(self, name: str) -> list[str]:
        return [str(given[name]) for _, given in self.elements if name in given]


def page_of(report: Report, *blocks: Grid | Chart) -> Page:
    return Page(render(report._replace(blocks=blocks), Look(verbosity=QUIET)))


def assert_inert(page: Page) -> None:
    assert {tag for tag, _ in page.elements} <= ALLOWED
    assert {name for _, given in page.elements for name in given} <= ATTRIBUTES
    assert all(one.startswith("#") for one in page.given("href"))
    assert {one.removeprefix("#") for one in page.given("href")} <= set(page.given("id"))


def test_golden(report: Report) -> None:
    assert render(report, Look()) == (GOLDEN / "report.html").read_bytes().decode()


def test_only_known_elements_and_nothing_from_outside(report: Report) -> None:
    text = render(report, Look())
    assert_inert(Page(text))
    assert not re.search(r"url\(|@import|https?:", text)


@pytest.mark.parametrize("payload", [*PAYLOADS, "\"><b id='x y'>", "' onload=x"])
def test_data_comes_out_as_text(report: Report, payload: str) -> None:
    page = Page(render(named(report, payload), Look()))
    assert_inert(page)
    assert display.clean(payload) in page.texts
    charts = (
        block._replace(key=payload, title=payload, labels=tuple(payload for _ in block.labels))
        for block in report.blocks
        if isinstance(block, Chart)
    )
    grids = (
        block._replace(key=payload, title=payload)
        for block in report.blocks
        if isinstance(block, Grid)
    )
    pictures = page_of(report, *charts, *grids)
    assert_inert(pictures)
    assert pictures.texts.count(display.clean(payload)) > 3


def test_every_picture_is_said_in_numbers_too(report: Report) -> None:
    page = Page(render(report, Look()))
    pictures = [given for tag, given in page.elements if tag == "svg"]
    assert len(pictures) == 3
    identities = page.given("id")
    assert len(identities) == len(set(identities))
    assert {one["aria-labelledby"] for one in pictures} <= set(identities)
    assert all(one["role"] == "img" for one in pictures)
    assert sum(tag == "details" for tag, _ in page.elements) == 3
    for block in report.blocks:
        if isinstance(block, Chart):
            for series in block.series:
                for value in series.values:
                    assert wording.point(value, block) in page.texts


def test_what_needs_attention_comes_first_and_leads_to_what_lies_behind(report: Report) -> None:
    text = render(report, Look())
    first, second = "Expansion share of new ARR", "CAC payback"
    assert (
        '<p><span class="at_risk">✗ at risk:</span> '
        f'<a href="#expansion_share">{first}</a> <span class="figure">55.2%</span> · '
        f'<a href="#cac_payback">{second}</a> <span class="figure">26.3 mo</span></p>'
    ) in text
    assert text.index("✗ at risk:") < text.index("Recurring revenue</h2>")
    assert text.index("From MRR to MRR") < text.index('id="cac_payback"')


def test_a_status_is_a_symbol_and_a_word(report: Report) -> None:
    page = Page(render(report, Look()))
    for reading in report.readings:
        assert wording.status(reading) in page.texts
    assert "* takes something for granted" in page.texts


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, over: str, share: float) -> str:
    """Return the colour that is seen when one lies over another and hides a share of it."""
    pairs = ((int(one[at : at + 2], 16), int(over[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(top * share + below * (1 - share)):02x}" for top, below in pairs)


def palettes() -> list[dict[str, str]]:
    found = re.findall(r":root \{([^}]*)\}", STYLE)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block)) for block in found]


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "paper"])
def test_words_and_shapes_stand_out_from_what_is_behind_them(palette: dict[str, str]) -> None:
    assert len(palettes()) == 3
    for behind in ("page", "band"):
        for name in ("ink", "soft", "good", "watch", "bad", "unknown", "link"):
            assert contrast(palette[name], palette[behind]) >= ENOUGH, (name, behind)
        for name in ("one", "two", "three", "good", "bad"):
            assert contrast(palette[name], palette[behind]) >= SHAPES, (name, behind)
    darkest = mixed(palette["heat"], palette["band"], DARKEST)
    assert contrast(palette["ink"], darkest) >= ENOUGH


def test_every_colour_of_the_page_is_one_of_its_palette() -> None:
    names = set(palettes()[0])
    assert all(set(one) == names for one in palettes())
    assert set(re.findall(r"var\(--(\w+)\)", STYLE)) - {"shade", "width"} == names
    beside = re.sub(r":root \{[^}]*\}", "", STYLE)
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", beside)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert mixed("#ff0000", "#ffffff", 0.5) == "#ff8080"


def grid(rows: int, columns: int, unit: Unit | None = Unit.MONEY) -> Grid:
    """Return a grid whose cells are numbers: 1.00 in the first row and column, and so on."""
    numbers = [[Fraction(100 * row + column) for column in range(columns)] for row in range(rows)]
    return Grid(
        key="g",
        title="G",
        columns=(
            Column("month", "Month"),
            *(Column(f"c{at}", f"Column {at}", unit) for at in range(columns)),
        ),
        rows=tuple(
            (
                Cell(text=f"2026-{at:02}"),
                *(Cell(value=one) if unit else Cell(text=f"{one}") for one in row),
            )
            for at, row in enumerate(numbers)
        ),
    )


def heads(page: Page) -> int:
    return sum(given.get("scope") == "col" for _, given in page.elements)


def test_a_table_that_is_too_wide_is_turned(report: Report) -> None:
    page = page_of(report, grid(rows=3, columns=14))
    assert heads(page) == 4
    assert page.texts.index("Column 1") < page.texts.index("101.00") < page.texts.index("Column 2")
    assert heads(page_of(report, grid(rows=3, columns=12))) == 13
    assert (
        heads(page_of(report, grid(rows=14, columns=14, unit=Unit.COUNT))) == 15
    )  # turned, no narrower


def test_a_table_that_no_paper_is_wide_enough_for_is_split(report: Report) -> None:
    wide = grid(rows=20, columns=20)  # twenty columns of about eight letters each
    page = page_of(report, wide)
    assert heads(page) == 22
    assert sum(tag == "table" for tag, _ in page.elements) == 2
    for row in wide.rows:
        assert page.texts.count(row[0].text) == 2
        assert all(wording.cell(cell, wide.columns[1]) in page.texts for cell in row[1:])


def test_a_row_of_many_words_is_a_list(report: Report) -> None:
    page = page_of(report, grid(rows=2, columns=9, unit=None))
    assert heads(page) == 0
    assert page.texts.count("Column 8") == 2
    assert sum(tag == "h3" for tag, _ in page.elements) == 2


def test_what_is_drawn_with_letters_is_not_read_aloud(report: Report) -> None:
    plain = grid(rows=1, columns=2, unit=None)
    drawn = plain._replace(columns=(*plain.columns[:2], plain.columns[2]._replace(is_drawn=True)))
    found = [given.get("aria-hidden") for tag, given in page_of(report, drawn).elements
             if tag == "td"]  # fmt: skip
    assert found == [None, "true"]


def test_quiet_and_only_leave_out_the_notes(report: Report) -> None:
    assert "no config was found" not in render(report, Look(verbosity=QUIET))
    risky = frozenset(one.key for one in report.readings if one.status is Status.AT_RISK)
    page = Page(render(report, Look(shown=risky)))
    assert "no config was found" not in page.texts
    assert "✓ healthy" not in page.texts
    nothing = report._replace(blocks=(Scorecard(readings=()),), findings=())
    assert render(nothing, Look(shown=frozenset())) == ""
