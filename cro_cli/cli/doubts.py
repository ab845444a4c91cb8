"""Why a finished document is no answer to trust, as stderr says it; each costs exit code 3."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from cro_cli.messages import Problem
from cro_cli.messages import numbers as messages
from cro_cli.model import Finding, Input, Reading, Report, Severity, Status

if TYPE_CHECKING:
    from cro_cli.validation import Validation


_UNASKED = "take it out of -m, or of `require:` in the config"


def of_report(report: Report, *, required: Collection[str], strict: bool) -> tuple[Problem, ...]:
    """Return what speaks against a report: bad values, stale files, metrics that must be known.

    When it is `strict` every warning and every row that was left out does so too.
    """
    return (
        *of_findings(report.findings, "report"),
        *(of_strictness(report.findings, report.inputs) if strict else ()),
        *_of_metrics(report.readings, required),
    )


def of_validation(found: Validation, *, strict: bool) -> tuple[Problem, ...]:
    """Return what speaks against data: files that are refused, bad values, stale files."""
    count = len(found.refusals)
    said = f"{count} {'problem' if count == 1 else 'problems'}"
    return (
        *((messages.REFUSED.problem(problems=said),) if count else ()),
        *of_findings(found.findings, "validation"),
        *(of_strictness(found.findings, found.inputs) if strict else ()),
    )


def of_findings(findings: Sequence[Finding], shown: str) -> Iterator[Problem]:
    """Yield the bad values in one sentence, and every other problem; `shown` is where they are."""
    bad = [one for one in findings if one.severity is Severity.ERROR]
    values = [one for one in bad if one.fields]
    # Of many in a column only the first are named by their row; the last finding sums up the rest.
    named = [one for one in values if one.row is not None] or values
    if values:
        more = "more than " if len(named) < len(values) else ""
        said = f"{more}{len(named)} bad {'value' if len(named) == 1 else 'values'}"
        files = ", ".join(dict.fromkeys(one.file for one in values))
        yield messages.BAD_VALUES.problem(files, values=said, shown=shown)
    yield from _said(one for one in bad if not one.fields)


def of_strictness(findings: Sequence[Finding], inputs: Sequence[Input]) -> Iterator[Problem]:
    """Yield what `--strict` does not let pass."""
    from cro_cli import wording

    left_out = filter(None, map(wording.dropped, map(_without_superseded, inputs)))
    warnings = (one for one in findings if one.severity is Severity.WARNING)
    yield from (messages.LEFT_OUT.problem(said=said) for said in left_out)
    yield from (Problem(f"--strict: {said}", said.code) for said in _said(warnings))


def _without_superseded(given: Input) -> Input:
    """Return a file as if the rows in whose stead newer ones hold had not been left out."""
    dropped = {reason: count for reason, count in given.dropped.items() if reason != "superseded"}
    return given._replace(dropped=dropped)


def _said(findings: Iterator[Finding]) -> Iterator[Problem]:
    from cro_cli import wording

    yield from wording.problems(tuple(findings), everything=False)


def _of_metrics(readings: Sequence[Reading], required: Collection[str]) -> Iterator[Problem]:
    for one in readings:
        if one.status is Status.UNKNOWN and one.key in required:
            why = one.reason.text if one.reason else "see the report"
            cure = one.reason and one.reason.remedy
            yield messages.REQUIRED.problem(metric=one.key, why=why, cure=cure or _UNASKED)
