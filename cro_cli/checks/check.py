"""What a check is, and how it says which rows it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cro_cli import tables
from cro_cli.checks.data import PLACE, Data
from cro_cli.messages import Message
from cro_cli.model import Finding, Severity, finding
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS, Kind

if TYPE_CHECKING:
    import polars as pl

_SHOWN = 10


class Found(NamedTuple):
    """What a check found: how many rows, and findings that name the first of them."""

    rows: int = 0
    findings: tuple[Finding, ...] = ()


class Check(NamedTuple):
    """One check, declared once.

    `needs` are tables, and columns written `table.column`, without which it says nothing.
    """

    key: str
    title: str
    needs: tuple[str, ...]
    find: Callable[[Data], Found]


class Saying(NamedTuple):
    """What is said of every row that a check finds, about the cell in one column.

    The message may have a place `{said}` for the cell as people write it; `words` fill the others.
    """

    message: Message
    table: str
    column: str
    words: Mapping[str, Any] = MappingProxyType({})


def rows(found: pl.DataFrame, data: Data, saying: Saying) -> Found:
    """Say something of some rows of a table; of many only the first few are named."""
    if not found.height:
        return Found()
    first = found.sort(PLACE).head(_SHOWN).select(*PLACE, saying.column)
    named = tuple(_named(*row, data=data, saying=saying) for row in first.rows())
    return Found(rows=found.height, findings=named)


def together(parts: Iterable[Found]) -> Found:
    """Return what several searches of one check found."""
    all_of = tuple(parts)
    return Found(
        rows=sum(part.rows for part in all_of),
        findings=tuple(finding for part in all_of for finding in part.findings),
    )


def _named(file: int, row: int, value: object, *, data: Data, saying: Saying) -> Finding:
    name = data.file(saying.table, file)
    said = _written(value, saying)
    return finding(
        saying.message,
        Severity.WARNING,
        file=name,
        row=row,
        column=data.header(name, saying.table, saying.column),
        value=said,
        table=saying.table,
        said=said,
        **saying.words,
    )


def _written(value: object, saying: Saying) -> str:
    """Return a cell as people write it."""
    if value is None:
        return ""
    kind = tables.BY_NAME[saying.table].column(saying.column).kind
    if kind in {Kind.MONEY, Kind.NUMBER} and isinstance(value, int):
        whole, rest = divmod(abs(value), MICROS)
        digits = f"{rest:06d}".rstrip("0")
        return f"{'-' * (value < 0)}{whole}" + (f".{digits}" if digits else "")
    return str(value)
