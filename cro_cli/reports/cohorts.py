"""Retention triangles: what is left of each cohort, period by period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cro_cli import cohorts, dimensions
from cro_cli.evaluation import Evaluation
from cro_cli.explaining.variants import variants
from cro_cli.fact import FactData, Missing
from cro_cli.metrics import BY_KEY
from cro_cli.model import Block, Grid, Note, Report, Scorecard
from cro_cli.slices import Sliced
from cro_cli.triangles import triangle

if TYPE_CHECKING:
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
    beside = variants(run, [BY_KEY[key] for key in HEADLINES])
    blocks: list[Block] = [Scorecard(readings=readings), *filter(None, (beside,))]
    blocks += _triangles(run, run.collected.fact("mrr_changes"), "", request)
    for value, ledger in _parts(run, request.by):
        blocks += _triangles(run, ledger, value or dimensions.NONE, request)
    return run.report("cohorts", "Cohorts", (*blocks, *_notes(run), *run.notes(readings)))


def _parts(run: Evaluation, by: str) -> Iterator[tuple[str | None, FactData | Missing]]:
    """Yield the ledger of each part; of a plan that of the customers who came with it."""
    values = run.values(by) if by else ()
    ledger = run.collected.fact("mrr_changes")
    if by and dimensions.moves(run.collected, by) and isinstance(ledger, FactData):
        yield from cohorts.by_entry(ledger, by).items()
        return
    for value in values:
        yield value, Sliced(run.collected, by, value).fact("mrr_changes")


def _triangles(
    run: Evaluation, ledger: FactData | Missing, part: str, request: Request
) -> Iterator[Grid]:
    first = "first " if part and dimensions.moves(run.collected, request.by) else ""
    of = f", {first}{request.by} {part}" if part else ""
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
        yield triangle(shown, key, f"{title}{of}", run.scope.period, part)


def _notes(run: Evaluation) -> Iterator[Note]:
    ledger = run.collected.fact("mrr_changes")
    if isinstance(ledger, FactData) and (count := cohorts.opened_with(ledger)):
        who, be = ("1 customer was", "is") if count == 1 else (f"{count} customers were", "are")
        said = f"{who} there when the data begin, and {be} in no cohort"
        yield Note(title="About the cohorts", lines=(said,))
