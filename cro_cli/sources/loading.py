"""The way of a file through the room: bytes, text, header, rows, cells, table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import polars as pl

from cro_cli.errors import InputError
from cro_cli.model import Finding, Input, Severity
from cro_cli.sources import catalogue, decoding, files, recognition, remarks, rows, shaping
from cro_cli.sources.combining import combine
from cro_cli.sources.files import Source
from cro_cli.sources.loaded import Loaded
from cro_cli.sources.plan import Plan, lay
from cro_cli.sources.recognition import Recognised, Unknown
from cro_cli.sources.rows import ROW
from cro_cli.sources.shaping import Shaped
from cro_cli.tables import TABLES, Table


class _Read(NamedTuple):
    """One file that was read, or one in a folder that is no export (`shaped` is None)."""

    findings: tuple[Finding, ...]
    table: str = ""
    record: Input | None = None
    shaped: Shaped | None = None


def load(paths: Sequence[str], *, exclude_bad_rows: bool) -> Loaded:
    """Load files and folders; see `cro_cli.sources.load`."""
    sources, strangers, problems = files.find(paths)
    catalogue.signatures()  # known before two threads ask for them
    # Polars and hashing work beside Python: two threads save up to a quarter on two free cores.
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(partial(_attempt, exclude_bad_rows=exclude_bad_rows), sources))
    for one in done:
        problems += one.problems if isinstance(one, InputError) else ()
    return _together([one for one in done if isinstance(one, _Read)], strangers, problems)


def _attempt(source: Source, *, exclude_bad_rows: bool) -> _Read | InputError:
    try:
        return _read(source, exclude_bad_rows=exclude_bad_rows)
    except InputError as error:
        return error


def _read(source: Source, *, exclude_bad_rows: bool) -> _Read:
    file = source.path
    content = files.read(file)
    text = decoding.decode(content.data, file)
    if not text.data or text.data.isspace():
        raise InputError([f"{file}: is empty; export it again, or take it away"])
    found = recognition.recognise(text.data, file)
    if isinstance(found, Unknown):
        return _unknown(source, found)
    plan = _planned(found, file)
    raw = rows.read(text.data, found, plan, file)
    shaped = shaping.shape(raw, plan, found.above, file)
    if not shaped.frame.height:
        raise InputError([f"{file}: {_without_rows(shaped.dropped)}"])
    if exclude_bad_rows:
        shaped = _without_bad(shaped)
    record = Input(
        file=file,
        format=found.signature.name,
        table=plan.table.name,
        sha256=content.sha256,
        rows=raw.frame.height + sum(raw.dropped.values()),
        kept=shaped.frame.get_column(ROW).n_unique() if plan.months else shaped.frame.height,
        dropped=shaped.dropped,
        newest=_newest(shaped.frame, plan.table),
        encoding=text.encoding,
    )
    findings = (
        *remarks.of_encoding(text.encoding, file),
        *remarks.of_missing(plan, file),
        *shaped.findings,
    )
    return _Read(findings=findings, table=plan.table.name, record=record, shaped=shaped)


def _without_rows(dropped: Mapping[str, int]) -> str:
    reasons = ", ".join(f"{name} {count}" for name, count in dropped.items() if name != "blank")
    what = f"no rows that count ({reasons})" if reasons else "a header but no rows"
    return f"has {what}; export it again, or take it away"


def _unknown(source: Source, found: Unknown) -> _Read:
    if source.named:
        raise InputError(
            [f"{source.path}: is no export that is known; nearest are {found.nearest}"]
        )
    return _Read(findings=(remarks.of_unknown(source.path, found.nearest),))


def _planned(found: Recognised, file: str) -> Plan:
    plan = lay(catalogue.form(found.signature), found.header, found.delimiter)
    problems = [
        f"{file}: has the column {label!r} more than once; rename or remove one"
        for label in dict.fromkeys(found.header.repeated(plan.needed))
    ]
    keys = [plan.table.column(name) for name in plan.table.key]
    problems += [
        f"{file}: looks like {found.signature.title} but has no column for the {column.meaning}"
        for column in keys
        if column.required and f"{plan.table.name}.{column.name}" not in plan.supplied
    ]
    if problems:
        raise InputError(problems)
    return plan


def _without_bad(shaped: Shaped) -> Shaped:
    """Leave out the rows with a bad cell; the findings stay, as warnings."""
    if not shaped.bad:
        return shaped
    frame = shaped.frame.filter(~pl.col(ROW).is_in(list(shaped.bad)))
    softer = (
        replace(one, severity=Severity.WARNING) if one.severity is Severity.ERROR else one
        for one in shaped.findings
    )
    dropped = {**shaped.dropped, "bad": len(shaped.bad)}
    return shaped._replace(frame=frame, findings=tuple(softer), dropped=dropped)


def _newest(frame: pl.DataFrame, table: Table) -> dt.date | None:
    newest = [frame.get_column(name).max() for name in table.events]
    days = [day.date() if isinstance(day, dt.datetime) else day for day in newest]
    return max((day for day in days if isinstance(day, dt.date)), default=None)


def _together(done: Sequence[_Read], strangers: Sequence[str], problems: list[str]) -> Loaded:
    findings = [*remarks.of_strangers(strangers), *(one for read in done for one in read.findings)]
    records = {one.record.file: one.record for one in done if one.record is not None}
    tables: dict[str, pl.DataFrame] = {}
    supplied: frozenset[str] = frozenset()
    for table in TABLES:
        own = [(one.record, one.shaped) for one in done if one.table == table.name]
        parts = [shaped for _, shaped in own if shaped is not None]
        names = [record.file for record, _ in own if record is not None]
        if not parts:
            continue
        combined = combine(table, names, parts)
        problems += combined.problems
        for number, count in combined.repeats.items():
            records[names[number]] = _with_repeats(records[names[number]], count)
            findings.append(remarks.of_repeats(names[number], count))
        tables[table.name] = combined.frame[[column.name for column in table.columns]]
        supplied |= frozenset().union(*(part.supplied for part in parts))
    if not problems and not tables:
        problems = [f"{one.file}: {one.text}" for one in findings]
    if problems:
        raise InputError(problems)
    return Loaded(
        tables=tables,
        supplied=supplied,
        inputs=tuple(records.values()),
        findings=tuple(findings),
    )


def _with_repeats(record: Input, count: int) -> Input:
    dropped = {**record.dropped, "repeated": count}
    return replace(record, dropped=dropped, kept=max(record.kept - count, 0))
