"""Findings about cells: which file, row and column, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from cro_cli.messages import Message
from cro_cli.messages import cells as messages
from cro_cli.model import Finding, Severity, finding
from cro_cli.sources.cells import CURRENCIES, Cell
from cro_cli.sources.plan import SPREAD_HEADER, SPREAD_VALUE, Plan
from cro_cli.sources.rows import ROW
from cro_cli.sources.said import Said
from cro_cli.sources.vocabulary import INTERVAL
from cro_cli.tables import Kind

_SHOWN = 10
_LONG = 200

_EXPECTED = {
    Kind.MONEY: messages.AMOUNT,
    Kind.NUMBER: messages.NUMBER,
    Kind.RATE: messages.RATE,
    Kind.PERCENT: messages.SHARE,
    Kind.DATE: messages.DATE,
    Kind.MOMENT: messages.MOMENT,
    Kind.MONTH: messages.MONTH,
    Kind.FLAG: messages.FLAG,
    Kind.TEXT: messages.ROUNDED_ID,
}


class Complaints:
    """What is wrong with the cells of one file, in the order in which it is found.

    `bad` has the rows with a bad cell by `table.column`; of rows that are spared nothing is said.
    """

    def __init__(self, file: str, plan: Plan, spared: Iterable[int] = ()) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.bad: dict[str, set[int]] = {}
        self._plan = plan
        self._spared = list(spared)

    def unreadable(
        self,
        cell: Cell,
        cells: pl.Series,
        typed: pl.DataFrame,
        text: Said,
        message: Message | None = None,
    ) -> None:
        """Note the cells that say something which could not be read, in the words of a message."""
        wrong = cells.is_not_null() & typed.get_column(cell.target).is_null()
        if self._spared:
            wrong &= ~typed.get_column(ROW).is_in(self._spared)
        rows = typed.get_column(ROW).filter(wrong).to_list()
        labels = self._labels(cell, wrong, text)
        known = ", ".join(dict.fromkeys(cell.vocabulary.values()))
        base = self._finding(cell.field, cell.label, message or _message(cell), known)
        self._note(base, rows, labels, cells.filter(wrong))

    def unknown(
        self, column: str, label: str, rows: Sequence[int], values: Iterable[str], message: Message
    ) -> None:
        """Note the rows for which nothing tells the value of a column that is not in the file."""
        base = self._finding(f"{self._plan.table.name}.{column}", label, message)
        self._note(base, rows, [label] * len(rows), values)

    def empty(self, table: pl.DataFrame) -> None:
        """Note the rows in which a required column has nothing."""
        for column in self._plan.table.columns:
            field = f"{self._plan.table.name}.{column.name}"
            if not column.required or field not in self._plan.supplied:
                continue
            if not table.get_column(column.name).null_count():
                continue
            known = self.bad.get(field, set())
            empty = table.filter(pl.col(column.name).is_null()).get_column(ROW).to_list()
            rows = [row for row in empty if row not in known]
            label = self._plan.label(column.name)
            base = self._finding(field, label, messages.EMPTY)
            self._note(base, rows, [label] * len(rows), [""] * len(rows))

    def _labels(self, cell: Cell, wrong: pl.Series, text: Said) -> Iterable[str]:
        """Return the header of each cell; in a wide file each month, or stage, has its own."""
        if self._plan.months and cell.column == "amount":
            return text.get_column("month").filter(wrong).dt.to_string("%Y-%m")
        if cell.places == (SPREAD_VALUE,):
            return text.get_column(SPREAD_HEADER).filter(wrong)
        return [cell.label] * int(wrong.sum())

    def _finding(self, field: str, label: str, message: Message, known: str = "") -> Finding:
        return finding(
            message,
            Severity.ERROR,
            file=self.file,
            column=label,
            table=self._plan.table.name,
            fields=(field,),
            known=known,
        )

    def _note(
        self, base: Finding, rows: Sequence[int], labels: Iterable[str], values: Iterable[str]
    ) -> None:
        if rows:
            self.bad.setdefault(base.fields[0], set()).update(rows)
        for row, label, value in zip(rows[:_SHOWN], labels, values, strict=False):
            text = f"{_cited(value)} {base.text}" if value else base.text
            self.findings.append(base._replace(row=row, column=label, value=value, text=text))
        if len(rows) > _SHOWN:
            more = f"{len(rows) - _SHOWN:,} more cells: {base.text}"
            self.findings.append(base._replace(text=more))


def _cited(value: str) -> str:
    """Quote a value; of one that fills screens its beginning."""
    if len(value) <= _LONG:
        return repr(value)
    return f"{value[:_LONG]!r}… ({len(value):,} characters)"


def _message(cell: Cell) -> Message:
    if cell.column in CURRENCIES:
        return messages.CURRENCY
    if cell.column == INTERVAL:
        return messages.INTERVAL
    return messages.WORD if cell.vocabulary else _EXPECTED[cell.kind]
