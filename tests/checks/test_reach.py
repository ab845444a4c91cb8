"""How far data reach, and what lies beyond."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cro_cli import reach
from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
Checks = Callable[..., dict[str, list[str]]]

HEADER = "id,name,created_on\n"
MANY = HEADER + "".join(f"c{day},Customer {day},2026-09-{day:02}\n" for day in range(1, 31))


def of(load: Load, **files: str) -> dt.date | None:
    return reach.of(load(**files))


def test_the_newest_day_of_all_tables_counts(load: Load) -> None:
    leads = "id,created_on,stage\nl1,2026-10-02,lead\n"
    assert of(load, customers=MANY, leads=leads) == dt.date(2026, 10, 2)


def test_a_month_reaches_to_its_end(load: Load) -> None:
    assert of(load, mrr="customer,month,amount\na,2026-02,5\n") == dt.date(2026, 2, 28)


def test_an_end_counts_when_it_has_happened(load: Load) -> None:
    rows = "id,customer,amount,interval,started_on,status,ended_on\n"
    ended = "s1,a,5,month,2026-01-01,canceled,2026-03-01\n"
    planned = "s2,a,5,month,2026-01-01,active,2026-12-31\n"
    assert of(load, subscriptions=f"{rows}{ended}{planned}") == dt.date(2026, 3, 1)


def test_one_day_far_from_all_others_is_a_slip(load: Load) -> None:
    assert of(load, customers=f"{MANY}c99,Slip,2027-10-01\n") == dt.date(2027, 10, 1)
    assert of(load, customers=f"{MANY}c99,Slip,2027-10-02\n") == dt.date(2026, 9, 30)
    twice = f"{MANY}c98,Slip,2036-09-01\nc99,Slip,2062-09-01\n"
    assert of(load, customers=f"{twice}{MANY.removeprefix(HEADER).replace('c', 'x')}") == dt.date(
        2026, 9, 30
    )


def test_many_days_far_from_the_others_are_none(load: Load) -> None:
    few = HEADER + "".join(f"c{day},Customer {day},2026-09-{day:02}\n" for day in range(1, 19))
    assert of(load, customers=f"{few}c99,Later,2028-01-01\n") == dt.date(2028, 1, 1)


def test_a_single_day_of_few_is_a_slip_two_years_off(load: Load) -> None:
    few = HEADER + "a,A,2026-09-01\nb,B,2026-09-02\nc,C,2026-09-03\n"
    assert of(load, customers=f"{few}d,D,2028-09-04\n") == dt.date(2028, 9, 4)
    assert of(load, customers=f"{few}d,D,2028-09-05\n") == dt.date(2026, 9, 3)
    assert of(load, customers=f"{few}d,D,2029-01-01\ne,E,2029-01-01\n") == dt.date(2029, 1, 1)


def test_without_dates_there_is_no_reach(load: Load) -> None:
    assert of(load, customers="id,name\na,Acme\n") is None
    assert of(load, fx="currency,rate\nEUR,1.08\n") is None


def test_a_slip_is_named(found: Checks) -> None:
    said = found(customers=f"{MANY}c99,Slip,2062-09-01\n")
    assert said == {
        "future_date": [
            "customers.csv:32 created_on: 2062-09-01 lies after 2026-09-30, where the data end"
        ]
    }


def test_the_clock_ends_the_data_where_it_may_be_looked_at(found: Checks) -> None:
    said = found(today=dt.date(2026, 9, 29), customers=MANY)
    assert said == {
        "future_date": [
            "customers.csv:31 created_on: 2026-09-30 lies after 2026-09-29, where the data end"
        ]
    }


def test_moments_are_days_too(found: Checks) -> None:
    stages = "deal,at,stage\nd1,2062-01-01 00:00:01,Demo\n"
    (said,) = found(customers=MANY, deal_stages=stages)["future_date"]
    assert said.startswith("deal_stages.csv:2 at: 2062-01-01 00:00:01 lies after")


def test_deals_without_days_of_change_reach_as_far_as_they_closed(found: Checks) -> None:
    deals = (
        "id,stage,status,amount,created_on,close_on\n"
        "d1,Won,won,5,2026-01-01,2026-08-15\n"
        "d2,Demo,open,5,2026-01-01,2026-08-14\n"
        "d3,Demo,open,5,2026-01-01,2026-08-15\n"
    )
    (said,) = found(deals=deals, customers=MANY)["open_past_close"]
    assert said.startswith("deals.csv:3 close_on: ")
    assert said.endswith("was to close on 2026-08-14; the data end on 2026-08-15")


def test_deals_reach_to_today_where_the_clock_may_be_looked_at(found: Checks) -> None:
    deals = "id,stage,status,amount,created_on,close_on\nd2,Demo,open,5,2026-01-01,2026-08-14\n"
    assert found(deals=deals) == {}
    assert list(found(today=dt.date(2026, 8, 15), deals=deals)) == ["open_past_close"]


def test_deals_without_any_date(found: Checks) -> None:
    assert found(deals="id,stage,status,created_on\nd1,Demo,open,never\n") == {}
