"""The rows below a header, as text; their structure is proven here, not left to a CSV parser.

A parser pads short rows and skips what it does not expect. So the skeleton of the text, which is
its separators and line ends outside quotes, has to be the same row again and again before Polars
reads it; or, where nothing is quoted, all bytes of the text are those of the cells that it read,
of the separators and the line ends. Lines that are not alike, and blank ones, are taken out first
and looked at one by one; where cells span lines too, the standard library's strict reader splits
the whole file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages import files as messages
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import blank_rows, skeleton
from cro_cli.sources.odd_rows import OddRows
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised

if TYPE_CHECKING:
    from cro_cli.sources.group_rows import Record

ROW = " row"  # the number of a row as a spreadsheet counts; the blank keeps it off other names
_TAIL = 64
_SAMPLE = 2**20
_FEWEST = 2


class Rows(NamedTuple):
    """The rows of a file as text: a column for each place of the header, and one for `ROW`.

    `dropped` counts rows left out, by rule.
    """

    frame: pl.DataFrame
    dropped: dict[str, int]


class Body(NamedTuple):
    """Rows of a file, as they stand in it, and the number of the first of them.

    `bones` are their skeleton; None where quotes hide it. One line end may follow the last row.
    Where it `is_last`, the file is known to end there.
    """

    text: bytes
    bones: bytes | None
    first: int
    is_last: bool = False

    @property
    def height(self) -> int:
        """How many rows there are; 0 where quotes hide it."""
        return 0 if self.bones is None else self.bones.count(b"\n") + 1


class Splitter(NamedTuple):
    """What rows are split by: a header, the plan laid on it, and the file to name in messages.

    The columns at some places come as categories.
    """

    found: Recognised
    plan: Plan
    file: str
    coded: frozenset[str] = frozenset()

    @property
    def comma(self) -> bytes:
        """The separator between cells."""
        return self.found.delimiter.encode()

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.found.header.cells)

    def body(self, text: bytes, first: int) -> Body:
        """Return rows with their skeleton; line ends below the last of them are none."""
        return self.skinned(text, skeleton.marks(text, self.comma), first)._replace(is_last=True)

    def skinned(self, text: bytes, marks: bytes, first: int) -> Body:
        """Return rows with their skeleton, taken from their marks."""
        ends = line_ends(text, len(text))
        if ends > 1:
            text = text[: 1 - ends]
        marks = marks[: len(marks) - ends]
        grouped = self.plan.format.groups is not None
        return Body(text, None if grouped else skeleton.bones(text, marks, self.comma), first)

    def sample(self, text: bytes) -> pl.DataFrame | None:
        """Return some of the first rows as text; None where they are not quickly told."""
        text = text[:_SAMPLE]
        end = text.rfind(b"\n") + 1
        return self._parsed(text[:end], range(text.count(b"\n")))

    def split(self, body: Body) -> Rows:
        """Split rows into cells.

        Raises:
            InputError: naming the rows that have too few or too many cells, or no group.
        """
        return self._without_headers(self._split(body))

    def _split(self, body: Body) -> Rows:
        bones = body.bones
        if bones is not None and skeleton.is_alike(bones, self.comma, self.width):
            height = (len(bones) + 1) // self.width
            frame = self._parsed(body.text, range(body.first, body.first + height))
            if frame is not None and not blank_rows.may_be_in(frame.get_columns()[1:]):
                return Rows(frame=frame, dropped={})
        body = body._replace(text=body.text.rstrip(b"\n"))
        if bones is not None and bones.count(b"\n") == body.text.count(b"\n"):
            rows = self._by_line(body, bones)
            if rows is not None:
                return rows
        return self._one_by_one(body)

    def _without_headers(self, rows: Rows) -> Rows:
        """Leave out rows that are the header again: exports were put below each other.

        Raises:
            InputError: where rows that both have would count twice, as they have no id.
        """
        frame, cells = rows.frame, self.found.header.cells
        said = {str(place): cells[place].strip() for place in self.plan.needed}
        named = {place: header for place, header in said.items() if header}
        place = next(iter(named), None)
        # Asked of one column first, because the answer is nearly always no.
        if place is None or len(named) < _FEWEST or not (frame[place] == named[place]).any():
            return rows
        again = pl.all_horizontal(pl.col(name) == header for name, header in named.items())
        kept = frame.filter(~again.fill_null(value=False))
        count = frame.height - kept.height
        if not count:
            return rows
        if not all(_has_ids(plan) for plan in (self.plan, *self.plan.also)):
            row = frame.filter(again).item(0, ROW)
            raise InputError([messages.SECOND_TABLE.problem(self.file, row=row)])
        return Rows(kept, {**rows.dropped, "repeated header": count})

    def may_prove(self, text: bytes) -> bool:
        """Tell whether cells of rows such as these may prove that they are alike."""
        return b'"' not in text and not self.plan.format.blank and not self.plan.also

    def proven(self, text: bytes) -> Rows | None:
        """Split rows that quote nothing and end with a line; None where they may not be alike.

        No more bytes are in the text than those of the cells, of a separator or line end after
        each, so that none was padded or left out. Rows are numbered from 0.
        """
        every = self._cells(text, range(self.width))
        if every is None:
            return None
        every = every.rechunk()  # each of its pieces would be gone through one by one
        texts, coded = pl.col(pl.String), pl.col(pl.Categorical)
        lengths = every.select(texts.str.len_bytes().sum(), coded.cat.len_bytes().sum()).row(0)
        if sum(lengths) + every.height * self.width != len(text):
            return None
        frame = every.select(map(str, self.plan.needed)).with_row_index(ROW)
        if blank_rows.may_be_in(frame.get_columns()[1:]):
            return None
        return self._without_headers(Rows(frame, {}))

    def _parsed(self, text: bytes, numbers: Sequence[int]) -> pl.DataFrame | None:
        """Return the rows as Polars reads them; None where it refuses or sees other rows."""
        frame = self._cells(text, self.plan.needed)
        if frame is None or frame.height != len(numbers):
            return None
        return frame.insert_column(0, pl.Series(ROW, numbers, dtype=pl.UInt32))

    def _cells(self, text: bytes, places: Sequence[int]) -> pl.DataFrame | None:
        """Return the cells at some places as Polars reads them; None where it refuses."""
        # To compare each cell with texts that stand for nothing takes a fifth of the time; cells
        # with nothing between their separators are null without it.
        has_quotes = b'"' in text
        nothing = [*self.plan.format.blank, *([""] if has_quotes else [])]
        try:
            return pl.read_csv(
                text,
                has_header=False,
                schema={
                    **dict.fromkeys(map(str, range(self.width)), pl.String),
                    **dict.fromkeys(self.coded, pl.Categorical),
                },
                separator=self.found.delimiter,
                quote_char='"' if has_quotes else None,
                columns=places,
                null_values=nothing or None,
                raise_if_empty=False,
                glob=False,
            )
        except pl.exceptions.PolarsError:
            return None

    def _by_line(self, body: Body, bones: bytes) -> Rows | None:
        """Take odd lines out, or trim them, and leave the others to Polars."""
        odd = OddRows(self.found, self.plan, self.file)
        lines = body.text.split(b"\n")
        end = len(lines)
        if body.is_last:
            from cro_cli.sources import footers  # few files have odd lines

            rows = (self.cells(line) for line in reversed(lines))
            end -= footers.height(rows, self.plan)
        for place, marks in enumerate(bones.split(b"\n")):
            line = lines[place]
            is_odd = odd.is_below_blank or place >= end
            if is_odd or len(marks) != self.width - 1 or self.is_blank(line):
                record = self.cells(line)
                if record is None:
                    return None
                cells = odd.sound(body.first + place, record, in_footer=place >= end)
                lines[place] = b"" if cells is None else _line(cells, self.found.delimiter)
        odd.refuse()
        kept = [place for place, line in enumerate(lines) if line]
        text = b"\n".join(lines[place] for place in kept)
        frame = self._parsed(text, [body.first + place for place in kept])
        return None if frame is None else Rows(frame=frame, dropped=dict(odd.dropped))

    def is_blank(self, line: bytes) -> bool:
        """Tell whether a line has nothing but separators, quotes and space of any kind."""
        rest = line.translate(None, b' \t"' + self.comma)
        # Letters and digits settle it without a look at the rest.
        return not rest or (not rest[:1].isalnum() and not rest.decode().strip())

    def cells(self, line: bytes) -> list[str] | None:
        """Split one line strictly; None where that cannot be: the whole file will tell better."""
        reader = csv.reader([line.decode()], delimiter=self.found.delimiter, strict=True)
        try:
            return next(reader, [])
        except csv.Error:
            return None

    def _one_by_one(self, body: Body) -> Rows:
        """Split all rows strictly."""
        odd = OddRows(self.found, self.plan, self.file)
        kept: list[list[str]] = []
        numbers: list[int] = []
        records: Sequence[Record] = list(odd.records(body.text.decode(), body.first))
        groups = self.plan.format.groups
        end = len(records)
        if groups is not None:
            from cro_cli.sources import group_rows

            records, dropped = group_rows.ungroup(records, groups, self.found.above, self.file)
            odd.dropped += dropped
        elif body.is_last:
            from cro_cli.sources import footers

            end -= footers.height((cells for _, cells in reversed(records)), self.plan)
        for place, (number, record) in enumerate(records):
            cells = odd.sound(number, record, in_footer=place >= end)
            if cells is not None:
                kept.append(cells)
                numbers.append(number)
        odd.refuse()
        columns = {str(place): [cells[place] for cells in kept] for place in self.plan.needed}
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        frame.insert_column(0, pl.Series(ROW, numbers, dtype=pl.UInt32))
        return Rows(frame=frame, dropped=dict(odd.dropped))


def read(data: bytes, found: Recognised, plan: Plan, file: str) -> Rows:
    """Read the rows below a header.

    Raises:
        InputError: naming the rows that have too few or too many cells, or no group.
    """
    splitter = Splitter(found, plan, file)
    return splitter.split(splitter.body(data[found.start :], found.row + 1))


def line_ends(text: bytes, end: int) -> int:
    """Return how many line ends stand before a place."""
    tail = text[max(end - _TAIL, 0) : end]  # the text may be large, and is not copied
    ends = len(tail) - len(tail.rstrip(b"\n"))
    return ends if ends < len(tail) else end - len(text[:end].rstrip(b"\n"))


def _has_ids(plan: Plan) -> bool:
    """Tell whether rows that an export says twice would count once."""
    return plan.table.unique and f"{plan.table.name}.{plan.table.key[0]}" in plan.supplied


def _line(cells: Sequence[str], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue().encode()
