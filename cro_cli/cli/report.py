"""`cro report`, and every other report of the registry: the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cro_cli.cli import running
from cro_cli.cli.answer import Answer
from cro_cli.cli.exits import NEVER
from cro_cli.cli.options import Options
from cro_cli.errors import UsageError
from cro_cli.messages import command_line as messages

if TYPE_CHECKING:
    from cro_cli.reports import ReportSpec


def report(spec: ReportSpec) -> Callable[[Options], Answer]:
    """Return the command that prints a report."""

    def run(options: Options) -> Answer:
        if "metric" in spec.options and not options.metric:
            raise UsageError(messages.NO_METRIC.problem())
        found = running.run(spec, options)
        statuses = found.asked.statuses
        show = (lambda reading: reading.status in statuses) if statuses else None
        return running.answer(found, fail_on=NEVER, show=show)

    return run
