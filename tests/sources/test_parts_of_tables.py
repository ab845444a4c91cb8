"""Exports that hold a part of a table, and what exports let be derived from other columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]

WHOLE = (
    "uuid,account_code,plan_code,state,total_recurring_amount,current_period_started_at,"
    "current_period_ends_at,activated_at,expires_at\n"
)
CHURNED = WHOLE.replace("expires_at", "expires_at,expiration_reason")
YEAR = "s1,A1,year,active,1200,2025-03-01 00:00:00 PST,2026-03-01 00:00:00 PST,2024-03-01,\n"
ENDED = (
    "s2,A2,year,expired,1200,2025-09-01 00:00:00 PDT,2025-09-11 00:00:00 PDT,2024-09-01,2025-09-11"
)


def test_part_alone_is_said_to_be_one(load: Load) -> None:
    loaded = load(churned=f"{CHURNED}{ENDED},Canceled\n")
    (found,) = [one for one in loaded.findings if one.code == "part"]
    assert (found.text, found.remedy) == (
        "holds only subscriptions that have ended",
        "add the rest: Analytics > Exports > Subscriptions, status All",
    )


def test_part_beside_the_whole_adds_what_only_it_says(load: Load) -> None:
    loaded = load(all=f"{WHOLE}{YEAR}{ENDED}\n", churned=f"{CHURNED}{ENDED},Non-payment\n")
    rows = loaded.tables["subscriptions"].select("id", "interval", "end_reason", "ended_on").rows()
    assert rows == [
        ("s1", "year", None, None),
        ("s2", "year", "Non-payment", dt.date(2025, 9, 11)),
    ]
    assert "part" not in {one.code for one in loaded.findings}
    assert [one.kept for one in loaded.inputs] == [2, 0]


def test_what_is_derived_does_not_speak_against_what_is_written(load: Load) -> None:
    written = WHOLE.replace("uuid", "interval,uuid") + "month," + ENDED.replace("1200", "100")
    derived = f"{WHOLE}{YEAR}{ENDED.replace('1200', '100')}\n"
    rows = load(a=derived, b=written + "\n").tables["subscriptions"].select("id", "interval").rows()
    assert rows == [("s1", "year"), ("s2", "month")]


def test_intervals_that_are_derived_differently_are_refused(refused: Refused) -> None:
    month = YEAR.replace("2026-03-01", "2025-04-01")
    (problem,) = refused(a=WHOLE + YEAR, b=WHOLE + month)
    assert "differ in interval, period_end_on" in problem


def test_rows_to_be_warned_of_are_counted(load: Load) -> None:
    header = WHOLE.replace("uuid", "tax_inclusive,uuid")
    loaded = load(a=f"{header}TRUE,{YEAR}true,{YEAR.replace('s1', 's3')}false,{ENDED}\n")
    assert "2 rows with tax in the amounts" in {one.text for one in loaded.findings}
    quiet = load(a=f"{header}FALSE,{YEAR}")
    assert "marked" not in {one.code for one in quiet.findings}
