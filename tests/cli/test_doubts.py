from __future__ import annotations

import datetime as dt

import pytest

from cro_cli.cli.doubts import of_report
from cro_cli.model import (
    Better,
    Finding,
    Input,
    Reading,
    Reason,
    Report,
    Scorecard,
    Severity,
    Status,
    Unit,
    Window,
)

BAD = Finding(
    severity=Severity.ERROR,
    id="E201",
    code="bad_cell",
    text="",
    file="a.csv",
    row=2,
    fields=("mrr.amount",),
)
STALE = Finding(severity=Severity.ERROR, id="E309", code="stale", text="is stale", file="b.csv")
WARNING = Finding(
    severity=Severity.WARNING,
    id="W302",
    code="ignored",
    text="ignored: not a CSV file",
    file="c.xlsx",
)
WHOLE = Input(file="a.csv", format="mrr", table="mrr", sha256="", rows=9, kept=9)


def reading(status: Status, reason: Reason | None = None) -> Reading:
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
        reason=reason,
    )


def report(*readings: Reading, findings: tuple[Finding, ...] = ()) -> Report:
    return Report(
        name="",
        title="",
        company="",
        as_of=dt.date(2026, 9, 30),
        period="month",
        currency="USD",
        profile="",
        blocks=(Scorecard(readings=readings),),
        findings=findings,
        inputs=(WHOLE,),
    )


def doubts(*findings: Finding, strict: bool = False) -> tuple[str, ...]:
    return of_report(report(findings=findings), required=(), strict=strict)


def test_an_unknown_metric_is_one_when_it_is_required() -> None:
    why = Reason(code="x", text="needs spend")
    found = report(reading(Status.AT_RISK), reading(Status.UNKNOWN, why))
    assert of_report(found, required={"at_risk"}, strict=True) == ()
    assert of_report(found, required={"unknown"}, strict=False) == (
        "unknown is unknown: needs spend; take it out of -m, or of `require:` in the config",
    )
    told = report(reading(Status.UNKNOWN, why._replace(remedy="add spend.csv")))
    assert of_report(told, required={"unknown"}, strict=False) == (
        "unknown is unknown: needs spend; add spend.csv",
    )
    bare = report(reading(Status.UNKNOWN))
    assert of_report(bare, required={"unknown"}, strict=False) == (
        "unknown is unknown: see the report; take it out of -m, or of `require:` in the config",
    )


def test_bad_values_are_one() -> None:
    advice = "see the report; --exclude-bad-rows leaves the rows out"
    assert doubts(BAD) == (f"a.csv: 1 bad value, {advice}",)
    assert doubts(BAD, BAD._replace(file="b.csv"), BAD) == (
        f"a.csv, b.csv: 3 bad values, {advice}",
    )


def test_a_finding_that_sums_up_others_is_more_than_one() -> None:
    (said,) = doubts(BAD, BAD, BAD._replace(row=None))
    assert said.startswith("a.csv: more than 2 bad values, ")


def test_what_is_wrong_with_a_whole_file_is_said_itself() -> None:
    assert doubts(STALE) == ("b.csv: is stale",)
    assert len(doubts(STALE, BAD)) == 2


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.NOTE])
def test_lesser_findings_are_none(severity: Severity) -> None:
    assert doubts(BAD._replace(severity=severity)) == ()


def test_strictness_lets_no_warning_pass() -> None:
    assert doubts(WARNING, strict=True) == ("--strict: c.xlsx: ignored: not a CSV file",)
    assert doubts(WARNING._replace(severity=Severity.NOTE), strict=True) == ()


def test_strictness_lets_newer_rows_hold() -> None:
    some = report()._replace(inputs=(WHOLE._replace(kept=6, dropped={"superseded": 3}),))
    assert of_report(some, required=(), strict=True) == ()


def test_strictness_lets_no_row_be_left_out() -> None:
    some = report()._replace(inputs=(WHOLE._replace(kept=6, dropped={"total": 1, "blank": 2}),))
    assert of_report(some, required=(), strict=False) == ()
    assert of_report(some, required=(), strict=True) == (
        "--strict: a.csv: 3 of 9 rows left out: total 1, blank 2; mend that, or leave --strict out",
    )
