"""Findings about cells: which file, row and column, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from cro_cli.model import Finding, Severity
from cro_cli.sources.cells import Cell
from cro_cli.sources.plan import SPREAD_HEADER, SPREAD_VALUE, Plan
from cro_cli.sources.rows import ROW
from cro_cli.tables import Kind

_SHOWN = 10

_EXPECTED = {
    Kind.MONEY: ("is no amount", "write it as 1234.56"),
    Kind.NUMBER: ("is no number", "write it as 1234.56"),
    Kind.RATE: ("is no rate", "write it as 1.0856"),
    Kind.PERCENT: ("is no share between 0 and 100%", "write it as 65% or 0.65"),
    Kind.DATE: ("is no date", "write it as 2026-09-30"),
    Kind.MOMENT: ("is no date and time", "write it as 2026-09-30 12:00:00"),
    Kind.MONTH: ("is no month", "write it as 2026-09"),
    Kind.FLAG: ("is neither yes nor no", "write true or false"),
}


class Complaints:
    """What is wrong with the cells of one file, in the order in which it is found.

    `bad` has the rows with a bad cell by `table.column`.
    """

    def __init__(self, file: str, plan: Plan) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.bad: dict[str, set[int]] = {}
        self._plan = plan

    def unreadable(
        self,
        cell: Cell,
        cells: pl.Series,
        typed: pl.DataFrame,
        text: pl.DataFrame,
        words: tuple[str, str] | None = None,
    ) -> None:
        """Note the cells that say something which could not be read: what is wrong, what to do."""
        wrong = cells.is_not_null() & typed.get_column(cell.target).is_null()
        rows = typed.get_column(ROW).filter(wrong).to_list()
        labels = self._labels(cell, text.filter(wrong))
        base = self._finding(cell.field, cell.label, "bad_cell", *(words or _words(cell)))
        self._note(base, rows, labels, cells.filter(wrong))

    def empty(self, table: pl.DataFrame) -> None:
        """Note the rows in which a required column has nothing."""
        for column in self._plan.table.columns:
            field = f"{self._plan.table.name}.{column.name}"
            nulls = table.get_column(column.name).null_count()
            if not (column.required and nulls and field in self._plan.supplied):
                continue
            known = self.bad.get(field, set())
            empty = table.filter(pl.col(column.name).is_null()).get_column(ROW).to_list()
            rows = [row for row in empty if row not in known]
            label = self._plan.label(column.name)
            text, remedy = "is empty, but every row needs it", "fill it in, or take the row out"
            base = self._finding(field, label, "empty_cell", text, remedy)
            self._note(base, rows, [label] * len(rows), [""] * len(rows))

    def _labels(self, cell: Cell, text: pl.DataFrame) -> Iterable[str]:
        """Return the header of each cell; in a wide file each month, or stage, has its own."""
        if self._plan.months and cell.column == "amount":
            return text.get_column("month").dt.to_string("%Y-%m")
        if cell.places == (SPREAD_VALUE,):
            return text.get_column(SPREAD_HEADER)
        return [cell.label] * text.height

    def _finding(self, field: str, label: str, code: str, text: str, remedy: str) -> Finding:
        return Finding(
            severity=Severity.ERROR,
            code=code,
            text=text,
            remedy=remedy,
            file=self.file,
            column=label,
            table=self._plan.table.name,
            fields=(field,),
        )

    def _note(
        self, base: Finding, rows: Sequence[int], labels: Iterable[str], values: Iterable[str]
    ) -> None:
        if rows:
            self.bad.setdefault(base.fields[0], set()).update(rows)
        for row, label, value in zip(rows[:_SHOWN], labels, values, strict=False):
            text = f"{value!r} {base.text}" if value else base.text
            self.findings.append(base._replace(row=row, column=label, value=value, text=text))
        if len(rows) > _SHOWN:
            more = f"{len(rows) - _SHOWN:,} more cells: {base.text}"
            self.findings.append(base._replace(text=more))


def _words(cell: Cell) -> tuple[str, str]:
    if cell.column == "currency":
        return "is no currency code", "write it as USD"
    if cell.vocabulary:
        known = ", ".join(dict.fromkeys(cell.vocabulary.values()))
        return "is no known word for this column", f"known are {known}"
    if cell.kind is Kind.TEXT:
        return "was turned into a rounded number by a spreadsheet", "export the file again"
    return _EXPECTED[cell.kind]
