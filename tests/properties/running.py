"""Companies through the whole program: written as files, loaded, and measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import note

from tests.oracle.companies import HISTORY_HEADER, RATES, Export
from tests.oracle.metrics import Value
from tests.oracle.program import Program, run

Cells = dict[str, str]

# No generated company has anything before.
FIRST = 2023 * 12
FLOWS = (
    "net_new_mrr",
    "new_mrr",
    "reactivation_mrr",
    "expansion_mrr",
    "contraction_mrr",
    "churned_mrr",
)
COHORTS = ("nrr", "grr", "logo_churn")
# Twelve months each: asked for at the last month end alone.
TRAILING = ("quick_ratio", "expansion_share", "revenue_ltv")


@contextmanager
def running(*exports: Export, period: int = 1) -> Iterator[Program]:
    """Run the program over the files of a company."""
    with TemporaryDirectory() as name:
        for export in exports:
            note(export.write(Path(name)).read_text(encoding="utf-8"))
        yield run(Path(name), first=FIRST, rates=RATES, period=period)


def values_of(*exports: Export, period: int = 1) -> dict[tuple[str, int], Value]:
    """Return every billing metric at every month end."""
    with running(*exports, period=period) as program:
        last = program.last
        trailing = {(key, last): program.engine.result(key, last).value for key in TRAILING}
        return program.values(("mrr", *FLOWS, *COHORTS, "arpa")) | trailing


def each_row(export: Export, change: Callable[[Cells], Cells]) -> Export:
    """Return an export with every row changed."""
    rows = (change(dict(zip(export.header, row, strict=True))) for row in export.rows)
    return replace(export, rows=tuple(tuple(row.values()) for row in rows))


def with_rows(export: Export, *rows: Mapping[str, str]) -> Export:
    """Return an export with rows more, given by name of the column."""
    more = tuple(tuple(row.get(name, "") for name in export.header) for row in rows)
    return replace(export, rows=export.rows + more)


def months_of(history: Export) -> tuple[str, ...]:
    return history.header[len(HISTORY_HEADER) :]
