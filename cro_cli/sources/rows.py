"""The rows below a header, as text; their structure is proven here, not left to a CSV parser.

A parser pads short rows and skips what it does not expect. So the skeleton of the text, which is
its separators and line ends outside quotes, has to be the same row again and again before Polars
reads it. Where it is not, and where a row is blank, the rows are split one by one by the standard
library's strict reader, and each odd row is accounted for or named.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from cro_cli.errors import InputError
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised

ROW = " row"  # the number of a row as a spreadsheet counts; the blank keeps it off other names
_SHOWN = 5
_LINE_END = ord("\n")
_BYTES = bytes(range(256))


class Rows(NamedTuple):
    """The rows of a file as text: a column for each place of the header, and one for `ROW`.

    `dropped` counts rows left out, by rule.
    """

    frame: pl.DataFrame
    dropped: dict[str, int]


def read(data: bytes, found: Recognised, plan: Plan, file: str) -> Rows:
    """Read the rows below a header.

    Raises:
        InputError: naming the rows that have too few or too many cells.
    """
    end = len(data)
    while end > found.start and data[end - 1] == _LINE_END:
        end -= 1
    body = data[found.start : end]
    width = len(found.header.cells)
    comma = found.delimiter.encode()
    count = _alike(body, comma, width)
    if count and not _has_blank(body, comma, width):
        frame = _parsed(body, width, plan)
        if frame is not None and frame.height == count:
            first = found.row + 1
            numbers = pl.Series(ROW, range(first, first + frame.height), dtype=pl.UInt32)
            return Rows(frame=frame.insert_column(0, numbers), dropped={})
    return _split(body, found, plan, file)


def _has_blank(body: bytes, comma: bytes, width: int) -> bool:
    blanks = (comma * (width - 1), comma.join([b'""'] * width))
    return any(
        b"\n" + blank + b"\n" in body
        or body.startswith(blank + b"\n")
        or body.endswith(b"\n" + blank)
        or body == blank
        for blank in blanks
    )


def _alike(body: bytes, comma: bytes, width: int) -> int:
    """Return the number of rows if each has as many cells as the header, else 0."""
    skeleton = body.translate(None, _BYTES.translate(None, comma + b'\n"'))
    if b'"' in skeleton:
        # Without its text a quoted cell is two quotes, unless separators or line ends are inside.
        skeleton = re.sub(rb'"[^"]*"', b"", skeleton.replace(b'""', b""))
    row = comma * (width - 1) + b"\n"
    rows = (len(skeleton) + 1) // width
    return rows if body and skeleton + b"\n" == row * rows else 0


def _parsed(body: bytes, width: int, plan: Plan) -> pl.DataFrame | None:
    """Return the rows as Polars reads them; None where it refuses."""
    try:
        return pl.read_csv(
            body,
            has_header=False,
            schema={str(place): pl.String for place in range(width)},
            separator=plan.delimiter,
            columns=plan.needed,
            null_values=["", *plan.format.blank],
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None


def _split(body: bytes, found: Recognised, plan: Plan, file: str) -> Rows:
    """Split rows one by one; every odd one is dropped by a rule or refused."""
    width = len(found.header.cells)
    kept: list[list[str]] = []
    numbers: list[int] = []
    dropped: Counter[str] = Counter()
    problems: list[str] = []
    for number, cells in _records(body, found, file):
        reason = _reason_to_drop(cells, width, plan)
        if reason:
            dropped[reason] += 1
        elif len(cells) < width or any(cell.strip() for cell in cells[width:]):
            problems.append(f"row {number} has {len(cells)} cells where the header has {width}")
        else:
            kept.append(cells)
            numbers.append(number)
    if problems:
        raise InputError(_listed(problems, file))
    columns = {str(place): [cells[place] for cells in kept] for place in range(width)}
    frame = pl.DataFrame(
        {ROW: numbers, **columns}, schema={ROW: pl.UInt32, **dict.fromkeys(columns, pl.String)}
    )
    return Rows(frame=frame, dropped=dict(dropped))


def _records(body: bytes, found: Recognised, file: str) -> Iterable[tuple[int, list[str]]]:
    lines = io.StringIO(body.decode(), newline="")
    reader = csv.reader(lines, delimiter=found.delimiter, strict=True)
    number = found.row
    try:
        for number, cells in enumerate(reader, start=found.row + 1):
            yield number, cells
    except csv.Error as error:
        raise InputError([f"{file}: row {number + 1}: {_said(error)}"]) from error


def _said(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text:
        return "a quote is opened and never closed; the file may be cut off: export it again"
    if "expected after" in text:
        return "text follows a closing quote; quotes inside a cell must be doubled"
    return f"cannot be split into cells ({text})"


def _reason_to_drop(cells: Sequence[str], width: int, plan: Plan) -> str:
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return "blank"
    if len(cells) >= width or len(filled) > 1 or not cells[0].strip():
        return ""
    footers = (drop for place, drop in plan.drops if drop.columns is None and not place)
    return next((drop.name for drop in footers if drop.covers(cells[0])), "")


def _listed(problems: Sequence[str], file: str) -> list[str]:
    shown = [f"{file}: {problem}" for problem in problems[:_SHOWN]]
    more = len(problems) - _SHOWN
    if more > 0:
        shown.append(f"{file}: and {more:,} more rows with too few or too many cells")
    return shown
