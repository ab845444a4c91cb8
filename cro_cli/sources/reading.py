"""One file on its way through the room: bytes, text, header, rows, cells, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from cro_cli.errors import InputError
from cro_cli.exact import newest
from cro_cli.messages import Problem
from cro_cli.messages import files as messages
from cro_cli.model import Finding, Input, Severity
from cro_cli.sources import decoding, files, recognition, remarks, rows, shaping
from cro_cli.sources.catalogue import Catalogue
from cro_cli.sources.files import Source
from cro_cli.sources.format import Format
from cro_cli.sources.plan import Plan, lay
from cro_cli.sources.recognition import Recognised, Unknown
from cro_cli.sources.rows import ROW
from cro_cli.sources.shaping import Shaped


@dataclass(kw_only=True)
class FileRead:
    """What became of one file, as far as it got: `problems` say why no further.

    `shaped` and `record` are there when it was read, neither when it is no export or was refused.
    `also` is what it tells of further tables, by their names.
    """

    source: Source
    encoding: str = ""
    found: Recognised | Unknown | None = None
    plan: Plan | None = None
    record: Input | None = None
    shaped: Shaped | None = None
    also: Mapping[str, Shaped] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def table(self) -> str:
        """The canonical table that the file was read into; empty when it was not."""
        return self.record.table if self.record is not None else ""

    def of(self, table: str) -> Shaped | None:
        """Return the rows of the file for a table, if it has any."""
        return self.shaped if table == self.table else self.also.get(table)


def read(
    source: Source, *, known: Catalogue, exclude_bad_rows: bool, evidence: bool = False
) -> FileRead:
    """Read one file as far as it can be read; with `evidence` it is noted how it was decided."""
    one = FileRead(source=source)
    try:
        _read(one, known, exclude_bad_rows=exclude_bad_rows, evidence=evidence)
    except InputError as error:
        one.problems = error.problems
    return one


def _read(one: FileRead, known: Catalogue, *, exclude_bad_rows: bool, evidence: bool) -> None:
    file = one.source.path
    content = files.read(file)
    text = decoding.decode(content.data, file)
    one.encoding = text.encoding
    if not text.data or text.data.isspace():
        raise InputError([messages.EMPTY_FILE.problem(file)])
    one.found = found = recognition.recognise(text.data, file, known)
    if isinstance(found, Unknown):
        one.findings = (_unknown(one.source, found),)
        return
    form = known.form(found.signature)
    if form.instead:
        one.findings = (_not_read(one.source, form),)
        return
    one.plan = plan = _planned(found, form, file)
    plan.decided = [] if evidence else None
    raw = rows.read(text.data, found, plan, file)
    shaped = shaping.shape(raw, plan, found.above, file)
    if not shaped.frame.height:
        raise InputError([_without_rows(shaped.dropped, file)])
    further = [shaping.shape(raw, other, found.above, file) for other in plan.also]
    if exclude_bad_rows:
        bad = shaped.bad.union(*(other.bad for other in further))
        shaped, *further = (_without(bad, other) for other in (shaped, *further))
    one.shaped = shaped
    named = zip((other.table.name for other in plan.also), further, strict=True)
    one.also = {name: other for name, other in named if other.frame.height}
    one.record = Input(
        file=file,
        format=found.signature.name,
        table=plan.table.name,
        sha256=content.sha256,
        rows=raw.frame.height + sum(raw.dropped.values()),
        kept=shaped.frame.get_column(ROW).n_unique() if plan.months else shaped.frame.height,
        dropped=shaped.dropped,
        newest=newest(plan.table, shaped.frame),
        encoding=text.encoding,
        also={name: other.frame.height for name, other in one.also.items()},
    )
    one.findings = (
        *remarks.of_encoding(text.encoding, file),
        *remarks.of_assumed(form, file),
        *remarks.of_guesses(plan, file),
        *remarks.of_converted(plan, file),
        *remarks.of_missing(plan, file),
        *_each_once(finding for other in (shaped, *further) for finding in other.findings),
    )


def _each_once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Return findings; what is wrong with a cell is said once, though two tables read it."""
    known: dict[tuple[object, ...], Finding] = {}
    for one in findings:
        where = (one.row, one.column, one.text)
        there = known.get(where)
        known[where] = one if there is None else there._replace(fields=(*there.fields, *one.fields))
    return known.values()


def _unknown(source: Source, found: Unknown) -> Finding:
    """Say of a file in a folder that it is no export; refuse one that was named."""
    if source.named:
        raise InputError([messages.UNKNOWN.problem(source.path, nearest=found.nearest)])
    return remarks.of_unknown(source.path, found.nearest)


def _not_read(source: Source, form: Format) -> Finding:
    """Say of a file in a folder that it is of no use; refuse one that was named."""
    if source.named:
        said = messages.NOT_READ.problem(source.path, format=form.title, instead=form.instead)
        raise InputError([said])
    return remarks.of_not_read(form, source.path)


def _planned(found: Recognised, form: Format, file: str) -> Plan:
    plan = lay(form, found.header, found.delimiter)
    problems = [
        messages.COLUMN_TWICE.problem(file, column=label)
        for label in dict.fromkeys(found.header.repeated(plan.used))
    ]
    problems += [
        messages.LACKS_KEY.problem(file, format=found.signature.title, meaning=column.meaning)
        for column in plan.lacking
    ]
    if problems:
        raise InputError(problems)
    return plan


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
    return shaped._replace(frame=frame, findings=tuple(softer), dropped=dropped)


def _without_rows(dropped: Mapping[str, int], file: str) -> Problem:
    reasons = ", ".join(f"{name} {count}" for name, count in dropped.items() if name != "blank")
    if reasons:
        return messages.NO_ROWS_LEFT.problem(file, dropped=reasons)
    return messages.NO_ROWS.problem(file)
