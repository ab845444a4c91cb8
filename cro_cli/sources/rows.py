"""The rows below a header, as text; their structure is proven here, not left to a CSV parser.

A parser pads short rows and skips what it does not expect. So the skeleton of the text, which is
its separators and line ends outside quotes, has to be the same row again and again before Polars
reads it. Lines that are not alike, and blank ones, are taken out first and looked at one by one;
where cells span lines too, the standard library's strict reader splits the whole file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from cro_cli.sources import group_rows
from cro_cli.sources.group_rows import Record
from cro_cli.sources.odd_rows import OddRows
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised

ROW = " row"  # the number of a row as a spreadsheet counts; the blank keeps it off other names
_LINE_END = ord("\n")
_BYTES = bytes(range(256))
_SPACE = ("", " ", "  ", "\t")
_SHORT = 20_000
_QUOTED = re.compile(rb'"[^"]*"')


class Rows(NamedTuple):
    """The rows of a file as text: a column for each place of the header, and one for `ROW`.

    `dropped` counts rows left out, by rule.
    """

    frame: pl.DataFrame
    dropped: dict[str, int]


def read(data: bytes, found: Recognised, plan: Plan, file: str) -> Rows:
    """Read the rows below a header.

    Raises:
        InputError: naming the rows that have too few or too many cells, or no group.
    """
    end = len(data)
    while end > found.start and data[end - 1] == _LINE_END:
        end -= 1
    body = data[found.start : end]
    comma, width = found.delimiter.encode(), len(found.header.cells)
    skeleton = None if plan.format.groups else _skeleton(body, comma)
    if skeleton is None:
        return _one_by_one(body, found, plan, file)
    if _is_alike(skeleton, comma, width):
        count = skeleton.count(b"\n") + 1
        frame = _parsed(body, range(found.row + 1, found.row + 1 + count), width, plan)
        if frame is not None and not _has_blank(frame):
            return Rows(frame=frame, dropped={})
    if skeleton.count(b"\n") == body.count(b"\n"):
        rows = _by_line(body, skeleton, found, plan, file)
        if rows is not None:
            return rows
    return _one_by_one(body, found, plan, file)


def _skeleton(body: bytes, comma: bytes) -> bytes | None:
    """Return the separators and line ends outside quotes; None where quotes hide them wrongly."""
    skeleton = body.translate(None, _BYTES.translate(None, comma + b'\n"'))
    if b'"' not in skeleton:
        return skeleton
    lines = skeleton.split(b"\n")
    # Without its text a quoted cell is two quotes, unless separators or line ends are inside.
    bare = {line: line.replace(b'""', b"") for line in set(lines)}
    doubtful = frozenset(line for line, marks in bare.items() if b'"' in marks)
    if doubtful and not _well_quoted(_doubted(body, lines, doubtful), comma):
        return None
    if any(line.count(b'"') % 2 for line in doubtful):  # a cell spans lines
        return _QUOTED.sub(b"", skeleton)
    bare |= {line: _QUOTED.sub(b"", line) for line in doubtful}
    return b"\n".join([bare[line] for line in lines])


def _doubted(body: bytes, lines: Sequence[bytes], doubtful: frozenset[bytes]) -> bytes:
    """Return the lines in which quotes hide separators, or all if they hide line ends too."""
    if any(line.count(b'"') % 2 for line in doubtful):
        return body
    pairs = zip(body.split(b"\n"), lines, strict=True)
    return b"\n".join([line for line, marks in pairs if marks in doubtful])


def _well_quoted(body: bytes, comma: bytes) -> bool:
    """Tell whether quotes stand around whole cells only.

    Polars takes those of `7" nail` and `9" nail` for a pair, and all between them for one text.
    """
    edge = comma.decode() + r"\n"
    cell = f'(?:[^"{edge}]*|"[^"]*(?:""[^"]*)*")'
    rows, text = f"{cell}(?:[{edge}]{cell})*", body.decode()
    if len(body) < _SHORT:  # Python's search is slow to run but quick to begin
        return re.fullmatch(rows, text) is not None
    return bool(pl.Series([text]).str.contains(f"^{rows}$").item())


def _is_alike(skeleton: bytes, comma: bytes, width: int) -> bool:
    row = comma * (width - 1) + b"\n"
    return skeleton + b"\n" == row * ((len(skeleton) + 1) // width)


def _has_blank(frame: pl.DataFrame) -> bool:
    """Tell whether a row may be blank: nothing was read from it."""
    columns = frame.get_columns()[1:]
    if not all(column.null_count() for column in columns):
        return False
    return bool(pl.select(pl.all_horizontal(one.is_null() for one in columns).any()).item())


def _parsed(body: bytes, numbers: Sequence[int], width: int, plan: Plan) -> pl.DataFrame | None:
    """Return the rows as Polars reads them; None where it refuses or sees other rows."""
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            schema={str(place): pl.String for place in range(width)},
            separator=plan.delimiter,
            columns=plan.needed,
            null_values=[*_SPACE, *plan.format.blank],
            raise_if_empty=False,
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None
    whole = frame.height == len(numbers)
    return frame.insert_column(0, pl.Series(ROW, numbers, dtype=pl.UInt32)) if whole else None


def _by_line(body: bytes, skeleton: bytes, found: Recognised, plan: Plan, file: str) -> Rows | None:
    """Take odd lines out, or trim them, and leave the others to Polars."""
    width, comma = len(found.header.cells), found.delimiter.encode()
    odd = OddRows(found, plan, file)
    lines = body.split(b"\n")
    numbers = list(range(found.row + 1, found.row + 1 + len(lines)))
    for place, marks in enumerate(skeleton.split(b"\n")):
        if len(marks) != width - 1 or not lines[place].translate(None, b' \t"' + comma):
            record = _cells(lines[place], found.delimiter)
            if record is None:
                return None
            cells = odd.sound(numbers[place], record)
            lines[place] = b"" if cells is None else _line(cells, found.delimiter)
    odd.refuse()
    kept = [place for place, line in enumerate(lines) if line]
    text = b"\n".join(lines[place] for place in kept)
    frame = _parsed(text, [numbers[place] for place in kept], width, plan)
    return None if frame is None else Rows(frame=frame, dropped=dict(odd.dropped))


def _cells(line: bytes, delimiter: str) -> list[str] | None:
    """Split one line strictly; None where that cannot be, which the whole file will tell better."""
    try:
        return next(csv.reader([line.decode()], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _line(cells: Sequence[str], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue().encode()


def _one_by_one(body: bytes, found: Recognised, plan: Plan, file: str) -> Rows:
    """Split the whole file strictly."""
    odd = OddRows(found, plan, file)
    kept: list[list[str]] = []
    numbers: list[int] = []
    records: Iterable[Record] = odd.records(body.decode(), found.row + 1)
    if plan.format.groups is not None:
        records, dropped = group_rows.ungroup(records, plan.format.groups, found.above, file)
        odd.dropped += dropped
    for number, record in records:
        cells = odd.sound(number, record)
        if cells is not None:
            kept.append(cells)
            numbers.append(number)
    odd.refuse()
    columns = {str(place): [cells[place] for cells in kept] for place in plan.needed}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame.insert_column(0, pl.Series(ROW, numbers, dtype=pl.UInt32))
    return Rows(frame=frame, dropped=dict(odd.dropped))
