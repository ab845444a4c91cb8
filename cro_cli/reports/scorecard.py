"""The scorecard: every metric with its change, its band and its status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cro_cli import benchmarks, months
from cro_cli.collect import Collected
from cro_cli.engine import Engine, Result
from cro_cli.metric import Metric
from cro_cli.metrics import GROUP_OF, METRICS
from cro_cli.model import Band, Input, Note, Reading, Report, Scorecard, Status, Window
from cro_cli.scope import Scope, settle

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded


def build(loaded: Loaded, config: Config, request: Request) -> Report:
    """Return the scorecard; InputError when the inputs do not allow one."""
    scope = settle(loaded, config, as_of=request.as_of, period=request.period)
    collected = Collected(
        loaded.tables,
        loaded.supplied,
        config.assumptions()._replace(currency=scope.currency),
        scope.rates,
        (scope.month - scope.period, scope.month),
    )
    engine = Engine(
        collected,
        METRICS,
        period=scope.period,
        findings=loaded.findings,
        left_out=_left_out(loaded.inputs),
    )
    asked = [metric for metric in METRICS if not request.metrics or metric.key in request.metrics]
    engine.prepare(asked)
    readings = tuple(_reading(metric, engine, scope, config) for metric in asked)
    return Report(
        name="report",
        title="Revenue report",
        company=config.company,
        as_of=scope.as_of,
        period=scope.period_name,
        currency=scope.currency,
        profile=config.profile,
        blocks=(Scorecard(readings=readings), *_notes(readings, collected, scope)),
        findings=loaded.findings,
        inputs=loaded.inputs,
    )


def _left_out(inputs: Iterable[Input]) -> dict[str, int]:
    """Count the bad rows that were left out, by table."""
    counts: dict[str, int] = {}
    for given in inputs:
        if given.bad:
            counts[given.table] = counts.get(given.table, 0) + given.bad
    return counts


def _reading(metric: Metric, engine: Engine, scope: Scope, config: Config) -> Reading:
    now = engine.result(metric.key, scope.month)
    before = engine.result(metric.key, scope.month - scope.period)
    band = config.bands.get(metric.key)
    low_n = _low_n(metric, now)
    return Reading(
        key=metric.key,
        title=metric.title,
        group=GROUP_OF[metric.key],
        unit=metric.unit,
        better=metric.better,
        meaning=metric.meaning,
        formula=engine.formula(metric),
        definition=metric.definition,
        window=_window(metric, now),
        value=now.value,
        status=_status(now, band, is_low=low_n is not None),
        reason=now.outcome.reason,
        parts=now.parts,
        band=band,
        previous=before.value,
        previous_end=months.end(scope.month - scope.period),
        previous_reason=before.outcome.reason,
        rows=now.rows,
        low_n=low_n,
        assumptions=now.assumptions,
        notes=(*now.outcome.notes, *_remarks(now, band)),
    )


def _window(metric: Metric, result: Result) -> Window:
    start = None if result.first is None else months.start(result.first)
    return Window(label=metric.window, start=start, end=months.end(result.last))


def _low_n(metric: Metric, result: Result) -> int | None:
    """Return the number of cases when there are too few to rely on (definitions 4.0)."""
    if result.sample is None or result.sample >= metric.min_n:
        return None
    return int(result.sample)


def _status(result: Result, band: Band | None, *, is_low: bool) -> Status:
    if result.outcome.status is not None:
        return result.outcome.status
    if result.value is None:
        return Status.UNKNOWN
    if band is None:
        return Status.NO_BAND
    return benchmarks.judge(
        result.value, band, judge_upper=result.outcome.judge_upper, low_n=is_low
    )


def _remarks(result: Result, band: Band | None) -> tuple[str, ...]:
    if result.value is None or band is None:
        return ()
    return benchmarks.remarks(result.value, band)


def _notes(readings: Iterable[Reading], collected: Collected, scope: Scope) -> Iterator[Note]:
    """Yield what was taken for granted, and what the facts have to say about the rows."""
    assumed = dict.fromkeys(line for reading in readings for line in reading.assumptions)
    taken = (*scope.said, *assumed)
    if taken:
        yield Note(title="Taken for granted", lines=taken)
    if collected.notes:
        yield Note(title="About the data", lines=collected.notes)
