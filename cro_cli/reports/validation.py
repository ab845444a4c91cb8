"""The validation: what files were taken for, what was found in them, and how far they reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cro_cli import months, reach, tables
from cro_cli.checks import registry
from cro_cli.checks.data import Data
from cro_cli.collect import Collected
from cro_cli.errors import InputError
from cro_cli.exact import newest
from cro_cli.messages import Problem
from cro_cli.model import Finding, Input
from cro_cli.scope import Scope, settle
from cro_cli.sources.taken import taken
from cro_cli.tables import Kind
from cro_cli.validation import Coverage, FileSeen, Span, State, Validation

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.config import Config
    from cro_cli.sources import Examined
    from cro_cli.sources.file_read import FileRead
    from cro_cli.tables import Table

_DATES = (Kind.DATE, Kind.MOMENT, Kind.MONTH)


def build(examined: Examined, config: Config, *, today: dt.date | None) -> Validation:
    """Return the validation; `today` is None unless the config says how old data may be."""
    files = tuple(_files(examined))
    if not examined.loaded.tables:
        return Validation(company=config.company, files=files)
    scope, problems = _scope(examined, config)
    data = Data(examined, _collected(examined, config, scope), config.freshness, today)
    checks = tuple(registry.run(data))
    if scope is not None:
        data.build_all()
    return Validation(
        company=config.company,
        files=files,
        remarks=tuple(one for one in examined.loaded.findings if not one.file),
        coverage=tuple(_coverage(examined)),
        checks=checks,
        problems=(*examined.contradictions, *problems, *data.problems),
        as_of=None if scope is None else scope.as_of,
        currency=config.currency if scope is None else scope.currency,
    )


def _scope(examined: Examined, config: Config) -> tuple[Scope | None, tuple[Problem, ...]]:
    """Return what a report would speak of, or why there would be none."""
    try:
        return settle(examined.loaded, config, as_of=None, period=None), ()
    except InputError as error:
        return None, error.problems


def _collected(examined: Examined, config: Config, scope: Scope | None) -> Collected:
    loaded, assumptions = examined.loaded, config.assumptions()
    if scope is None:
        month, rates = months.index(reach.of(loaded) or dt.date.min), {}
        evaluated = (month - 1, month)
    else:
        assumptions = assumptions._replace(currency=scope.currency)
        rates, evaluated = dict(scope.rates), (scope.month - scope.period, scope.month)
    return Collected(
        loaded.tables,
        loaded.supplied,
        assumptions,
        rates,
        evaluated,
        snapshots=loaded.snapshots,
    )


def _files(examined: Examined) -> Iterator[FileSeen]:
    """Yield every file, in the order in which it was found; those that are no file come first."""
    findings: dict[str, list[Finding]] = {}
    for finding in (one for one in examined.loaded.findings if one.file):
        findings.setdefault(finding.file, []).append(finding)
    given = {one.file: one for one in examined.loaded.inputs}
    for path in examined.refused:
        yield FileSeen(file=path.path, state=State.REFUSED, problems=path.problems)
    for one in examined.files:
        path_ = one.source.path
        yield _file(one, given.get(path_), tuple(findings.pop(path_, ())))
    for path_, about in findings.items():
        yield FileSeen(file=path_, state=State.IGNORED, findings=tuple(about))


def _file(one: FileRead, given: Input | None, findings: tuple[Finding, ...]) -> FileSeen:
    read = State.IGNORED if given is None else State.READ
    span = Span()
    if given is not None and one.shaped is not None:
        span = _span(tables.BY_NAME[given.table], one.shaped.frame)
    return FileSeen(
        file=one.source.path,
        state=State.REFUSED if one.problems else read,
        encoding=one.encoding,
        taken=taken(one),
        given=given,
        span=span,
        findings=findings,
        problems=one.problems,
    )


def _coverage(examined: Examined) -> Iterator[Coverage]:
    for table in tables.TABLES:
        placed = examined.placed.get(table.name)
        if placed is not None:
            yield Coverage(
                table=table.name,
                files=len(placed.files),
                rows=placed.frame.height,
                span=_span(table, placed.frame),
            )


def _span(table: Table, frame: pl.DataFrame) -> Span:
    """Return from when to when rows tell what happened, or else what dates they have at all."""
    told = [name for name in table.events if frame.get_column(name).count()]
    dated = (one.name for one in table.columns if one.kind in _DATES)
    columns = [frame.get_column(name) for name in told or dated]
    ends = [day for column in columns for day in (column.min(), column.max())]
    days = [one.date() if isinstance(one, dt.datetime) else one for one in ends]
    known = [one for one in days if isinstance(one, dt.date)]
    return Span(
        first=min(known, default=None),
        newest=(newest(table, frame) if told else None) or max(known, default=None),
        is_monthly=bool(told) and table.column(told[0]).kind is Kind.MONTH,
    )
