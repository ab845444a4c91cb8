"""The table of readings. No value is ever cut.

As the screen narrows the table first wraps the metric's name, then loses the band, then the change;
below 50 columns, or where even that does not fit, a metric takes two lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cro_cli import wording
from cro_cli.model import Reading
from cro_cli.render.text.page import HEAD, INDENT, STYLES, Page
from cro_cli.render.text.words import Words

GAP = "  "
TITLE_AT_LEAST = 12  # as long as the longest word of a name
TWO_LINES_BELOW = 50
GIVES_WAY = ("band", "change")  # first to last
RIGHT = "value"
SENSES = {"better": "", "worse": "bold", "": ""}
FEW = "n: "  # beside a status that rests on few cases
STAR = "*"  # beside a value that takes something for granted

Row = dict[str, Words]


def table(readings: Sequence[Reading], period: str, page: Page) -> Iterator[Words]:
    """Yield the lines of the table, group by group."""
    if not readings:
        return
    head, *rows = _grid(readings, period, page)
    widths = _fit(head, rows, page.look.width)
    if widths:
        yield Words()
        yield from _wide(head, widths, page)
    groups = groupby(zip(readings, rows, strict=True), key=lambda pair: pair[0].group)
    for group, members in groups:
        yield Words()
        yield from page.wrap(page.text(group, "bold"), width=page.look.width)
        for reading, row in members:
            yield from _wide(row, widths, page) if widths else _narrow(reading, page)
    yield from _legend(readings, page)


def _legend(readings: Sequence[Reading], page: Page) -> Iterator[Words]:
    """Yield what the marks beside values and statuses mean."""
    has_star = any(map(_is_assumed, readings))
    has_few = any(reading.low_n is not None for reading in readings)
    if has_star or has_few:
        yield Words()
    if has_star:
        where = "see below" if page.has_notes else "-v says what"
        yield from page.say(f"takes something for granted: {where}", f"{STAR} ")
    if has_few:
        yield from page.say(f"low n, {wording.LOW_N}", FEW)


def _grid(readings: Sequence[Reading], period: str, page: Page) -> Iterator[Row]:
    """Yield the head and a row for each reading."""
    blank = " " if any(map(_is_assumed, readings)) else ""
    digits = max(len(wording.change(reading).text) for reading in readings)
    yield {
        "title": page.text("Metric", HEAD),
        "value": page.text("Value", HEAD) + page.text(blank),
        "change": page.text(f"vs {period} ago", HEAD),
        "band": page.text("Healthy (watch)", HEAD),
        "status": page.text("Status", HEAD),
    }
    for reading in readings:
        yield {
            "title": page.text(reading.title),
            "value": _value(reading, page, blank),
            "change": _change(reading, page, digits),
            "band": page.text(wording.band(reading)),
            "status": page.text(wording.status(reading), STYLES[reading.status]),
        }


def _value(reading: Reading, page: Page, blank: str = "") -> Words:
    return page.text(wording.value(reading) + (STAR if _is_assumed(reading) else blank))


def _is_assumed(reading: Reading) -> bool:
    return bool(reading.assumptions) and reading.value is not None


def _change(reading: Reading, page: Page, digits: int = 0) -> Words:
    change = wording.change(reading)
    words = f"{change.text:>{digits}} {change.sense}".rstrip()
    return page.text(words, SENSES[change.sense])


def _fit(head: Row, rows: Sequence[Row], width: int) -> dict[str, int]:
    """Return the columns that fit with their widths; none when a metric takes two lines."""
    if width < TWO_LINES_BELOW:
        return {}
    widths = {name: max(row[name].cell_len for row in (head, *rows)) for name in head}
    empty = [name for name in GIVES_WAY if not any(row[name] for row in rows)]
    title = widths["title"]
    for name in (*empty, "", *GIVES_WAY):
        widths.pop(name, None)
        others = [size for key, size in widths.items() if key != "title"]
        room = width - sum(others) - len(GAP) * len(others)
        if name not in empty and room >= min(title, TITLE_AT_LEAST):
            return {**widths, "title": min(title, room)}
    return {}


def _wide(row: Row, widths: dict[str, int], page: Page) -> Iterator[Words]:
    first, *more = page.wrap(row["title"], width=widths["title"])
    cells = [_cell({**row, "title": first}[name], name, width) for name, width in widths.items()]
    yield Words(GAP).join(cells)
    yield from more


def _cell(text: Words, name: str, width: int) -> Words:
    pad = Words(" " * (width - text.cell_len))
    return pad + text if name == RIGHT else text + pad


def _narrow(reading: Reading, page: Page) -> Iterator[Words]:
    yield from page.wrap(page.text(reading.title), width=page.look.width)
    value, change = _value(reading, page), _change(reading, page)
    status = page.text(wording.status(reading), STYLES[reading.status])
    line = Words(GAP).join(cell for cell in (value, change, status) if cell)
    if len(INDENT) + line.cell_len > page.look.width:
        line = Words(GAP).join((value, status))
    yield from page.wrap(line, width=page.look.width, lead=Words(INDENT))
