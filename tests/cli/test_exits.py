from __future__ import annotations

import datetime as dt

import pytest

from cro_cli.cli.exits import Exit, judge
from cro_cli.model import (
    Better,
    Reading,
    Report,
    Scorecard,
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


def report(*statuses: Status) -> Report:
    return Report(
        name="",
        title="",
        company="",
        as_of=dt.date(2026, 9, 30),
        period="month",
        currency="USD",
        profile="",
        blocks=(Scorecard(readings=tuple(map(reading, statuses))),),
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
    assert judge(report(*statuses), fail_on=fail_on) == code


def test_the_codes_are_the_ones_that_monitoring_knows() -> None:
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0,
        "WATCH": 1,
        "AT_RISK": 2,
        "NO_ANSWER": 3,
        "INTERRUPTED": 130,
        "NO_READER": 141,
    }
