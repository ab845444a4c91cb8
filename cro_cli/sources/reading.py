"""One file on its way through the room, and what it leaves: rows, findings, a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.errors import InputError
from cro_cli.exact import newest
from cro_cli.messages import Problem
from cro_cli.messages import files as messages
from cro_cli.model import Finding, Input, Severity
from cro_cli.sources import remarks
from cro_cli.sources.catalogue import Catalogue
from cro_cli.sources.contents import Contents, Way, contents
from cro_cli.sources.file_read import FileRead
from cro_cli.sources.files import Size, Source
from cro_cli.sources.loaded import Seen, nobody
from cro_cli.sources.rows import ROW
from cro_cli.sources.shaping import Shaped
from cro_cli.tables import Table

if TYPE_CHECKING:
    from cro_cli.parts.table import Parted

_SIZE = Size()


def read(  # noqa: PLR0913 - how a file is to be read
    source: Source,
    *,
    known: Catalogue,
    exclude_bad_rows: bool,
    evidence: bool = False,
    hashed: bool = False,
    size: Size = _SIZE,
    seen: Seen = nobody,
) -> FileRead:
    """Read one file as far as it can be read; with `evidence` it is noted how it was decided.

    With `hashed` its record has what identifies its bytes. A large file is read piece by piece;
    `seen` is told how many more bytes were read.
    """
    one = FileRead(source=source)
    try:
        found = contents(one, Way(known, size, evidence, hashed, seen))
        if found is not None:
            _keep(one, found, exclude_bad_rows=exclude_bad_rows)
    except InputError as error:
        one.problems = error.problems
    return one


def _keep(one: FileRead, found: Contents, *, exclude_bad_rows: bool) -> None:
    file, plan = one.source.path, found.plan
    shaped, *further = found.shaped
    if not shaped.rows.height:
        raise InputError([_without_rows(shaped.dropped, file)])
    if exclude_bad_rows:
        bad = shaped.bad.union(*(other.bad for other in further))
        shaped, *further = (_without(bad, other) for other in (shaped, *further))
    one.shaped = shaped
    named = zip((other.table.name for other in plan.also), further, strict=True)
    one.also = {name: other for name, other in named if other.rows.height}
    one.record = Input(
        file=file,
        format=plan.format.name,
        table=plan.table.name,
        sha256=found.sha256,
        rows=found.rows,
        kept=shaped.frame.get_column(ROW).n_unique() if plan.months else shaped.rows.height,
        dropped=shaped.dropped,
        newest=_newest(plan.table, shaped.rows),
        encoding=found.encoding,
        also={name: other.rows.height for name, other in one.also.items()},
    )
    one.findings = (
        *remarks.of_encoding(found.encoding, file),
        *remarks.of_assumed(plan.format, file),
        *remarks.of_guesses(plan, file),
        *remarks.of_converted(plan, file),
        *remarks.of_taxed(plan, file),
        *remarks.of_missing(plan, file),
        *_each_once(finding for other in (shaped, *further) for finding in other.findings),
    )


def _newest(table: Table, rows: pl.DataFrame | Parted) -> dt.date | None:
    return newest(table, rows) if isinstance(rows, pl.DataFrame) else rows.told.newest


def _each_once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Return findings; what is wrong with a cell is said once, though two tables read it."""
    known: dict[tuple[object, ...], Finding] = {}
    for one in findings:
        where = (one.row, one.column, one.text)
        there = known.get(where)
        known[where] = one if there is None else there._replace(fields=(*there.fields, *one.fields))
    return known.values()


def _without(bad: frozenset[int], shaped: Shaped) -> Shaped:
    """Leave out the rows with a bad cell; the findings stay, as warnings."""
    if not bad:
        return shaped
    frame = shaped.frame.filter(~pl.col(ROW).is_in(list(bad)))
    softer = (
        one._replace(severity=Severity.WARNING) if one.severity is Severity.ERROR else one
        for one in shaped.findings
    )
    dropped = {**shaped.dropped, "bad": len(bad)}
    return shaped._replace(rows=frame, findings=tuple(softer), dropped=dropped)


def _without_rows(dropped: Mapping[str, int], file: str) -> Problem:
    reasons = ", ".join(f"{name} {count}" for name, count in dropped.items() if name != "blank")
    if reasons:
        return messages.NO_ROWS_LEFT.problem(file, dropped=reasons)
    return messages.NO_ROWS.problem(file)
