"""The rows below a header, as text; their structure is proven here, not left to a CSV parser.

A parser pads short rows and skips what it does not expect. So, where no cell is quoted, the file
without its text has to be the same row of separators again and again; and where some are, every
byte of the file has to be found again as a byte of a cell, a separator, a line end or a quote.
Where that does not hold, and where a row is blank, the rows are split one by one by the standard
library's strict reader, and each odd row is accounted for or named.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from cro_cli.errors import InputError
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised

ROW = " row"  # the number of a row as a spreadsheet counts; the blank keeps it off other names
_SHOWN = 5


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
    body = data[found.start :].rstrip(b"\n")
    width = len(found.header.cells)
    if body and not _has_blank(body, found.delimiter, width):
        frame = _parsed(body, found.delimiter, width, plan.needed)
        if frame is not None:
            first = found.row + 1
            numbers = pl.Series(ROW, range(first, first + frame.height), dtype=pl.UInt32)
            return Rows(frame=frame.insert_column(0, numbers), dropped={})
    return _split(body, found, plan, file)


def _has_blank(body: bytes, delimiter: str, width: int) -> bool:
    comma = delimiter.encode()
    blanks = (comma * (width - 1), comma.join([b'""'] * width))
    return any(
        b"\n" + blank + b"\n" in body
        or body.startswith(blank + b"\n")
        or body.endswith(b"\n" + blank)
        or body == blank
        for blank in blanks
    )


def _parsed(body: bytes, delimiter: str, width: int, needed: Sequence[int]) -> pl.DataFrame | None:
    """Return the rows if all are alike and nothing is lost, else None."""
    schema = {str(place): pl.String for place in range(width)}
    comma = delimiter.encode()
    quoted = b'"' in body
    if not quoted and not _is_alike(body, comma, width):
        return None
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            schema=schema,
            separator=delimiter,
            columns=None if quoted else list(needed),
            null_values=[""],
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None
    whole = _adds_up(frame, body, width) if quoted else frame.height == body.count(b"\n") + 1
    return frame if whole else None


def _is_alike(body: bytes, comma: bytes, width: int) -> bool:
    text = bytes(byte for byte in range(256) if byte not in comma + b"\n")
    row = comma * (width - 1) + b"\n"
    skeleton = body.translate(None, text) + b"\n"
    return skeleton == row * (len(skeleton) // len(row))


def _adds_up(frame: pl.DataFrame, body: bytes, width: int) -> bool:
    """Tell whether cells, separators, line ends and quotes are all the bytes there are."""
    outside = len(body) - (frame.height * width - 1) - body.count(b'"')
    cells = sum(frame.select(pl.all().str.len_bytes().sum()).row(0))
    if cells == outside:
        return True
    # A quote inside a cell is written as two and read as one.
    inner = sum(frame.select(pl.all().str.count_matches('"', literal=True).sum()).row(0))
    return bool(inner) and cells == outside + inner


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
