from __future__ import annotations

import datetime as dt

import pytest

from cro_cli.cli.exits import Exit, judge
from cro_cli.model import (
    Better,
    Finding,
    Reading,
    Report,
    Scorecard,
    Severity,
    Status,
    Unit,
    Window,
)

H, W, R, U, N = Status.HEALTHY, Status.WATCH, Status.AT_RISK, Status.UNKNOWN, Status.NO_BAND


def reading(status: Status) -> Reading:
    return Reading(
        key=status.value,
        title="",
        group="",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        meaning="",
        formula="",
        definition="",
        window=Window(label="", start=None, end=dt.date(2026, 9, 30)),
        value=None,
        status=status,
    )


def report(*statuses: Status, finding: Severity | None = None) -> Report:
    findings = () if finding is None else (Finding(severity=finding, code="", text=""),)
    return Report(
        name="",
        title="",
        company="",
        as_of=dt.date(2026, 9, 30),
        period="month",
        currency="USD",
        profile="",
        blocks=(Scorecard(readings=tuple(map(reading, statuses))),),
        findings=findings,
    )


@pytest.mark.parametrize(
    ("statuses", "fail_on", "code"),
    [
        ((H, N), "watch", 0),
        ((H, W), "watch", 1),
        ((W, R), "watch", 2),
        ((R,), "watch", 2),
        ((W,), "at-risk", 0),
        ((R, W), "at-risk", 2),
        ((R, W), "none", 0),
        ((U,), "watch", 0),  # unknown, but nobody asked for it
        ((), "watch", 0),
    ],
)
def test_the_worst_counts(statuses: tuple[Status, ...], fail_on: str, code: int) -> None:
    assert judge(report(*statuses), fail_on=fail_on, required=()) == code


@pytest.mark.parametrize("fail_on", ["none", "watch", "at-risk"])
def test_three_beats_two(fail_on: str) -> None:
    known, bad = report(R, U), report(R, finding=Severity.ERROR)
    assert judge(known, fail_on=fail_on, required={"unknown"}) == Exit.NO_ANSWER
    assert judge(bad, fail_on=fail_on, required=()) == Exit.NO_ANSWER


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.NOTE])
def test_lesser_findings_change_no_code(severity: Severity) -> None:
    assert judge(report(H, finding=severity), fail_on="watch", required={"healthy"}) == Exit.DONE


def test_the_codes_are_the_ones_that_monitoring_knows() -> None:
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0,
        "WATCH": 1,
        "AT_RISK": 2,
        "NO_ANSWER": 3,
        "INTERRUPTED": 130,
        "NO_READER": 141,
    }
