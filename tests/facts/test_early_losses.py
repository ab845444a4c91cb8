"""Who was won and soon lost, against plain Python that goes from day to day."""

from __future__ import annotations

import calendar
import datetime as dt
from random import Random

from tests.facts.canonical import Given, Row, built, history, missing, month, rows

BASE = history({"Z": {"2024-01..2026-09": "1"}})
AS_OF = dt.date(2026, 9, 30)


def _won(account: str, close_on: str, **cells: str) -> Row:
    return {
        "id": f"{account} {close_on}",
        "account_id": account,
        "stage": "x",
        "status": "won",
        "created_on": "2024-01-01",
        "close_on": close_on,
        "updated_on": "2026-09-30",
        **cells,
    }


def _crm(names: list[str]) -> dict[str, list[Row]]:
    return {
        "customers": [{"id": name, "crm_id": name} for name in names],
        "accounts": [{"id": name, "name": name} for name in names],
    }


def _month_ends() -> list[dt.date]:
    months = [(2024 + n // 12, n % 12 + 1) for n in range(33)]
    return [dt.date(year, one, calendar.monthrange(year, one)[1]) for year, one in months]


def _plain(won: dt.date, paid: set[str], as_of: dt.date) -> tuple[bool, bool] | None:
    """Return whether a customer was lost within 90 and within 180 days; None if not judged."""
    a_year_before = as_of.replace(year=as_of.year - 1)
    if not a_year_before < won + dt.timedelta(days=180) <= as_of:
        return None
    told = []
    for days in (90, 180):
        ends = [day for day in _month_ends() if day <= won + dt.timedelta(days=days)]
        levels = [f"{day:%Y-%m}" in paid for day in ends]
        told.append(any(levels) and not levels[-1])
        has_paid = any(levels)
    return (told[0], told[1]) if has_paid else None


def test_every_day_and_gap_is_told_as_plain_python_tells_it(given: Given) -> None:
    chance = Random(4)  # noqa: S311 - a case as good as any
    deals, paid, expected = [], {}, []
    for n in range(150):
        name = f"A{n:03}"
        day = dt.date(2025, 2, 1) + dt.timedelta(days=chance.randrange(500))
        begin = day.year * 12 + day.month - 1 + chance.randrange(-1, 4)
        months = {begin + k for k in range(chance.randrange(1, 9)) if chance.random() < 0.8}
        said = {f"{one // 12}-{one % 12 + 1:02}" for one in months if one <= 2026 * 12 + 8}
        paid[name] = dict.fromkeys(sorted(said), "5")
        deals.append(_won(name, f"{day}"))
        if (lost := _plain(day, said, AS_OF)) is not None:
            expected.append((name, *lost))
    names = sorted(paid)
    fact = given(deals=deals, mrr=[*BASE, *history(paid)], **_crm(names)).fact("early_losses")
    found = rows(fact, "account", "is_lost_90", "is_lost_180", at="2026-09")
    assert found == expected
    assert {lost[1:] for lost in expected} == {(x, y) for x in (True, False) for y in (True, False)}


def test_the_first_deal_says_who_won_a_customer(given: Given) -> None:
    deals = [
        _won("A", "2025-12-20", owner="Bob", source="Event"),
        _won("A", "2025-12-01", owner="Ann", source="Web"),
        _won("A", "2025-11-01", owner="Eve", type="renewal"),
        _won("A", "2025-10-01", owner="Joe", status="lost"),
    ]
    paid = history({"A": {"2025-12": "5"}})
    fact = given(deals=deals, mrr=[*BASE, *paid], **_crm(["A"])).fact("early_losses")
    assert rows(fact, "owner", "source", "is_lost_180", at="2026-09") == [("Ann", "Web", True)]


def test_it_reaches_as_far_as_the_ledger_and_the_deals(given: Given) -> None:
    deals = [{**_won("A", "2025-12-01"), "updated_on": "2026-03-31"}]
    mrr = history({"A": {"2025-01..2026-09": "1"}})
    fact = built(given(deals=deals, mrr=mrr, **_crm(["A"])).fact("early_losses"))
    # 180 days before the end of August lie in March; eighteen months from January on are over in
    # June of the next year.
    assert (fact.first, fact.last) == (month("2026-06"), month("2026-08"))
    # Subscriptions know when they began; an export of current ones does not know who left.
    sold: Row = {
        "id": "s",
        "customer": "A",
        "amount": "5",
        "interval": "month",
        "status": "active",
        "started_on": "2025-01-01",
        "updated_on": "2026-09-30",
    }
    gone = {**sold, "id": "t", "status": "canceled", "ended_on": "2026-01-31"}
    present = given(deals=deals, subscriptions=[sold, gone], **_crm(["A"])).fact("early_losses")
    assert built(present).first is None
    current = given(deals=deals, subscriptions=[sold], **_crm(["A"])).fact("early_losses")
    assert missing(current).code == "needs_ended_subscriptions"


def test_what_it_is_made_from_is_missed(given: Given) -> None:
    deals, paid = [_won("A", "2025-12-01")], history({"A": {"2025-12": "5"}})
    assert missing(given(deals=deals, **_crm(["A"])).fact("early_losses")).text
    assert missing(given(mrr=paid, **_crm(["A"])).fact("early_losses")).text == "needs deals"
    assert missing(given(mrr=paid, deals=deals).fact("early_losses")).text
