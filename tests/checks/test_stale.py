from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cro_cli.checks import stale
from cro_cli.model import Severity
from cro_cli.sources import Loaded
from cro_cli.tables import DATED

Load = Callable[..., Loaded]

DEALS = "id,stage,created_on,updated_on\nd1,Demo,2026-09-01,2026-09-20\nd2,Demo,2026-08-01,\n"
OLDER = "id,stage,created_on,updated_on\nd9,Demo,2026-05-01,2026-05-02\n"
MRR = "customer,month,amount\na,2026-08,5\na,2026-09,5\n"
SUBSCRIPTIONS = (
    "id,customer,amount,interval,started_on,status,ended_on\n"
    "s1,a,5,month,2026-01-01,canceled,2026-09-10\n"
    "s2,b,5,month,2026-02-01,active,2027-01-01\n"
)


def days(load: Load, today: str, allowed: int, **files: str) -> list[str]:
    loaded = load(**files)
    freshness = dict.fromkeys(("customers", "subscriptions", "mrr", "deals"), allowed)
    found = stale.find(loaded, freshness, dt.date.fromisoformat(today))
    return [f"{one.file} {one.table}: {one.text}" for one in found if one.file]


def test_an_age_that_is_allowed_is_not_stale(load: Load) -> None:
    assert days(load, "2026-09-27", 7, deals=DEALS) == []


def test_a_day_more_is(load: Load) -> None:
    assert days(load, "2026-09-28", 7, deals=DEALS) == [
        "deals.csv deals: is stale: its newest date is 2026-09-20, 8 days ago, and 7 are allowed"
    ]


def test_the_newest_of_several_files_counts_and_is_named(load: Load) -> None:
    (said,) = days(load, "2026-09-28", 7, a=OLDER, deals=DEALS)
    assert said.startswith("deals.csv deals: is stale: its newest date is 2026-09-20")


def test_a_month_is_known_to_its_end(load: Load) -> None:
    assert days(load, "2026-10-07", 7, mrr=MRR) == []
    assert days(load, "2026-10-08", 7, mrr=MRR) == [
        "mrr.csv mrr: is stale: its newest date is 2026-09-30, 8 days ago, and 7 are allowed"
    ]


def test_an_end_counts_when_it_has_happened_not_when_it_is_planned(load: Load) -> None:
    (said,) = days(load, "2026-10-01", 7, subscriptions=SUBSCRIPTIONS)
    assert "its newest date is 2026-09-10, 21 days ago" in said


def test_what_lies_ahead_or_has_no_date_is_not_stale(load: Load) -> None:
    assert days(load, "2026-01-01", 1, deals=DEALS) == []
    loaded, every = load(customers="id,name\na,Acme\n"), dict.fromkeys(DATED, 1)
    assert list(stale.find(loaded, every, dt.date(2027, 1, 1))) == []


def test_a_table_named_in_the_config_must_be_there_and_have_a_date(load: Load) -> None:
    loaded = load(customers="id,name\na,Acme\n", mrr=MRR)
    found = list(stale.find(loaded, {"customers": 7, "deals": 9}, dt.date(2027, 1, 1)))
    assert [(one.severity, one.file, one.table) for one in found] == [
        (Severity.ERROR, "customers.csv", "customers"),
        (Severity.WARNING, "", "deals"),
    ]
    assert found[0].text.startswith("is to be at most 7 days old, and none of its rows has a date")
    assert "add created_on to the export" in found[0].remedy


@pytest.mark.parametrize(("allowed", "count"), [(5999, 1), (6000, 0)])
def test_long_ages_are_read_with_ease(load: Load, allowed: int, count: int) -> None:
    day = dt.date(2026, 9, 20) + dt.timedelta(days=6000)
    said = days(load, day.isoformat(), allowed, deals=DEALS)
    assert len(said) == count
    assert all("6,000 days ago, and 5,999 are allowed" in one for one in said)


def test_a_table_that_stands_in_rows_of_another_is_named_by_its_file(load: Load) -> None:
    header = 'Record ID,Deal Name,Deal Stage,Amount,Create Date,"Date entered ""Demo (Sales)"""'
    loaded = load(hubspot=f"{header}\n1,Acme,Demo,5,2026-01-01,2026-01-05\n")
    (one,) = stale.find(loaded, {"deal_stages": 7}, dt.date(2026, 9, 1))
    assert one.file == "hubspot.csv"
    assert "its newest date is 2026-01-05" in one.text
