"""From what is asked for to a report, and from a report to an answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cro_cli.cli import doubts, exits, progress, threads
from cro_cli.cli.answer import Answer
from cro_cli.cli.asking import Asked, understand
from cro_cli.cli.configured import configured
from cro_cli.cli.exits import Exit
from cro_cli.errors import TooLargeError, UsageError
from cro_cli.messages import command_line as messages
from cro_cli.model import Reading, Report, Status
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from cro_cli.cli.options import Options
    from cro_cli.config import Config
    from cro_cli.reports import ReportSpec
    from cro_cli.sources import Loaded


class Run(NamedTuple):
    """A finished report, what was asked of it and what the config says of the answer."""

    asked: Asked
    report: Report
    config: Config

    @property
    def required(self) -> frozenset[str]:
        """Metrics that must be known, or there is no answer: of one that is not no rows say why."""
        request = self.asked.request
        explained = (request.metric,) if request.rows and request.metric else ()
        return frozenset((*request.metrics, *explained, *self.config.require))

    def is_missed(self, reading: Reading) -> bool:
        """Tell whether a reading that must be known is not."""
        return reading.status is Status.UNKNOWN and reading.key in self.required


def run(spec: ReportSpec, options: Options) -> Run:
    """Read the config and the data, and build the report."""
    asked = understand(options, os.environ)
    config = configured(asked.config)
    if asked.exclude_bad_rows:
        config = config._replace(bad_rows="exclude")
    paths = paths_of(asked.paths, config, spec.name)
    threads.settle(paths, os.environ)
    meter = progress.begin(paths, quiet=options.quiet, color=options.color)
    # Imported here, so that a wrong option is answered before Polars is loaded.
    from cro_cli import sources

    loaded = sources.load(
        paths,
        exclude_bad_rows=config.bad_rows == "exclude",
        hashed=asked.format.hashes,
        habits=config.habits,
        seen=meter.seen,
    )
    meter.compute()
    try:
        report = spec.build(_judged(loaded, config), config, asked.request)
    except TooLargeError as error:
        from cro_cli import overflow

        raise overflow.placed(error, loaded, config.habits) from error
    return Run(asked=asked, report=report, config=config)


def _judged(loaded: Loaded, config: Config) -> Loaded:
    """Add which tables are stale; the clock is asked only when the config says how old they may be.

    The finding of a stale table makes no metric unknown, but the run no answer to trust.
    """
    if not config.freshness:
        return loaded
    from cro_cli.checks import stale
    from cro_cli.cli import clock

    found = stale.find(loaded, config.freshness, clock.today())
    return loaded._replace(findings=(*loaded.findings, *found))


def answer(run: Run, *, fail_on: str, show: Callable[[Reading], bool] | None = None) -> Answer:
    """Return the document and the exit code; `show` picks the readings, None shows all.

    What must be known and is not is shown in any case: no run fails without a word.
    """
    asked, report = run.asked, run.report
    spare(asked.target, (given.file for given in report.inputs), run.config)
    shown = None
    if show is not None:
        picked = (one.key for one in report.readings if show(one) or run.is_missed(one))
        shown = frozenset(picked)
    problems = doubts.of_report(report, required=run.required, strict=asked.strict)
    wanted = asked.fail_on or run.config.fail_on or fail_on
    drawn = report if asked.names else _nameless(report)
    return Answer(
        document=asked.format.render(drawn, asked.look._replace(shown=shown)),
        code=Exit.NO_ANSWER if problems else exits.judge(report, fail_on=wanted),
        target=asked.target,
        problems=problems,
    )


def _nameless(report: Report) -> Report:
    from cro_cli.render import names

    return names.hide(report)


def paths_of(paths: Sequence[str], config: Config, command: str) -> tuple[str, ...]:
    """Return the files to read: those typed, else those of the config; UsageError without any."""
    found = tuple(paths) or config.data_paths()
    if not found:
        raise UsageError(messages.NO_DATA.problem(command=command))
    return found


def spare(target: str, inputs: Iterable[str], config: Config) -> None:
    """Refuse a target that is one of the inputs, or the config."""
    from cro_cli.cli import output

    if target:
        output.refuse_input(target, [*map(Path, inputs), *filter(None, [config.path])])
