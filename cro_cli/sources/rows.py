"""The rows below a header, as text: their structure is checked here, not left to a CSV parser.

A parser pads short rows and drops what it does not expect. So the separators of every row are
counted first, outside quotes, on a skeleton of the text in which only separators, line ends and
quotes are left. Rows that are all alike go to Polars; a file with any odd row is split strictly by
the standard library, and each odd row is named or accounted for.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from cro_cli.errors import InputError
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised

_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a file as text, one column for each header place that is needed.

    `numbers` counts rows as a spreadsheet does; `dropped` counts rows left out by rule.
    """

    frame: pl.DataFrame
    numbers: Sequence[int]
    dropped: dict[str, int] = field(default_factory=dict)


def read(data: bytes, found: Recognised, plan: Plan, file: str) -> Rows:
    """Read the rows below a header.

    Raises:
        InputError: naming the rows that have too few or too many cells.
    """
    body = data[found.start :].rstrip(b"\n")
    width = len(found.header.cells)
    if body.strip():
        count = _regular_count(body, found.delimiter, width)
        if count:
            frame = _parsed(body, found.delimiter, width, plan.needed)
            if frame is not None and frame.height == count:
                first = found.row + 1
                return Rows(frame=frame, numbers=range(first, first + count))
    return _strict(body, found, plan, file)


def _regular_count(body: bytes, delimiter: str, width: int) -> int:
    """Return the number of rows if all have the same number of cells and none is odd, else 0."""
    comma = delimiter.encode()
    if b'"' in body:
        marks = comma + b'\n"'
        marked = body.translate(bytes(one if one in marks else 120 for one in range(256)))
        # A quote amid other text is no quote to some parsers and one to others.
        if b'x"x' in marked or comma + b'""x' in marked or b'\n""x' in marked:
            return 0
        skeleton = marked.translate(None, b"x").replace(b'""', b"")
        if b'"' in skeleton:
            skeleton = re.sub(rb'"[^"]*"', b"", skeleton)
    else:
        skeleton = body.translate(None, _all_but(comma + b"\n"))
    row = comma * (width - 1) + b"\n"
    count = skeleton.count(b"\n") + 1
    alike = skeleton + b"\n" == row * count
    return count if alike and not _has_blank(body, comma, width) else 0


def _all_but(kept: bytes) -> bytes:
    return bytes(one for one in range(256) if one not in kept)


def _has_blank(body: bytes, comma: bytes, width: int) -> bool:
    lines = b"\n" + body + b"\n"
    blanks = (comma * (width - 1), comma.join([b'""'] * width))
    return any(b"\n" + blank + b"\n" in lines for blank in blanks)


def _parsed(body: bytes, delimiter: str, width: int, needed: Sequence[int]) -> pl.DataFrame | None:
    schema = {str(place): pl.String for place in range(width)}
    try:
        scan = pl.scan_csv(body, has_header=False, schema=schema, separator=delimiter, glob=False)
        return scan.select(str(place) for place in needed).collect()
    except pl.exceptions.PolarsError:
        return None


def _strict(body: bytes, found: Recognised, plan: Plan, file: str) -> Rows:
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
            problems.append(_odd(number, cells, width))
        else:
            kept.append(cells)
            numbers.append(number)
    if problems:
        raise InputError(_listed(problems, file))
    columns = {str(place): [cells[place] for cells in kept] for place in plan.needed}
    schema = dict.fromkeys(columns, pl.String)
    return Rows(frame=pl.DataFrame(columns, schema=schema), numbers=numbers, dropped=dict(dropped))


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


def _odd(number: int, cells: Sequence[str], width: int) -> str:
    return f"row {number} has {len(cells)} cells where the header has {width}"


def _listed(problems: Sequence[str], file: str) -> list[str]:
    shown = [f"{file}: {problem}" for problem in problems[:_SHOWN]]
    more = len(problems) - _SHOWN
    if more > 0:
        shown.append(f"{file}: and {more:,} more rows with too few or too many cells")
    return shown
