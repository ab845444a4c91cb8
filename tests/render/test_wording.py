from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli import wording
from cro_cli.model import (
    Band,
    Better,
    Edge,
    Finding,
    Input,
    Interval,
    Part,
    Reading,
    Reason,
    Report,
    Severity,
    Status,
    Unit,
)


def reading(report: Report, key: str) -> Reading:
    return next(one for one in report.readings if one.key == key)


def edge(at: str) -> Edge:
    return Edge(at=Fraction(at), source="")


HIGHER = Band(better=Better.HIGHER, healthy=edge("1.1"), watch=edge("1"))
LOWER = Band(better=Better.LOWER, healthy=edge("0.1"), watch=edge("0.15"))
RANGE = Band(
    better=Better.RANGE,
    healthy=edge("0.2"),
    watch=edge("0.1"),
    healthy_to=edge("0.4"),
    watch_to=edge("0.5"),
)
OPEN = RANGE._replace(healthy_to=None, watch_to=None)


@pytest.mark.parametrize(
    ("band", "value", "missed"),
    [
        (HIGHER, "1.042", "5.8 pp below the healthy edge of 110%"),
        (HIGHER, "1.1", ""),
        (HIGHER, "1.2", ""),
        (LOWER, "0.139", "3.9 pp above the healthy edge of 10%"),
        (LOWER, "0.1", ""),
        (LOWER, "0.05", ""),
        (RANGE, "0.05", "15.0 pp below the healthy edge of 20%"),
        (RANGE, "0.3", ""),
        (RANGE, "0.45", "5.0 pp above the healthy edge of 40%"),
        (OPEN, "0.9", ""),
        (None, "0.9", ""),
        (HIGHER, None, ""),
    ],
)
def test_by_how_much_a_value_misses(
    report: Report, band: Band | None, value: str | None, missed: str
) -> None:
    number = None if value is None else Fraction(value)
    assert wording.miss(reading(report, "nrr")._replace(band=band, value=number)) == missed


def test_readings_with_one_reason_and_one_remedy_are_said_together(report: Report) -> None:
    found = [alike.titles for alike in wording.unknowns(report.readings)]
    assert found == [("Quick ratio", "Expansion MRR"), ("Win rate",)]


def test_an_unknown_reading_without_a_reason_still_says_something(report: Report) -> None:
    silent = reading(report, "win_rate")._replace(reason=None)
    (alike,) = wording.unknowns([silent])
    assert wording.because(alike.reason) == "there is no value"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            Finding(
                severity=Severity.ERROR,
                id="E205",
                code="bad_cell",
                text="is no date",
                remedy="write 2026-09-30",
                file="a.csv",
                row=7,
                column="Close Date",
                value="31/31/31",
            ),
            "a.csv:7 Close Date '31/31/31': is no date → write 2026-09-30",
        ),
        (
            Finding(
                severity=Severity.ERROR,
                id="E205",
                code="bad_cell",
                text="'x' is no date",
                file="a.csv",
                value="x",
            ),
            "a.csv: 'x' is no date",
        ),
        (
            Finding(severity=Severity.NOTE, id="W399", code="old", text="nothing new"),
            "nothing new",
        ),
    ],
)
def test_a_finding_says_where_what_and_what_to_do(given: Finding, said: str) -> None:
    assert wording.finding(given) == said


def test_what_was_read_and_what_was_left_out() -> None:
    given = Input(
        file="a.csv", format="stripe", table="deals", sha256="", rows=1200, kept=1190,
        dropped={"totals": 2, "test mode": 8},
    )  # fmt: skip
    assert wording.dropped(given) == "a.csv: 10 of 1,200 rows left out: totals 2, test mode 8"
    assert wording.dropped(given._replace(dropped={})) == ""
    assert wording.source(given) == "a.csv: stripe → deals, 1,190 of 1,200 rows"


def test_every_status_has_a_symbol_and_a_word(report: Report) -> None:
    said = {wording.status(report.readings[0]._replace(status=status)) for status in Status}
    assert said == {"✓ healthy", "! watch", "✗ at risk", "? unknown", "– no band"}


@pytest.mark.parametrize(
    ("count", "said"), [(1, "Only 1 case stands behind it"), (2, "Only 2 cases stand behind it")]
)
def test_how_few_cases_stand_behind_a_value(report: Report, count: int, said: str) -> None:
    few = reading(report, "nrr")._replace(low_n=count)
    assert any(line.startswith(said) for line in wording.behind(few))


def test_a_share_of_few_cases_says_where_it_may_lie(report: Report) -> None:
    few = reading(report, "nrr")._replace(low_n=2, interval=None)
    assert any(line.endswith("too few to be called at risk.") for line in wording.behind(few))
    between = Interval(low=Fraction(178, 10000), high=Fraction(1))
    said = list(wording.behind(few._replace(interval=between)))
    assert any(line.endswith("somewhere from 1.8% to 100.0% (95 % interval).") for line in said)
    sure = few._replace(interval=between, low_n=None)
    assert not any("interval" in line for line in wording.behind(sure))


def test_where_nothing_can_be_added_the_numbers_say_why(report: Report) -> None:
    burn = Part(key="burn", label="net burn", unit=Unit.COUNT, value=Fraction(180))
    blank = burn._replace(label="unheard of", value=None)
    final = Reason(code="not_positive", text="net new ARR is not positive")
    given = reading(report, "win_rate")._replace(reason=final, parts=(burn, blank))
    (said,) = wording.unknowns([given])
    assert said.parts == (("net burn", "180"),)
    mendable = given._replace(reason=final._replace(remedy="wait"))
    assert wording.unknowns([mendable])[0].parts == ()
