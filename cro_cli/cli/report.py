"""`cro report`, and every other report of the registry: the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from cro_cli.cli import naming, running
from cro_cli.cli.answer import Answer
from cro_cli.cli.exits import NEVER
from cro_cli.cli.options import Options, metric_keys
from cro_cli.errors import UsageError
from cro_cli.messages import command_line as messages

if TYPE_CHECKING:
    from cro_cli.reports import ReportSpec


def report(spec: ReportSpec) -> Callable[[Options], Answer]:
    """Return the command that prints a report."""

    def run(options: Options) -> Answer:
        if "metric" in spec.options and not options.metric:
            raise UsageError(messages.NO_METRIC.problem())
        found = running.run(spec, _led(options) if spec.takes_keys else options)
        statuses = found.asked.statuses
        show = (lambda reading: reading.status in statuses) if statuses else None
        return running.answer(found, fail_on=NEVER, show=show)

    return run


def _led(options: Options) -> Options:
    """Return options with the metrics among the paths as metrics: those that lead, or are no file.

    UsageError for a word that leads and is neither, but nearly a metric.
    """
    paths, keys = options.paths or [], metric_keys()
    led = list(takewhile(lambda typed: _is_key(typed, keys), paths))
    rest = paths[len(led) :]
    late = [typed for typed in rest if _are_keys(typed, keys) and not Path(typed).exists()]
    files = [typed for typed in rest if typed not in late]
    return options._replace(metrics=[*(options.metrics or ()), *led, *late], paths=files)


def _are_keys(typed: str, keys: Sequence[str]) -> bool:
    """Tell whether a word, or all words of a list with commas, are metrics."""
    return all(word in keys for word in typed.split(","))


def _is_key(typed: str, keys: Sequence[str]) -> bool:
    if _are_keys(typed, keys):
        return True
    if not Path(typed).exists():
        for word in (one for one in typed.split(",") if naming.nearest(one, keys)):
            naming.one_of("METRIC", word, keys)
    return False
