"""Findings about cells: which file, row and column, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from cro_cli.model import Finding, Severity
from cro_cli.sources.cells import Cell
from cro_cli.sources.plan import Plan
from cro_cli.tables import Kind

_SHOWN = 10

_EXPECTED = {
    Kind.MONEY: "is no amount",
    Kind.NUMBER: "is no number",
    Kind.RATE: "is no rate",
    Kind.PERCENT: "is no share between 0 and 100%",
    Kind.DATE: "is no date",
    Kind.MOMENT: "is no date and time",
    Kind.MONTH: "is no month",
    Kind.FLAG: "is neither yes nor no",
}
_REMEDY = {
    Kind.MONEY: "write it as 1234.56",
    Kind.NUMBER: "write it as 1234.56",
    Kind.RATE: "write it as 1.0856",
    Kind.PERCENT: "write it as 65% or 0.65",
    Kind.DATE: "write it as 2026-09-30",
    Kind.MOMENT: "write it as 2026-09-30 12:00:00",
    Kind.MONTH: "write it as 2026-09",
    Kind.FLAG: "write true or false",
}


@dataclass(kw_only=True)
class Complaints:
    """What is wrong with the cells of one file, in the order in which it is found."""

    file: str
    table: str
    numbers: Sequence[int]
    findings: list[Finding] = field(default_factory=list)
    bad: dict[str, set[int]] = field(default_factory=dict)

    def unreadable(self, cell: Cell, text: pl.Series, typed: pl.Series) -> None:
        """Note the cells that say something which could not be read."""
        if text.null_count() == typed.null_count():
            return
        wrong = (text.is_not_null() & typed.is_null()).arg_true()
        values = text.gather(wrong.head(_SHOWN)).to_list()
        expected, remedy = _words(cell)
        base = self._finding(cell.field, cell.label, "bad_cell", expected, remedy)
        self._note(base, [self.numbers[place] for place in wrong], values)

    def empty(self, table: pl.DataFrame, plan: Plan, row: str) -> None:
        """Note the rows in which a required column has nothing."""
        for column in plan.table.columns:
            place = f"{self.table}.{column.name}"
            nulls = table.get_column(column.name).null_count()
            if not (column.required and nulls and place in plan.supplied):
                continue
            rows = table.filter(pl.col(column.name).is_null()).get_column(row).unique().sort()
            known = self.bad.get(place, set())
            missing = [number for number in rows if number not in known]
            base = self._finding(
                place,
                plan.label(column.name),
                "empty_cell",
                "is empty where every row needs a value",
                "fill it in, or take the row out",
            )
            self._note(base, missing, [""] * len(missing))

    def _finding(self, place: str, label: str, code: str, text: str, remedy: str) -> Finding:
        return Finding(
            severity=Severity.ERROR,
            code=code,
            text=text,
            remedy=remedy,
            file=self.file,
            column=label,
            table=self.table,
            fields=(place,),
        )

    def _note(self, base: Finding, rows: Sequence[int], values: Sequence[str]) -> None:
        self.bad.setdefault(base.fields[0], set()).update(rows)
        for row, value in zip(rows[:_SHOWN], values, strict=False):
            text = f"{value!r} {base.text}" if value else base.text
            self.findings.append(replace(base, row=row, value=value, text=text))
        if len(rows) > _SHOWN:
            more = f"{len(rows) - _SHOWN:,} more cells: {base.text}"
            self.findings.append(replace(base, text=more))


def _words(cell: Cell) -> tuple[str, str]:
    name = cell.field.rpartition(".")[2]
    if name == "currency":
        return "is no currency code", "write it as USD"
    if cell.is_id:
        return "was turned into a rounded number by a spreadsheet", "export the file again"
    if cell.vocabulary:
        known = ", ".join(dict.fromkeys(cell.vocabulary.values()))
        return "is no known word for this column", f"known are {known}"
    return _EXPECTED[cell.kind], _REMEDY[cell.kind]
