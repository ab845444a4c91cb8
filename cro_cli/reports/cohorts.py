"""Retention triangles: what is left of each cohort, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from cro_cli import cohorts, slices
from cro_cli.cohorts import Cohort, Level
from cro_cli.evaluation import Evaluation
from cro_cli.fact import FactData, Missing
from cro_cli.metrics import BY_KEY
from cro_cli.model import Block, Cell, Column, Grid, Note, Report, Scorecard, Unit
from cro_cli.slices import Sliced

if TYPE_CHECKING:
    from cro_cli.collect import Facts
    from cro_cli.config import Config
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded

SHOWN = 12  # cohorts, and ages of them
HEADLINES = ("nrr", "grr", "logo_churn")
TRIANGLES = (
    ("logos", "Customers kept"),
    ("net", "Net revenue kept"),
    ("gross", "Gross revenue kept"),
)


def build(loaded: Loaded, config: Config, request: Request) -> Report:
    """Return the triangles of the last cohorts, under the closed cohorts of twelve months."""
    run = Evaluation(loaded, config, request)
    readings = tuple(run.reading(BY_KEY[key]) for key in HEADLINES)
    blocks: list[Block] = [Scorecard(readings=readings)]
    blocks += _triangles(run, run.collected, "", request)
    for value in run.values(request.by) if request.by else ():
        sliced = Sliced(run.collected, request.by, value)
        blocks += _triangles(run, sliced, value or slices.NONE, request)
    return run.report("cohorts", "Cohorts", (*blocks, *_notes(run), *run.notes(readings)))


def _triangles(run: Evaluation, facts: Facts, part: str, request: Request) -> Iterator[Grid]:
    ledger = facts.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return
    found = cohorts.cohorts(
        ledger,
        last=run.scope.month,
        length=run.scope.period,
        year_start=run.collected.assumptions.fiscal_year_start,
    )
    since = run.scope.month - (request.months or SHOWN) * run.scope.period
    shown = [one for one in found if one.end > since]
    for key, title in TRIANGLES:
        if key != "logos" and "history" in ledger.lacks:
            continue  # present prices tell who stayed, not what they paid
        yield _triangle(shown, key, f"{title}{f', {request.by} {part}' if part else ''}", run, part)


def _triangle(shown: Sequence[Cohort], key: str, title: str, run: Evaluation, part: str) -> Grid:
    ages = range(max((len(one.levels) for one in shown), default=0))
    unit = Unit.COUNT if key == "logos" else Unit.MONEY
    columns = (
        Column(key="cohort", title="Cohort"),
        Column(key="size", title="Start", unit=unit),
        *(Column(key=f"age_{age}", title=f"+{age}", unit=Unit.RATIO) for age in ages[1:]),
    )
    rows = [
        (
            Cell(text=cohorts.name(one.end, run.scope.period)),
            Cell(value=_of(one.levels[0], key)),
            *(_share(one, age, key) for age in ages[1:]),
        )
        for one in shown
    ]
    size = sum((_of(one.levels[0], key) for one in shown), Fraction())
    average = (
        Cell(text="average"),
        Cell(value=size),
        *(_average(shown, age, key) for age in ages[1:]),
    )
    return Grid(
        key=f"cohorts_{key}{f'_{part}' if part else ''}",
        title=title,
        columns=columns,
        rows=(*rows, average) if rows else (),
    )


def _of(level: Level, key: str) -> Fraction:
    value: Fraction = getattr(level, key)
    return value


def _share(cohort: Cohort, age: int, key: str) -> Cell:
    """Return what is left at an age; an empty cell where nobody can know yet."""
    start = _of(cohort.levels[0], key)
    if age >= len(cohort.levels) or not start:
        return Cell()
    return _kept(_of(cohort.levels[age], key) / start)


def _average(shown: Sequence[Cohort], age: int, key: str) -> Cell:
    """Return what is left of all cohorts that are old enough together: weighted by their size."""
    old = [one for one in shown if age < len(one.levels)]
    start = sum((_of(one.levels[0], key) for one in old), Fraction())
    if not start:
        return Cell()
    return _kept(sum((_of(one.levels[age], key) for one in old), Fraction()) / start)


def _kept(share: Fraction) -> Cell:
    # Half of a cohort is a bad year already: the shades are kept for the other half.
    return Cell(value=share, shade=min(max(2 * share - 1, Fraction()), Fraction(1)))


def _notes(run: Evaluation) -> Iterator[Note]:
    ledger = run.collected.fact("mrr_changes")
    if isinstance(ledger, FactData) and (count := cohorts.opened_with(ledger)):
        said = f"{count} customers were there when the data begin: they are in no cohort"
        yield Note(title="About the cohorts", lines=(said,))
