"""What becomes of one file."""

from __future__ import annotations

from collections.abc import Mapping

from cro_cli.messages import Problem
from cro_cli.model import Finding, Input
from cro_cli.sources.files import Source
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised, Unknown
from cro_cli.sources.shaping import Shaped


class FileRead:
    """What became of one file, as far as it got: `problems` say why no further.

    `shaped` and `record` are there when it was read, neither when it is no export or was refused.
    `also` is what it tells of further tables, by their names.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.encoding = ""
        self.found: Recognised | Unknown | None = None
        self.plan: Plan | None = None
        self.record: Input | None = None
        self.shaped: Shaped | None = None
        self.also: Mapping[str, Shaped] = {}
        self.findings: tuple[Finding, ...] = ()
        self.problems: tuple[Problem, ...] = ()

    @property
    def table(self) -> str:
        """The canonical table that the file was read into; empty when it was not."""
        return self.record.table if self.record is not None else ""

    def of(self, table: str) -> Shaped | None:
        """Return the rows of the file for a table, if it has any."""
        return self.shaped if table == self.table else self.also.get(table)

    def label(self, table: str, column: str) -> str:
        """Return the header, as the file writes it, from which a column of a table is read."""
        plans = () if self.plan is None else (self.plan, *self.plan.also)
        own = next((plan for plan in plans if plan.table.name == table), None)
        return column if own is None else own.label(column)
