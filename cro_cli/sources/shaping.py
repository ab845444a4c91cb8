"""From the text of one file to rows of a canonical table, with a finding for each bad cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.model import Finding
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts import together
from cro_cli.sources import (
    careful,
    composed,
    dropping,
    minor_units,
    quick,
    remarks,
    totals,
    words,
)
from cro_cli.sources.cells import AMOUNTS, DTYPES
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.plan import (
    LATEST_BY,
    LATEST_OF,
    SPREAD_HEADER,
    SPREAD_NAME,
    SPREAD_VALUE,
    Plan,
)
from cro_cli.sources.rows import ROW, Rows
from cro_cli.sources.said import Said
from cro_cli.tables import MICROS, RATE_UNITS, Column, Kind

if TYPE_CHECKING:
    from cro_cli.parts.table import Parted

_NOTHING = {kind: pl.lit(None, dtype) for kind, dtype in DTYPES.items()}


class Shaped(NamedTuple):
    """The canonical rows of one file, each with the number of its row in the column `ROW`.

    `supplied` are the columns that it says anything of, `derived` those of them that other columns
    tell, `bad` the numbers of rows with a cell that could not be read. Those of a large file may be
    kept in parts, and are put together for who asks for the `frame`.
    """

    rows: pl.DataFrame | Parted
    supplied: frozenset[str]
    derived: frozenset[str]
    dropped: dict[str, int]
    findings: tuple[Finding, ...]
    bad: frozenset[int]

    @property
    def frame(self) -> pl.DataFrame:
        """All rows."""
        return together(self.rows)


class Part(NamedTuple):
    """Rows of a file as far as they can be read without a look at its other rows.

    `typed` is what was read of them in the plain way, `rest` the text of the columns of which
    something is left; `dropped` counts the rows that were left out, by rule, `marked` those that
    something has to be said of, and `sums` are rows that may be totals.
    """

    typed: pl.DataFrame
    rest: Mapping[str, pl.Series]
    dropped: dict[str, int]
    marked: dict[str, int]
    sums: pl.DataFrame


def shape(rows: Rows, plan: Plan, above: Sequence[str], file: str) -> Shaped:
    """Read the cells of a file by the plan made for it.

    Raises:
        InputError: when dates or decimals can be read in two ways, or lack a month or currency.
    """
    text, dropped = said(rows, plan, file)
    whole = part(text, plan, dropped, constants(plan))
    return finish(whole, text, plan, above, file)


def said(rows: Rows, plan: Plan, file: str) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return the text of all cells by the names of what they become, and what rules drop."""
    long = _spread(rows.frame, plan) if plan.spread else _melted(rows.frame, plan)
    return dropping.without(_named(long, plan), plan, rows.dropped, file)


def constants(plan: Plan) -> list[pl.Expr]:
    """Return the columns of the table that no cell of the file is read for."""
    there = {cell.target for cell in plan.cells} | ({"month"} if plan.months else set())
    missing = (column for column in plan.table.columns if column.name not in there)
    return [_constant(plan, column).alias(column.name) for column in missing]


def part(  # noqa: PLR0913 - how cells are read
    text: pl.DataFrame,
    plan: Plan,
    dropped: dict[str, int],
    added: Sequence[pl.Expr] = (),
    known: Mapping[str, pl.Series] = MappingProxyType({}),
    *,
    numbered: bool = False,
) -> Part:
    """Read the cells that are written in the plain way, but for those of which all is known.

    Columns may be added to theirs. Where they are to be `numbered`, few texts come as an Enum.
    """
    typed = quick.read(text, plan, added, known, numbered=numbered)
    rest = careful.unread(text, typed, plan, known)
    if rest:
        typed = typed.with_columns(_nothing(typed.get_column(name)) for name in rest)
    sums = totals.candidates(typed, rest, plan)
    return Part(typed, rest, dropped, dropping.marked(text, plan), sums)


