"""Metrics over time: each month judged by itself, beside the month and the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cro_cli import months
from cro_cli.breakdown import cell, is_few
from cro_cli.evaluation import Evaluation
from cro_cli.metrics import METRICS
from cro_cli.model import (
    Block,
    Cell,
    Chart,
    Column,
    Drawing,
    Grid,
    Note,
    Reading,
    Report,
    Scorecard,
    Series,
    Status,
)
from cro_cli.points import Line, points
from cro_cli.scope import PERIODS
from cro_cli.sparks import spark
from cro_cli.wording import LOW_N, SYMBOLS

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.engine import Engine
    from cro_cli.metric import Metric
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded

MONTHS = 12
FEW = 6  # metrics whose months are listed one by one even where there is little room

SUMMARY = (
    Column(key="metric", title="Metric"),
    Column(key="trend", title="Trend", is_drawn=True),
    Column(key="now", title="Now"),
    Column(key="before", title="Before"),
    Column(key="year_ago", title="Year ago"),
    Column(key="status", title="Status by month", is_drawn=True),
)


def build(loaded: Loaded, config: Config, request: Request) -> Report:
    """Return the last months of the metrics asked for, of all when none is."""
    count = request.months or MONTHS
    run = Evaluation(loaded, config, request, back=_back(count, request, config))
    asked = [metric for metric in METRICS if not request.metrics or metric.key in request.metrics]
    parts = run.parts(request.by) if request.by else [("", run.engine)]
    unknown = tuple(_unknown(run, asked)) if request.metrics else ()
    blocks: list[Block] = [Scorecard(readings=unknown)] if unknown else []
    latest: list[Reading] = []
    told: list[tuple[str, Line]] = []
    for name, engine in parts:
        whole = list(_lines(run, asked, engine, count))
        lines = [line for line in whole if line.is_known]
        latest += [line.readings[-1] for line in lines]
        # Programs are told of what they asked for, be it that it is not known and why.
        told += [(name, line) for line in (whole if request.metrics else lines)]
        if lines:
            blocks += _blocks(lines, name, request, run)
    if few := tuple(_few(told)):
        blocks.append(Note(title=f"Low n, {LOW_N}", lines=few, main=True))
    if _is_tidy(request):
        blocks.append(points(told, request.by))
    return run.report("trend", "Trend", (*blocks, *run.notes(latest)))


def _is_tidy(request: Request) -> bool:
    """Tell whether programs read it: what has room for every number, and none for pictures."""
    return request.full and not request.charts


def _unknown(run: Evaluation, asked: Sequence[Metric]) -> Iterator[Reading]:
    """Yield the readings of metrics that are asked for and not known at the as-of date."""
    readings = (run.reading(metric) for metric in asked)
    yield from (reading for reading in readings if reading.status is Status.UNKNOWN)


def _back(count: int, request: Request, config: Config) -> set[int]:
    """Return how many months ago each month lies that a reading asks for."""
    shown = {*range(count), months.YEAR}
    if _is_tidy(request):
        shown |= {ago + months.YEAR for ago in range(count)}
    period = PERIODS[request.period or config.period]
    return shown | {ago + period for ago in shown}


def _lines(
    run: Evaluation, metrics: Sequence[Metric], engine: Engine, count: int
) -> Iterator[Line]:
    """Yield the months of each metric."""
    is_tidy = _is_tidy(run.request)
    month = run.scope.month
    shown = range(month - count + 1, month + 1)
    ends = tuple(months.name(end) for end in shown)
    for metric in metrics:
        readings = tuple(run.reading(metric, end, engine=engine) for end in shown)
        ago = tuple(end - months.YEAR for end in (shown if is_tidy else shown[-1:]))
        years_ago = tuple(run.reading(metric, end, engine=engine) for end in ago)
        yield Line(metric, ends, readings, years_ago)


def _blocks(lines: Sequence[Line], name: str, request: Request, run: Evaluation) -> Iterator[Block]:
    of = f", {request.by} {name}" if name else ""
    key = f"_{name}" if name else ""
    yield Grid(
        key=f"trend{key}",
        title=f"Trend{of}",
        columns=tuple(_headed(column, run.scope.period_name) for column in SUMMARY),
        rows=tuple(_row(line) for line in lines),
    )
    if request.full or len(lines) <= FEW:
        yield _monthly(lines, f"months{key}", f"Month by month{of}")
    if request.charts:
        yield from (_chart(line, key, of) for line in lines)


def _headed(column: Column, period: str) -> Column:
    return column._replace(title=f"{period} ago".capitalize()) if column.key == "before" else column


def _row(line: Line) -> tuple[Cell, ...]:
    now = line.readings[-1]
    return (
        Cell(text=line.metric.title),
        Cell(text=spark([reading.value for reading in line.readings])),
        cell(now),
        Cell(value=now.previous, unit=now.unit),
        Cell(value=line.years_ago[-1].value, unit=now.unit),
        Cell(text=_statuses(line)),
    )


def _statuses(line: Line) -> str:
    """Return the symbol of each month, nothing for a metric that is never judged."""
    judged = any(reading.status is not Status.NO_BAND for reading in line.readings)
    return "".join(SYMBOLS[reading.status] for reading in line.readings) if judged else ""


def _few(told: Sequence[tuple[str, Line]]) -> Iterator[str]:
    """Yield in which months a metric that is judged rests on few cases."""
    for name, line in told:
        pairs = zip(line.ends, line.readings, strict=True)
        few = [end for end, reading in pairs if is_few(reading)]
        if few:
            of = f"{line.metric.title}, {name}" if name else line.metric.title
            span = f"from {few[0]} to {few[-1]}" if len(few) > 1 else few[0]
            yield f"{of}: {len(few)} of {len(line.ends)} months, {span}"


def _monthly(lines: Sequence[Line], key: str, title: str) -> Grid:
    """Return a row for each month and a column for each metric."""
    columns = (
        Column(key=line.metric.key, title=line.metric.title, unit=line.metric.unit)
        for line in lines
    )
    rows = (
        (Cell(text=end), *(cell(line.readings[at]) for line in lines))
        for at, end in enumerate(lines[0].ends if lines else ())
    )
    return Grid(
        key=key,
        title=title,
        columns=(Column(key="month", title="Month"), *columns),
        rows=tuple(rows),
    )


def _chart(line: Line, key: str, of: str) -> Chart:
    metric = line.metric
    return Chart(
        key=f"{metric.key}{key}",
        title=f"{metric.title}{of}",
        drawing=Drawing.LINES,
        unit=metric.unit,
        labels=line.ends,
        series=(
            Series(
                key=metric.key,
                title=metric.title,
                values=tuple(reading.value for reading in line.readings),
            ),
        ),
    )
