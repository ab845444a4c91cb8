"""The MRR bridge: from the revenue at the start of each period to that at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from cro_cli import months
from cro_cli.evaluation import Evaluation
from cro_cli.measures import CUSTOMERS, MRR, movement, turned
from cro_cli.model import Block, Cell, Chart, Column, Drawing, Grid, Report, Series, Unit
from cro_cli.movers import movers

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.engine import Engine
    from cro_cli.metric import Measure
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded

PERIODS_SHOWN = 12
LOSSES = frozenset({"contraction", "churn"})
# A movement that never occurs has no column, unless it is one that everybody looks for.
ALWAYS = ("new", "reactivation", "expansion", "contraction", "churn")
NOW_AND_THEN = ("opening", "fx", "transfer")


class Step(NamedTuple):
    """One period of the bridge, months `first` to `last`; None where the inputs cannot tell."""

    first: str
    last: str
    start: Fraction | None
    moved: dict[str, Fraction | None]
    end: Fraction | None
    customers: Fraction | None
    won: Fraction | None
    lost: Fraction | None


def build(loaded: Loaded, config: Config, request: Request) -> Report:
    """Return the bridge of the last periods; InputError when the inputs do not allow one."""
    run = Evaluation(loaded, config, request)
    count = request.months or PERIODS_SHOWN
    parts = run.parts(request.by) if request.by else []
    whole = list(_steps(run, run.engine, count))
    blocks: list[Block] = [_grid(whole, "bridge", f"MRR by {run.scope.period_name}")]
    if chart := _chart(whole):
        blocks.append(chart)
    for name, engine in parts:
        steps = list(_steps(run, engine, count))
        blocks.append(_grid(steps, f"bridge_{name}", f"MRR, {request.by} {name}"))
    if request.movements:
        blocks.append(movers(run, request.movements, everyone=request.rows))
    return run.report("mrr", "MRR bridge", (*blocks, *run.notes(())))


def _steps(run: Evaluation, engine: Engine, count: int) -> Iterator[Step]:
    """Yield periods, the oldest first, from the first that the data reach into."""
    length = run.scope.period
    for ago in reversed(range(count)):
        end = run.scope.month - ago * length
        known = engine.measured(MRR, end).value
        if known is None and ago:
            continue

        def at(measure: Measure, month: int = end) -> Fraction | None:
            return engine.measured(measure, month).value

        yield Step(
            first=months.name(end - length + 1),
            last=months.name(end),
            start=at(MRR, end - length),
            moved={name: at(_signed(name)) for name in (*ALWAYS, *NOW_AND_THEN)},
            end=known,
            customers=at(CUSTOMERS),
            won=at(turned("+")),
            lost=at(turned("-")),
        )


def _signed(name: str) -> Measure:
    """Return a movement as it changes MRR: losses are negative."""
    return movement(name, name)


def _grid(steps: Sequence[Step], key: str, title: str) -> Grid:
    shown = [name for name in NOW_AND_THEN if any(step.moved[name] for step in steps)]
    names = (*shown, *ALWAYS)
    money = [Column(key=name, title=name.capitalize(), unit=Unit.MONEY) for name in names]
    return Grid(
        key=key,
        title=title,
        columns=(
            Column(key="period", title="Period"),
            Column(key="start", title="Start", unit=Unit.MONEY),
            *money,
            Column(key="end", title="End", unit=Unit.MONEY),
            Column(key="customers", title="Customers", unit=Unit.COUNT),
            Column(key="won", title="Won", unit=Unit.COUNT),
            Column(key="lost", title="Lost", unit=Unit.COUNT),
            Column(key="arpa", title="ARPA", unit=Unit.MONEY),
        ),
        rows=tuple(_row(step, names) for step in steps),
    )


def _row(step: Step, names: Sequence[str]) -> tuple[Cell, ...]:
    arpa = step.end / step.customers if step.end is not None and step.customers else None
    values = (
        step.start,
        *(step.moved[name] for name in names),
        step.end,
        step.customers,
        step.won,
        step.lost,
        arpa,
    )
    name = step.last if step.first == step.last else f"{step.first} to {step.last}"
    return (Cell(text=name), *(_cell(value) for value in values))


def _cell(value: Fraction | None) -> Cell:
    return Cell(text="?") if value is None else Cell(value=value)


def _chart(steps: Sequence[Step]) -> Chart | None:
    """Return all periods as one bridge, or None where a movement is not known."""
    sums = {name: [step.moved[name] for step in steps] for name in (*NOW_AND_THEN, *ALWAYS)}
    if not steps:
        return None
    ends = (steps[0].start, steps[-1].end)
    if None in ends or any(None in values for values in sums.values()):
        return None
    totals = {
        name: sum((value or Fraction() for value in values), Fraction())
        for name, values in sums.items()
    }
    named = [name for name in totals if name in ALWAYS or totals[name]]
    return Chart(
        key="bridge",
        title=f"From {steps[0].first} to {steps[-1].last}",
        drawing=Drawing.WATERFALL,
        unit=Unit.MONEY,
        labels=("start", *named, "end"),
        series=(
            Series(
                key="mrr",
                title="MRR",
                values=(ends[0], *(totals[name] for name in named), ends[1]),
            ),
        ),
    )
