"""One number explained: what it is, how it came about, and the rows it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cro_cli import wording
from cro_cli.definitions import SHAPES
from cro_cli.evaluation import Evaluation
from cro_cli.explaining import sentences
from cro_cli.explaining.behind import behind
from cro_cli.explaining.by_part import by_part
from cro_cli.explaining.drivers import drivers
from cro_cli.explaining.leaves import BY_KEY, derived_from, leaves
from cro_cli.explaining.places import Places
from cro_cli.explaining.records import records
from cro_cli.explaining.variants import variants
from cro_cli.metric import Metric
from cro_cli.model import Block, Cell, Column, Grid, Note, Part, Reading, Report, Scorecard

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded

# What two sources tell of.
_TWO_SIDED = ("mrr", "unmatched_share")


def build(loaded: Loaded, config: Config, request: Request) -> Report:
    """Return the explanation of a metric; InputError when the inputs do not allow one."""
    run = Evaluation(loaded, config, request)
    metric = BY_KEY[request.metric]
    reading = run.reading(metric)
    parts = list(_all_parts(run, metric, reading))
    blocks: list[Block] = [
        Scorecard(readings=(reading,), told=True),
        Note("What it means", tuple(sentences.meaning(reading)), main=True),
        Note("How it is computed", tuple(sentences.computed(reading)), main=True),
        _parts(parts),
        Note("Parts that are unknown", tuple(_missing(parts)), main=True),
        Note("Band", tuple(sentences.band(reading.band, metric.unit)), main=True),
    ]
    beside = variants(run, [metric])
    if beside is not None:
        blocks.append(beside)
    if request.by:
        blocks += by_part(run, metric, request.by)
    if metric.key in _TWO_SIDED and not request.by:
        blocks += _two_sides(run, metric, everyone=request.rows)
    blocks += _rows(run, metric, request)
    in_force = tuple(_definitions(run, metric))
    if in_force:
        blocks.append(Note("Definitions in force", in_force, main=True))
    title = f"{metric.title} explained"
    return run.report("explain", title, (*blocks, *run.notes((reading,))))


def _two_sides(run: Evaluation, metric: Metric, *, everyone: bool) -> Iterator[Block]:
    """Return what the sources of a metric say of the same customers."""
    from cro_cli.explaining import reconciliation  # no other metric needs it

    tell = reconciliation.of_shapes if metric.key == "mrr" else reconciliation.of_crm
    return tell(run, everyone=everyone)


def _all_parts(run: Evaluation, metric: Metric, reading: Reading) -> Iterator[tuple[Metric, Part]]:
    """Yield the parts of a metric, then those of the metrics it is derived from."""
    yield from ((metric, part) for part in reading.parts)
    for one in derived_from(metric, run.config.definitions):
        yield from ((one, part) for part in run.reading(one).parts)


def _parts(parts: Sequence[tuple[Metric, Part]]) -> Grid:
    return Grid(
        key="parts",
        title="Parts",
        columns=(
            Column(key="of", title="Metric"),
            Column(key="part", title="Part"),
            Column(key="value", title="Value"),
            Column(key="rows", title="Rows"),
        ),
        rows=tuple(_part(one, part) for one, part in parts),
    )


def _missing(parts: Sequence[tuple[Metric, Part]]) -> Iterator[str]:
    """Yield why parts are not known, each once."""
    said = (
        f"{part.label}: {wording.because(part.reason)}"
        for _, part in parts
        if part.value is None and part.reason is not None
    )
    yield from dict.fromkeys(said)


def _part(metric: Metric, part: Part) -> tuple[Cell, ...]:
    known = Cell(value=part.value, unit=part.unit)
    return (
        Cell(text=metric.title),
        Cell(text=part.label),
        known if part.value is not None else Cell(text="?"),
        Cell(text=f"{part.rows:,}" if part.rows else ""),
    )


def _rows(run: Evaluation, metric: Metric, request: Request) -> Iterator[Block]:
    """Yield what drives a number most, or every row behind it; of parts those of each."""
    places = Places(
        run.collected,
        run.loaded.inputs,
        run.config.habits,
        exclude_bad_rows=run.config.bad_rows == "exclude",
    )
    how = metric.how_by(run.config.definitions)
    if request.rows:
        parts = run.parts(request.by) if request.by else [("", run.engine)]
        found = [one for name, engine in parts for one in behind(run, metric, engine, name)]
        yield records(found, run, places, request.by)
        return
    for given in behind(run, metric):
        grid = drivers(given, how, run, places, request.by)
        if grid.rows:
            yield grid


def _definitions(run: Evaluation, metric: Metric) -> Iterator[str]:
    settled = run.config.definitions
    facts = {leaf.measure.fact for leaf in leaves(metric, settled)}
    tables = frozenset().union(*(run.collected.tables_of(fact) for fact in facts))
    shapes = tables.intersection(SHAPES)
    if shapes == {"mrr"}:
        yield "MRR is what the export says it is: definitions of subscriptions do not touch it."
    metrics = (metric, *derived_from(metric, settled))
    yield from sentences.definitions(metrics, dict(settled), shapes=shapes)
