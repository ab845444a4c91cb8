"""Exit codes: what a run says to the program that started it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Self

from cro_cli.model import Report, Status

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
    NO_ANSWER = (
        3,
        "no answer to trust: usage, config, missing, unreadable, stale or contradictory data",
    )
    INTERRUPTED = 130, "interrupted"
    NO_READER = 141, "the reader closed the pipe"


def judge(report: Report, *, fail_on: str) -> Exit:
    """Return the exit code of a report that is an answer: the worst status counts."""
    return worst((one.status for one in report.readings), fail_on=fail_on)


def worst(statuses: Iterable[Status], *, fail_on: str) -> Exit:
    """Return the exit code of the worst of some statuses."""
    found = set(statuses)
    if fail_on != NEVER and Status.AT_RISK in found:
        return Exit.AT_RISK
    if fail_on == "watch" and Status.WATCH in found:
        return Exit.WATCH
    return Exit.DONE
