"""The scorecard: every metric with its change, its band and its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cro_cli.evaluation import Evaluation
from cro_cli.metrics import METRICS
from cro_cli.model import Block, Report, Scorecard

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded


def build(loaded: Loaded, config: Config, request: Request) -> Report:
    """Return the scorecard; InputError when the inputs do not allow one."""
    run = Evaluation(loaded, config, request)
    asked = [metric for metric in METRICS if not request.metrics or metric.key in request.metrics]
    readings = tuple(run.reading(metric) for metric in asked)
    blocks: tuple[Block, ...] = (Scorecard(readings=readings),)
    if request.by:
        from cro_cli.breakdown import breakdown

        told = breakdown(run, asked, request.by)
        blocks += (told.grid, *told.notes)
    if request.charts:
        from cro_cli.pictures import pictures

        blocks += tuple(pictures(run))
    return run.report("report", "Revenue report", (*blocks, *run.notes(readings)))
