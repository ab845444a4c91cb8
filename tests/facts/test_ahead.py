"""What of subscriptions lies ahead, of spans as they are: several things of one subscription."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cro_cli.ledger import ahead
from cro_cli.tables import MICROS

AS_OF = dt.date(2026, 9, 30)
SCHEMA = {
    "subscription": pl.String,
    "customer": pl.String,
    "plan": pl.String,
    "currency": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "annual": pl.Int64,
    "cause": pl.String,
    "is_signed": pl.Boolean,
}


def told(*spans: str, horizon: int = 90) -> list[str]:
    """Return what lies ahead of spans such as `s 120 2026-01-10 2026-12-01 pause signed`.

    An end of `-` is none; amounts are of a year.
    """
    rows = []
    for span in spans:
        name, annual, start, end, *said = span.split()
        cause = next((word for word in said if word != "signed"), None)
        days = (None if day == "-" else dt.date.fromisoformat(day) for day in (start, end))
        rows.append((name, "c", "Pro", "EUR", *days, int(annual) * MICROS, cause, "signed" in said))
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    found = ahead.scheduled(frame, AS_OF, horizon)
    return [
        f"{name} {day} {delta // MICROS:+} {kind}"
        for name, day, delta, kind in found.select("subscription", "on", "delta", "kind").rows()
    ]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param(
            ("s 1200 2026-01-10 -", "s 240 2026-01-10 2026-12-01"),
            ["s 2026-12-01 -240 downgrade"],
            id="one of two ends",
        ),
        pytest.param(
            (
                "s 1200 2026-01-10 -",
                "s 240 2026-01-10 2026-10-10 pause",
                "s 240 2026-11-01 -",
            ),
            ["s 2026-10-10 -240 downgrade", "s 2026-11-01 +240 upgrade"],
            id="one of two is paused",
        ),
        pytest.param(
            ("s 1200 2026-01-10 -", "s 240 2026-11-01 -"),
            ["s 2026-11-01 +240 upgrade"],
            id="another begins",
        ),
        pytest.param(
            ("s 1200 2026-09-15 2026-12-01 signed", "t 120 2026-01-10 -"),
            [],
            id="signed, and nothing is known of whether it began",
        ),
        pytest.param(
            (
                "s 120 2026-10-15 2027-10-15 signed",
                "t 120 2026-10-15 2028-10-15 signed",
            ),
            [
                "s 2026-10-15 +120 signed",
                "t 2026-10-15 +120 signed",
                "s 2027-10-15 -120 cancellation",
                "t 2028-10-15 -120 cancellation",
            ],
            id="of two that are signed each ends on its own day",
        ),
    ],
)
def test_what_lies_ahead(spans: tuple[str, ...], expected: list[str]) -> None:
    assert told(*spans) == expected
    assert told(*reversed(spans)) == expected


def test_only_what_ended_last_tells_whether_it_resumes() -> None:
    """A pause of spring is over: it went on, and was given up in August."""
    paused = "s 120 2026-01-10 2026-03-01 pause"
    ended = "s 120 2026-04-01 2026-08-01"
    for spans in ((paused, ended), (ended, paused)):
        assert told(*spans, "s 144 2026-11-01 - signed") == ["s 2026-11-01 +144 signed"]
    again = "s 120 2026-04-01 2026-08-01 pause"
    gone = "s 120 2026-01-10 2026-03-01"
    for spans in ((gone, again), (again, gone)):
        assert told(*spans, "s 144 2026-11-01 - signed") == ["s 2026-11-01 +144 resume"]
