"""The MRR bridge: from the revenue at the start of each period to that at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from cro_cli.bridge import ALWAYS, NOW_AND_THEN, Step, drawn, since_revenue, steps, untold
from cro_cli.commitments import commitments
from cro_cli.evaluation import Evaluation
from cro_cli.fact import Missing
from cro_cli.hidden import within_months
from cro_cli.measures import MRR
from cro_cli.model import Block, Cell, Column, Grid, Note, Report, Unit
from cro_cli.usage_revenue import metered
from cro_cli.wording import because

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded

PERIODS_SHOWN = 12


def build(loaded: Loaded, config: Config, request: Request) -> Report:
    """Return the bridge of the last periods; InputError when the inputs do not allow one."""
    run = Evaluation(loaded, config, request)
    count = request.months or PERIODS_SHOWN
    parts = run.parts(request.by) if request.by else []
    whole = since_revenue(steps(run, run.engine, count))
    ledger = run.collected.fact("mrr_changes")
    if isinstance(ledger, Missing):
        run.heed(ledger.reason)
        lines = tuple(filter(None, (ledger.reason.text, ledger.reason.remedy)))
        note = Note(title="MRR is not known", lines=lines, main=True)
        return run.report("mrr", "MRR bridge", (note, *run.notes(())))
    blocks: list[Block] = []
    if (unknown := run.engine.measured(MRR, run.scope.month).reason) is not None:
        blocks.append(Note(title="MRR is not known", lines=(because(unknown),), main=True))
    blocks.append(_grid(whole, "bridge", f"MRR by {run.scope.period_name}"))
    if lines := tuple(untold(whole, unknown)):
        blocks.append(Note(title="What is not known", lines=lines, main=True))
    if chart := drawn(whole):
        blocks.append(chart)
    for name, engine in parts:
        part = list(steps(run, engine, len(whole)))
        blocks.append(_grid(part, f"bridge_{name}", f"MRR, {request.by} {name}"))
    everyone = request.rows and not request.movements
    blocks += commitments(run, parts, request.by, everyone=everyone)
    blocks += metered(run)
    blocks += within_months(run, count)
    if request.movements and unknown is None:
        blocks += _moved(run, request, whole[-1])
    return run.report("mrr", "MRR bridge", (*blocks, *run.notes((), ledger.assumptions)))


def _moved(run: Evaluation, request: Request, last: Step) -> Iterator[Block]:
    """Yield the customers behind a movement of the last period, and whether they are all."""
    from cro_cli.explaining.movement_reasons import reasons
    from cro_cli.explaining.movers import movers

    if (why := reasons(run, request.movements)) is not None:
        yield why
    moved = movers(run, request.movements, request.by, everyone=request.rows)
    yield moved
    unknown = last.untold.get(request.movements)
    said = "" if moved.rows else "there was none"
    if unknown is not None:
        said = f"{'these are not all' if moved.rows else 'not known'}: {because(unknown)}"
    if said:
        yield Note(title=moved.title, lines=(said,), main=True)


def _grid(bridge: Sequence[Step], key: str, title: str) -> Grid:
    shown = [name for name in NOW_AND_THEN if any(step.moved[name] for step in bridge)]
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
        rows=tuple(_row(step, names) for step in bridge),
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
