"""`cro diff`: what changed since a report that was saved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cro_cli import saved
from cro_cli.cli import doubts, exits
from cro_cli.cli.answer import Answer
from cro_cli.cli.asking import Asked, understand
from cro_cli.cli.exits import NEVER, Exit
from cro_cli.cli.options import Options
from cro_cli.cli.output import refuse_input
from cro_cli.comparison import Comparison, compare
from cro_cli.errors import InputError, UsageError
from cro_cli.messages import Problem
from cro_cli.messages import saved as messages
from cro_cli.model import Grid
from cro_cli.render import names
from cro_cli.reports import REPORTS

if TYPE_CHECKING:
    from cro_cli.model import Report
    from cro_cli.saved import Saved

HELP = "Say what changed since a saved report: values, statuses, bands, inputs."
MORE = (
    "OLD.json and NEW.json are what `cro report -O json` printed, or any other report; without"
    " NEW.json one is made now, of PATHS or of `data:` in the config, by the period of the old one."
    " --fail-on counts the metrics that came to watch or at risk since, not those that were there."
)
ENDING = ".json"
# Options that only a report that is made now can heed, by their names.
_NOW = {"as_of": "--as-of", "period": "--period", "exclude_bad_rows": "--exclude-bad-rows"}


def diff(options: Options) -> Answer:
    """Return what changed, and what came down since as the exit code."""
    typed = tuple(options.paths or ())
    if not typed:
        raise UsageError(messages.NO_REPORT_GIVEN.problem(command="diff"))
    if len(typed) == 2 and typed[1].lower().endswith(ENDING):  # noqa: PLR2004 - OLD and NEW
        return _of_files(options, *typed)
    return _of_now(options, *typed)


def _of_files(options: Options, before: str, now: str) -> Answer:
    """Compare two saved reports, for which neither Polars nor a config is needed."""
    asked = understand(options, os.environ)
    for name, option in _NOW.items():
        if getattr(options, name):
            raise UsageError(messages.TWO_AND.problem(option=option, file=now))
    old, new = saved.read(before), saved.read(now)
    refuse_input(asked.target, (before, now))
    if old.report.name != new.report.name:
        words = {"old": old.report.name, "new": new.report.name, "file": before}
        raise InputError([messages.OTHER_KIND.problem(now, **words)])
    problems = (
        *doubts.of_report(new.report, required=asked.request.metrics, strict=asked.strict),
        *_not_there(asked, new),
    )
    left_out = max(old.left_out, new.left_out)
    found = _compared(asked, old, new._replace(left_out=left_out))
    return _answer(asked, found, problems, asked.fail_on or NEVER)


def _of_now(options: Options, before: str, *paths: str) -> Answer:
    """Compare a saved report with one that is made now."""
    from cro_cli.cli import running

    asked = understand(options, os.environ)  # a wrong option is said before any file is read
    old = saved.read(before)
    spec = next((one for one in REPORTS if one.name == old.report.name), None)
    if spec is None:
        raise InputError([messages.ONLY_SAVED.problem(before, name=old.report.name)])
    made = running.run(spec, options._replace(paths=list(paths), **_as_saved(options, old.report)))
    refuse_input(asked.target, [before])
    running.spare(asked.target, (one.file for one in made.report.inputs), made.config)
    problems = doubts.of_report(made.report, required=made.required, strict=asked.strict)
    new = saved.Saved("", made.report, old.left_out)
    fail_on = asked.fail_on or made.config.fail_on or NEVER
    return _answer(asked, _compared(asked, old, new), problems, fail_on)


def _as_saved(options: Options, old: Report) -> dict[str, Any]:
    """Return the options by which a report is made as the old one was: whole, as JSON holds it."""
    found: dict[str, Any] = {"format": "json", "period": options.period or old.period}
    if old.name == "explain" and old.readings:
        found["metric"] = old.readings[0].key
    if old.name == "trend" and not options.metrics:
        found["metrics"] = [
            column.key
            for block in old.blocks
            if isinstance(block, Grid) and block.key == "months"
            for column in block.columns[1:]
        ]
    return found


def _compared(asked: Asked, old: Saved, new: Saved) -> Comparison:
    return compare(
        old.report,
        new.report,
        left_out=new.left_out,
        keys=asked.request.metrics,
        statuses=asked.statuses,
    )


def _not_there(asked: Asked, new: Saved) -> tuple[Problem, ...]:
    known = {one.key for one in new.report.readings}
    return tuple(
        messages.NOT_THERE.problem(new.file, metric=key)
        for key in asked.request.metrics
        if key not in known
    )


def _answer(asked: Asked, found: Comparison, problems: tuple[Problem, ...], fail_on: str) -> Answer:
    """Return the document: with `--only` nothing at all when no such metric changed."""
    is_silent = bool(asked.statuses) and found.is_empty and not problems
    look = asked.look._replace(shown=frozenset() if is_silent else None)
    drawn = found.report if asked.names else names.hide(found.report)
    if is_silent:
        drawn = drawn._replace(findings=())
    return Answer(
        document="" if is_silent and not asked.format.full else asked.format.render(drawn, look),
        code=Exit.NO_ANSWER if problems else exits.worst(found.worse, fail_on=fail_on),
        target=asked.target,
        problems=problems,
    )