def finish(whole: Part, text: Said, plan: Plan, above: Sequence[str], file: str) -> Shaped:
    """Read what is left of the cells of a file, and what only all of its rows tell.

    Raises:
        InputError: when dates or decimals can be read in two ways, or lack a month or currency.
    """
    sums = whole.sums
    spared = [row for row, word, _ in sums.iter_rows() if word]
    complaints = Complaints(file, plan, spared=spared)
    complaints.findings += remarks.of_marks(whole.marked, plan, file)
    typed = careful.read(text, whole.typed, whole.rest, plan, complaints)
    typed = minor_units.scaled(text, typed, plan, complaints)
    typed = composed.columns(plan, text, typed, above, complaints)
    dropped = whole.dropped
    if sums.height:
        typed = totals.without(typed, sums, plan, file)
        if gone := sums.join(typed, on=ROW, how="anti").height:
            dropped = {**dropped, totals.NAME: dropped.get(totals.NAME, 0) + gone}
    typed, dropped = _latest(typed, plan, dropped)
    table = typed[[*(column.name for column in plan.table.columns), ROW]]
    complaints.empty(table)
    if plan.format.once:
        table, dropped = _once(table, plan, dropped)
    return Shaped(
        rows=table,
        supplied=plan.supplied,
        derived=plan.derived,
        dropped=dropped,
        findings=tuple(complaints.findings),
        bad=frozenset().union(*complaints.bad.values()),
    )


def _nothing(column: pl.Series) -> pl.Series:
    return pl.Series(column.name, [None], column.dtype).new_from_index(0, column.len())


def _latest(
    typed: pl.DataFrame, plan: Plan, dropped: dict[str, int]
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Let only the latest version of a thing count, as the format tells them apart."""
    latest = plan.format.latest
    if latest is None or not plan.has(LATEST_BY):
        return typed, dropped
    number = pl.col(LATEST_BY)
    is_latest = number.is_null() | (number == number.max().over(LATEST_OF))
    kept = typed.filter(is_latest)
    gone = typed.height - kept.height
    return kept, {**dropped, latest.name: dropped.get(latest.name, 0) + gone} if gone else dropped


def _once(
    table: pl.DataFrame, plan: Plan, dropped: dict[str, int]
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Let rows that say the same count once: totals of an invoice stand on each of its lines."""
    said = [name for name in table.columns if name != ROW]
    whole = table.unique(said, keep="first", maintain_order=True)
    name, again = plan.format.once, table.height - whole.height
    return whole, {**dropped, name: dropped.get(name, 0) + again} if again else dropped


def _melted(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Turn one column a month into one row a month; an empty cell there is no revenue."""
    if not plan.months:
        return frame
    kept = [name for name in frame.columns if name not in plan.months]
    long = frame.unpivot(list(plan.months), index=kept, value_name="amount")
    months = pl.Series(list(plan.months.values())) + "-01"
    return long.with_columns(
        pl.col("amount").fill_null("0"),
        # Rows come month by month.
        month=pl.lit(months.str.to_date("%Y-%m-%d", strict=False)).gather(
            pl.int_range(pl.len()) // frame.height
        ),
    )


def _spread(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Turn one column a stage into one row a stage; an empty cell there is none."""
    kept = [name for name in frame.columns if name not in plan.spread]
    headers = {place: plan.header.label([int(place)]) for place in plan.spread}
    return (
        frame.unpivot(
            list(plan.spread), index=kept, variable_name=SPREAD_HEADER, value_name=SPREAD_VALUE
        )
        .filter(
            words.filled(pl.col(SPREAD_VALUE).str.strip_chars(), plan.format.blank).is_not_null()
        )
        .sort(ROW, maintain_order=True)
        .with_columns(
            pl.col(SPREAD_HEADER).replace_strict(plan.spread).alias(SPREAD_NAME),
            pl.col(SPREAD_HEADER).replace_strict(headers),
        )
    )


def _named(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Return the text of all cells by the names of what they become."""
    texts = [cell.text(frame) for cell in plan.cells]
    drops = [
        cells.alias(f" {number}{end}")
        for number, one in enumerate(plan.rules)
        for cells, end in (
            (dropping.telling(frame, one), ""),
            (frame.get_column(str(one.after)), " after"),
        )
    ]
    ready = [frame.get_column("month")] if plan.months else []
    ready += [frame.get_column(SPREAD_HEADER)] if plan.spread else []
    return pl.DataFrame([frame.get_column(ROW), *ready, *texts, *drops])


def _constant(plan: Plan, column: Column) -> pl.Expr:
    value = plan.constants.get(column.name)
    if value is None:
        return _NOTHING[column.kind]
    if column.kind in AMOUNTS:
        units = RATE_UNITS if column.kind is Kind.RATE else MICROS
        return pl.lit(int(Decimal(value) * units), pl.Int64)
    return pl.lit(value)
