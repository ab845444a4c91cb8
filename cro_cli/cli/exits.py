"""Exit codes: what a run says to the program that started it."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum
from typing import Self

from cro_cli.model import Report, Severity, Status

NEVER = "none"
FAIL_ON = (NEVER, "watch", "at-risk")


class Exit(IntEnum):
    """One exit code each; 3 beats 2, as half an export must not look like a clean `at risk`."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """Return a member whose value is the code alone."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    DONE = 0, "done; nothing at or above --fail-on"
    WATCH = 1, "at least one metric is on watch"
    AT_RISK = 2, "at least one metric is at risk"
    NO_ANSWER = 3, "no answer to trust: usage, config, missing, unreadable or contradictory data"
    INTERRUPTED = 130, "interrupted"
    NO_READER = 141, "the reader closed the pipe"


def judge(report: Report, *, fail_on: str) -> Exit:
    """Return the exit code of a report that is an answer: the worst status counts."""
    found = {one.status for one in report.readings}
    if fail_on != NEVER and Status.AT_RISK in found:
        return Exit.AT_RISK
    if fail_on == "watch" and Status.WATCH in found:
        return Exit.WATCH
    return Exit.DONE


def doubts(report: Report, *, required: Collection[str]) -> tuple[str, ...]:
    """Return why a report is no answer to trust: bad values, unknown metrics that are required."""
    bad = [one for one in report.findings if one.severity is Severity.ERROR]
    # Of many in a column only the first are named by their row; the last finding sums up the rest.
    named = [one for one in bad if one.row is not None] or bad
    more = "more than " if len(named) < len(bad) else ""
    values = f"{more}{len(named)} bad {'value' if len(named) == 1 else 'values'}"
    files = ", ".join(dict.fromkeys(one.file for one in bad))
    said = [f"{files}: {values}, see the report; --exclude-bad-rows leaves the rows out"]
    unknown = [
        f"{one.key} is unknown: {one.reason.text if one.reason else 'see the report'}"
        for one in report.readings
        if one.status is Status.UNKNOWN and one.key in required
    ]
    return (*(said if bad else ()), *unknown)
