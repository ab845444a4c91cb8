"""The way of all files through the room: each by itself, then those of one table together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages import Problem
from cro_cli.messages.files import NO_HUNDREDTHS
from cro_cli.model import Finding
from cro_cli.sources import files, joining, reading, remarks, snapshots, suspicions
from cro_cli.sources.catalogue import Catalogue
from cro_cli.sources.combining import combine
from cro_cli.sources.file_read import FileRead
from cro_cli.sources.files import Size, Source
from cro_cli.sources.joining import Files, Joined
from cro_cli.sources.loaded import Examined, Loaded, Placed, Seen, Tables
from cro_cli.sources.lookups import LOOKUPS, fill
from cro_cli.sources.minor_units import are_unsure_hundredths, without_hundredths
from cro_cli.tables import BY_NAME, TABLES

_SIZE = Size()


def load(  # noqa: PLR0913 - how files are to be read
    paths: Sequence[str],
    known: Catalogue,
    *,
    exclude_bad_rows: bool,
    hashed: bool,
    seen: Seen,
    size: Size = _SIZE,
) -> Loaded:
    """Load files and folders; see `cro_cli.sources.load`."""
    examined = _examined(
        paths,
        known,
        exclude_bad_rows=exclude_bad_rows,
        evidence=False,
        hashed=hashed,
        seen=seen,
        size=size,
    )
    loaded = examined.loaded
    problems = examined.problems
    if not problems and not loaded.tables:
        problems = tuple(Problem(f"{one.file}: {one.text}", one.id) for one in loaded.findings)
    if problems:
        raise InputError(problems)
    return loaded


def examine(
    paths: Sequence[str],
    known: Catalogue,
    *,
    exclude_bad_rows: bool,
    hashed: bool,
    seen: Seen,
) -> Examined:
    """Read what can be read of files and folders; see `cro_cli.sources.examine`."""
    return _examined(
        paths, known, exclude_bad_rows=exclude_bad_rows, evidence=True, hashed=hashed, seen=seen
    )


def _examined(  # noqa: PLR0913 - how files are to be read
    paths: Sequence[str],
    known: Catalogue,
    *,
    exclude_bad_rows: bool,
    evidence: bool,
    hashed: bool,
    seen: Seen,
    size: Size = _SIZE,
) -> Examined:
    sources, strangers, refused = files.find(paths)
    read = partial(
        reading.read,
        known=known,
        exclude_bad_rows=exclude_bad_rows,
        evidence=evidence,
        hashed=hashed,
        size=size,
        seen=seen,
    )
    done = _each(sources, read, size)
    joined = _joined(done, evidence=evidence)
    findings = (
        *remarks.of_strangers(strangers),
        *(joined.mirrored(finding) for one in done for finding in one.findings),
        *joined.findings,
    )
    return Examined(
        files=tuple(done),
        refused=tuple(refused),
        contradictions=tuple(joined.problems),
        loaded=Loaded(
            tables=Tables(joined.tables, joined.parted) if joined.parted else joined.tables,
            parted=joined.parted,
            supplied=joined.supplied,
            inputs=tuple(joined.records.values()),
            findings=findings,
            snapshots=joined.snapshots,
        ),
        placed=joined.placed,
    )


def _each(
    sources: Sequence[Source], read: Callable[[Source], FileRead], size: Size
) -> list[FileRead]:
    """Read files: the large ones in turn, and beside them the others."""
    large = [one for one in sources if files.length(one.path) >= size.large]
    if not large or len(large) == len(sources):
        return [read(one) for one in sources]
    from concurrent.futures import ThreadPoolExecutor  # few files are large

    with ThreadPoolExecutor(max_workers=1) as pool:
        beside = {one: pool.submit(read, one) for one in sources if one not in large}
        done = {one: read(one) for one in large}
        return [done[one] if one in done else beside[one].result() for one in sources]


def _joined(done: Sequence[FileRead], *, evidence: bool) -> Joined:
    joined = Joined(records={one.record.file: one.record for one in done if one.record})
    joined.findings += _parts(done)
    for table in TABLES:
        own = [(one, shaped) for one in done if (shaped := one.of(table.name)) is not None]
        parts = [shaped for _, shaped in own]
        names = [one.source.path for one, _ in own]
        if not parts:
            continue
        main = [one.source.path for one, _ in own if one.table == table.name]
        dates = snapshots.dated(table, names, parts)
        if dates:
            labels = [one.label(table.name, table.key[0]) for one, _ in own]
            joining.add_series(joined, table, Files(names, labels, parts, dates, main))
            continue
        joining.note_day(joined, table, names)
        combined = combine(table, names, parts)
        joined.problems += combined.problems
        joining.note_doubles(joined, table, combined, names, main)
        joined.placed[table.name] = Placed(tuple(names), combined.rows)
        joined.supplied |= frozenset().union(*(part.supplied for part in parts))
    joining.add_histories(joined)
    _look_up(joined)
    joined.problems += _in_other_units(done, joined.placed)
    joined.findings += suspicions.of_tables(joined.placed, evidence=evidence)
    for name, placed in joined.placed.items():
        if isinstance(placed.rows, pl.DataFrame):
            columns = [column.name for column in BY_NAME[name].columns]
            joined.tables[name] = placed.rows[columns]
        else:
            joined.parted[name] = placed.rows
    return joined


def _parts(done: Sequence[FileRead]) -> list[Finding]:
    """Say which exports are a part of a table whose rest no file has."""
    whole = {one.table for one in done if one.plan is not None and not one.plan.format.part}
    return [
        remarks.of_part(one.plan.format, one.source.path)
        for one in done
        if one.plan is not None and one.plan.format.part and one.table not in whole
    ]


def _look_up(joined: Joined) -> None:
    """Fill the gaps of tables with what others say of the same invoice or subscription."""
    for lookup in LOOKUPS:
        own, other = joined.placed.get(lookup.table), joined.placed.get(lookup.other)
        filled = None if own is None or other is None else fill(lookup, own.frame, other.frame)
        if own is not None and filled is not None:
            joined.placed[lookup.table] = own._replace(rows=filled.frame)
            joined.supplied |= {f"{lookup.table}.{name}" for name in filled.columns}


def _in_other_units(done: Sequence[FileRead], placed: Mapping[str, Placed]) -> Iterator[Problem]:
    """Refuse amounts that were taken for hundredths of a currency which turns out to have none."""
    for one in done:
        if one.plan is not None and one.shaped is not None and are_unsure_hundredths(one.plan):
            codes = without_hundredths(placed[one.plan.table.name].frame.get_column("currency"))
            if codes:
                said = ", ".join(codes)
                yield NO_HUNDREDTHS.problem(one.source.path, currencies=said)
