"""`cro check`: what is not healthy, and nothing at all when all is well."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cro_cli.cli import running
from cro_cli.cli.answer import Answer
from cro_cli.cli.options import Options
from cro_cli.model import Status

if TYPE_CHECKING:
    from cro_cli.reports import ReportSpec

HELP = "Print only what is not healthy; exit 1 on watch, 2 at risk."
NOT_HEALTHY = frozenset({Status.WATCH, Status.AT_RISK})


def check(spec: ReportSpec) -> Callable[[Options], Answer]:
    """Return the command that prints what is not healthy of a report."""

    def run(options: Options) -> Answer:
        found = running.run(spec, options)
        statuses = found.asked.statuses or NOT_HEALTHY
        return running.answer(
            found, fail_on="watch", show=lambda reading: reading.status in statuses
        )

    return run
