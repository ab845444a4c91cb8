"""Each switch under `definitions:` on the ledger of one subscription, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.definitions import SHAPES, SWITCHES, Switch
from tests.facts.canonical import Given, Row, built, history, missing
from tests.facts.ledgers import levels

PLAIN: Row = {
    "id": "S",
    "customer": "A",
    "status": "active",
    "amount": "100",
    "interval": "month",
    "started_on": "2026-01-15",
}
# Worth nothing, and it carries the data to the end of September.
CARRIER: Row = {**PLAIN, "id": "Z", "customer": "Z", "type": "one_off", "updated_on": "2026-09-30"}


def shown(given: Given, *rows: Row, **said: object) -> str:
    settled = Assumptions()._replace(**said)  # type: ignore[arg-type]
    return levels(given(subscriptions=[*rows, CARRIER], assumptions=settled).fact("mrr_changes"))


def with_(**cells: object) -> Row:
    return {**PLAIN, **cells}


ENDED = with_(status="canceled", cancel_requested_on="2026-03-10", ended_on="2026-04-30")
EDGES = with_(started_on="2026-01-31", ended_on="2026-03-31")
FIRSTS = with_(started_on="2026-02-01", ended_on="2026-04-01")
SCHEDULED = with_(
    cancel_at_period_end=True, cancel_requested_on="2026-03-10", period_end_on="2026-10-15"
)
SERVED = with_(cancel_at_period_end=True, period_end_on="2026-08-31")
ASKED_LATE = with_(status="canceled", ended_on="2026-03-10", cancel_requested_on="2026-04-10")
TRIAL = with_(status="trialing", trial_end_on="2026-03-01")
WAS_TRIAL = with_(trial_end_on="2026-03-01")
REPEATING = with_(discount="30", discount_duration="repeating", discount_end_on="2026-04-15")
ONCE = with_(discount="30", discount_duration="once")
FOREVER = with_(discount_percent="0.25")
ODD = with_(interval=None, period_start_on="2026-07-01", period_end_on="2026-08-15")
PAUSE = with_(paused_on="2026-03-31", resumed_on="2026-06-01")
UNPAID = with_(status="unpaid", period_start_on="2026-05-15")
PAUSED = with_(status="paused", paused_on="2026-05-20", period_start_on="2026-04-15")


@pytest.mark.parametrize(
    ("switch", "value", "row", "expected"),
    [
        # Ends on 30 April: not served at its midnight, unless it is the last paid day.
        ("end_inclusive", "false", ENDED, "01 100, 04 0"),
        ("end_inclusive", "true", ENDED, "01 100, 05 0"),
        ("end_inclusive", "false", SERVED, "01 100, 08 0"),
        ("end_inclusive", "true", SERVED, "01 100, 09 0"),
        # From 15 January to 30 April: first days of February, March and April are in it.
        ("month_rule", "last_day", ENDED, "01 100, 04 0"),
        ("month_rule", "first_day", ENDED, "02 100, 05 0"),
        ("month_rule", "any_overlap", ENDED, "01 100, 05 0"),
        # Live from the first day itself, and no longer on the first day without service.
        ("month_rule", "last_day", EDGES, "01 100, 03 0"),
        ("month_rule", "first_day", FIRSTS, "02 100, 04 0"),
        ("weeks_per_month", "52/12", with_(interval="week", amount="12"), "01 52"),
        ("weeks_per_month", "4.33", with_(interval="week", amount="12"), "01 51.96"),
        ("weeks_per_month", "4", with_(interval="week", amount="12"), "01 48"),
        ("days_per_month", "365/12", with_(interval="day", amount="12"), "01 365"),
        ("days_per_month", "30", with_(interval="day", amount="12"), "01 360"),
        # 100 for 45 days, no whole number of months: a month of thirty days is two thirds of it.
        ("days_per_month", "30", ODD, "01 66.6667"),
        ("trials", "exclude", TRIAL, ""),
        ("trials", "include", TRIAL, "01 100"),
        ("trials", "exclude", WAS_TRIAL, "03 100"),
        ("trials", "include", WAS_TRIAL, "01 100"),
        # A trial that was over before service began puts nothing off, nor forward.
        ("trials", "exclude", with_(trial_end_on="2025-12-01"), "01 100"),
        ("discounts", "recurring", REPEATING, "01 70, 04 100"),
        ("discounts", "all", REPEATING, "01 70, 04 100"),
        ("discounts", "forever", REPEATING, "01 100"),
        ("discounts", "none", REPEATING, "01 100"),
        ("discounts", "recurring", ONCE, "01 100"),
        ("discounts", "all", ONCE, "01 70, 02 100"),
        ("discounts", "recurring", FOREVER, "01 75"),
        ("discounts", "forever", FOREVER, "01 75"),
        ("discounts", "none", FOREVER, "01 100"),
        ("paused", "exclude", PAUSE, "01 100, 03 0, 06 100"),
        ("paused", "include", PAUSE, "01 100"),
        # What its status does not say on the newest day, that of its pause, is no pause.
        ("paused", "exclude", with_(paused_on="2026-09-30"), "01 100"),
        ("paused", "exclude", PAUSED, "01 100, 05 0"),
        ("paused", "include", PAUSED, "01 100"),
        ("unpaid", "exclude", UNPAID, "01 100, 05 0"),
        ("unpaid", "include", UNPAID, "01 100"),
        ("churn_at", "service_end", ENDED, "01 100, 04 0"),
        ("churn_at", "cancel_date", ENDED, "01 100, 03 0"),
        ("churn_at", "scheduled", ENDED, "01 100, 03 0"),
        ("churn_at", "cancel_date", ASKED_LATE, "01 100, 03 0"),  # gone before it was asked for
        ("churn_at", "service_end", SCHEDULED, "01 100"),
        ("churn_at", "cancel_date", SCHEDULED, "01 100"),
        ("churn_at", "scheduled", SCHEDULED, "01 100, 03 0"),
    ],
)
def test_switch(given: Given, switch: str, value: str, row: Row, expected: str) -> None:
    assert shown(given, row, definitions={switch: value}) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # 90 days are three months but for a day or two, 45 days are no whole number.
        ({"period_start_on": "2026-07-01", "period_end_on": "2026-10-01"}, "01 33.3333"),
        ({"period_start_on": "2026-07-01", "period_end_on": "2026-09-29"}, "01 33.3333"),
        ({"period_start_on": "2026-07-01", "period_end_on": "2026-08-15"}, "01 67.5926"),
        ({"period_start_on": "2025-08-31", "period_end_on": "2026-08-31"}, "01 8.3333"),
    ],
)
def test_without_an_interval_the_current_period_is_one(
    given: Given, cells: Row, expected: str
) -> None:
    row = {**PLAIN, "interval": None, **cells}
    assert shown(given, row) == expected
    said = built(given(subscriptions=[row, CARRIER]).fact("subscriptions")).assumptions
    assert any("billed once a current period" in line for line in said)


def test_a_discount_takes_nothing_below_zero(given: Given) -> None:
    assert shown(given, with_(discount="250")) == ""


def test_what_happens_once_or_by_meter_is_no_recurring_revenue(given: Given) -> None:
    assert shown(given, with_(type="one_off"), with_(id="T", type="usage")) == ""
    setup = with_(plan="Onboarding package")
    assert shown(given, setup) == "01 100"
    assert shown(given, setup, one_off_words=("onboarding",)) == ""


def test_a_second_stretch_of_one_subscription_cuts_the_first_short(given: Given) -> None:
    rows = [with_(ended_on="2026-06-20"), with_(started_on="2026-03-20", amount="60")]
    assert shown(given, *rows) == "01 100, 03 60"
    notes = built(given(subscriptions=[*rows, CARRIER]).fact("subscriptions")).notes
    assert notes == ("1 span overlaps the next one of the same subscription, such as S: cut short",)


def test_prices_too_large_to_multiply_are_refused(given: Given) -> None:
    huge = with_(amount="9000000000000", quantity="9000000000000")
    with pytest.raises(Exception, match="too large to be added exactly"):
        given(subscriptions=[huge]).fact("subscriptions")


LATE = with_(status="past_due", period_start_on="2026-06-15")
INVOICE: Row = {"id": "i", "customer": "A", "status": "open", "issued_on": "2026-05-01"}


@pytest.mark.parametrize(
    ("days", "invoices", "expected"),
    [
        ("0", [], "01 100"),
        # Thirty days after 15 June.
        ("30", [], "01 100, 07 0"),
        # Fifteen days after it is the last of June, which is no longer served; sixteen, July.
        ("15", [], "01 100, 06 0"),
        ("16", [], "01 100, 07 0"),
        # Its own invoice before any other of its customer, the oldest that is still open.
        ("30", [{**INVOICE, "subscription": "S", "due_on": "2026-07-10"}, INVOICE], "01 100, 08 0"),
        ("30", [{**INVOICE, "id": "j", "due_on": "2026-06-01"}, INVOICE], "01 100, 05 0"),
        ("30", [{**INVOICE, "status": "paid"}], "01 100, 07 0"),
        # What is sent and not paid is open by any name: thirty days after 1 May.
        *(
            ("30", [{**INVOICE, "status": status}], "01 100, 05 0")
            for status in ("past_due", "sent", "pending", "Open")
        ),
        # One day is a switch as well.
        ("1", [], "01 100, 06 0"),
    ],
)
def test_past_due_for_too_long_is_churn(
    given: Given, days: str, invoices: list[Row], expected: str
) -> None:
    settled = Assumptions(definitions={"past_due_churn_after_days": days})
    tables = {"invoices": invoices} if invoices else {}
    facts = given(subscriptions=[LATE, CARRIER], assumptions=settled, **tables)
    assert levels(facts.fact("mrr_changes")) == expected


def test_who_is_not_past_due_goes_on(given: Given) -> None:
    active = {**LATE, "status": "active"}
    assert shown(given, active, definitions={"past_due_churn_after_days": "30"}) == "01 100"


def test_past_due_does_not_put_off_an_end_that_is_said(given: Given) -> None:
    ended = {**LATE, "ended_on": "2026-06-20"}
    assert shown(given, ended, definitions={"past_due_churn_after_days": "30"}) == "01 100, 06 0"


def test_past_due_ends_before_a_later_end_that_is_said(given: Given) -> None:
    ended = {**LATE, "ended_on": "2026-09-10"}
    assert shown(given, ended, definitions={"past_due_churn_after_days": "30"}) == "01 100, 07 0"


def test_invoices_are_read_where_they_give_service_up(given: Given) -> None:
    for days, is_read in (("0", False), ("1", True)):
        settled = Assumptions(definitions={"past_due_churn_after_days": days})
        facts = given(subscriptions=[LATE, CARRIER], invoices=[INVOICE], assumptions=settled)
        assert ("invoices" not in built(facts.fact("subscriptions")).unread) == is_read


# ---- items


ITEM: Row = {"id": "i1", "subscription": "S", "price": "p1"}
PRICE: Row = {"id": "p1", "plan": "Pro", "amount": "40", "interval": "month"}
BARE = with_(amount=None, interval=None)


def _with_items(given: Given, items: Sequence[Row], prices: Sequence[Row], *rows: Row) -> list[Any]:
    tables = {"subscription_items": items, "prices": prices} if items else {}
    fact = given(subscriptions=[*rows, CARRIER], **tables).fact("subscriptions")
    return [
        (item, plan, Fraction(annual, 12_000_000))
        for item, plan, annual in built(fact).frame.select("id", "plan", "annual").sort("id").rows()
    ]


def test_items_say_what_their_subscription_does_not(given: Given) -> None:
    items = [
        {**ITEM, "quantity": "3"},
        {**ITEM, "id": "i2", "price": None, "plan": "Care", "amount": "120", "interval": "year"},
    ]
    assert _with_items(given, items, [PRICE], BARE) == [("i1", "Pro", 120), ("i2", "Care", 10)]


def test_an_item_says_more_than_its_price_and_this_more_than_its_subscription(
    given: Given,
) -> None:
    """How often a price is due is said together with what it is, never half of each."""
    items = [
        {**ITEM, "id": "own", "amount": "30"},
        {**ITEM, "id": "years", "price": "p2"},
        {**ITEM, "id": "euros", "currency": "EUR"},
        {**ITEM, "id": "self", "amount": "60", "interval": "year"},
    ]
    prices = [
        {**PRICE, "interval_count": "2"},
        {**PRICE, "id": "p2", "amount": "240", "interval": "year"},
    ]
    quarterly = with_(interval_count="3", currency="USD")
    facts = given(subscriptions=[quarterly, CARRIER], subscription_items=items, prices=prices)
    frame = built(facts.fact("subscriptions")).frame.select("id", "annual", "currency").sort("id")
    assert [(item, annual // 10**6, currency) for item, annual, currency in frame.rows()] == [
        ("euros", 240, "EUR"),  # 40 every two months
        ("own", 180, "USD"),  # 30 every two months
        ("self", 60, "USD"),  # once a year
        ("years", 240, "USD"),
    ]


def test_items_take_the_place_of_the_price_of_their_subscription(given: Given) -> None:
    """Stripe's export of subscriptions shows the first price of several."""
    items = [ITEM, {**ITEM, "id": "i2", "quantity": "2"}]
    assert _with_items(given, items, [PRICE], PLAIN, with_(id="T")) == [
        ("T", None, 100),
        ("i1", "Pro", 40),
        ("i2", "Pro", 80),
    ]


def test_metered_and_single_prices_are_no_recurring_revenue(given: Given) -> None:
    prices = [
        PRICE,
        {**PRICE, "id": "p2", "usage_type": "metered"},
        {**PRICE, "id": "p3", "type": "one_off", "interval": None},
    ]
    items = [{**ITEM, "id": price["id"], "price": price["id"]} for price in prices]
    # A price that is due once has no interval, and needs none.
    assert _with_items(given, items, prices, BARE) == [("p1", "Pro", 40)]


def test_an_item_without_a_price_is_named(given: Given) -> None:
    tables = {"subscription_items": [{**ITEM, "price": "p9"}], "prices": [PRICE]}
    reason = missing(given(subscriptions=[BARE, CARRIER], **tables).fact("subscriptions"))
    assert reason.text == "1 subscription with no price, such as i1"


def test_an_item_lives_within_its_subscription(given: Given) -> None:
    items = [
        {**ITEM, "started_on": "2026-03-01", "ended_on": "2026-12-01"},
        {**ITEM, "id": "i2", "started_on": "2025-03-01"},
    ]
    ended = with_(status="canceled", ended_on="2026-05-01")
    tables = {"subscription_items": items, "prices": [PRICE]}
    fact = built(given(subscriptions=[ended, CARRIER], **tables).fact("subscriptions"))
    assert [
        (item, str(start), str(end))
        for item, start, end in fact.frame.select("id", "start", "end").sort("id").rows()
    ] == [("i1", "2026-03-01", "2026-05-01"), ("i2", "2026-01-15", "2026-05-01")]


@pytest.mark.parametrize(
    ("discount", "items", "expected"),
    [
        # A tenth off each item.
        ({"discount_percent": "0.1"}, [ITEM, {**ITEM, "id": "i2"}], [36, 36]),
        ({"discount": "10"}, [ITEM], [30]),
        # What is metered takes no part of it.
        ({"discount": "10"}, [ITEM, {**ITEM, "id": "i2", "type": "usage"}], [30]),
        ({"discount": "10", "discount_end_on": "2026-03-01"}, [ITEM], [30, 40]),
        # A discount that counts once is over when the item begins.
        (
            {"discount_percent": "0.1", "discount_duration": "once"},
            [{**ITEM, "started_on": "2026-04-01"}],
            [40],
        ),
    ],
)
def test_the_discount_of_a_subscription_is_that_of_its_items(
    given: Given, discount: Row, items: Sequence[Row], expected: list[int]
) -> None:
    found = _with_items(given, items, [PRICE], {**BARE, **discount})
    assert [amount for _, _, amount in found] == expected


def test_a_discount_that_does_not_count_tears_nothing(given: Given) -> None:
    items = [{**ITEM, "discount": "10"}, {**ITEM, "id": "i2"}]
    once = {**BARE, "discount": "5", "discount_duration": "once"}
    assert [amount for *_, amount in _with_items(given, items, [PRICE], once)] == [30, 40]


def test_an_item_that_is_there_from_the_first_day_has_the_discount_of_the_first_interval(
    given: Given,
) -> None:
    """A tenth off the first month; what is added on the second day gets nothing off."""
    once = {**BARE, "discount_percent": "0.1", "discount_duration": "once"}
    items = [
        {**ITEM, "started_on": "2026-01-15"},
        {**ITEM, "id": "i2", "started_on": "2026-01-16"},
    ]
    settled = Assumptions(definitions={"discounts": "all"})
    tables = {"subscription_items": items, "prices": [PRICE]}
    fact = given(subscriptions=[once, CARRIER], assumptions=settled, **tables).fact("mrr_changes")
    assert levels(fact) == "01 76, 02 80"


def test_an_item_says_what_it_is_before_its_price_and_subscription(given: Given) -> None:
    items = [{**ITEM, "plan": "Own", "type": "recurring"}, {**ITEM, "id": "i2"}]
    prices = [{**PRICE, "type": "one_off"}]
    found = _with_items(given, items, prices, {**BARE, "plan": "Whole"})
    assert found == [("i1", "Own", 40)]


def test_a_discount_in_percent_ends_and_lasts_no_longer_than_what_it_is_given_for(
    given: Given,
) -> None:
    off = {"discount_percent": "0.1", "discount_duration": "repeating"}
    ends = with_(**off, discount_end_on="2026-03-10")
    assert shown(given, ends) == "01 90, 03 100"
    gone = with_(**off, discount_end_on="2026-05-10", ended_on="2026-03-10")
    assert shown(given, gone) == "01 90, 03 0"


@pytest.mark.parametrize(
    ("discount", "items"),
    [
        ({"discount": "10"}, [ITEM, {**ITEM, "id": "i2"}]),  # 10 off both together
        ({"discount_percent": "0.1"}, [{**ITEM, "discount": "10"}]),  # which of the two first
    ],
)
def test_a_discount_that_does_not_tell_what_it_takes_off_an_item_is_refused(
    given: Given, discount: Row, items: Sequence[Row]
) -> None:
    tables = {"subscription_items": items, "prices": [PRICE]}
    facts = given(subscriptions=[{**BARE, **discount}, CARRIER], **tables)
    reason = missing(facts.fact("subscriptions"))
    assert reason.code == "torn_discount"
    assert reason.text.endswith("no part that is told, such as i1")


# ---- gaps, returns, free plans

GONE = with_(ended_on="2026-03-20")
BACK = with_(id="T", started_on="2026-04-10")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # 21 days without anything, over the end of March.
        ("0", "01 100, 03 0, 04 100"),
        ("20", "01 100, 03 0, 04 100"),
        ("21", "01 100"),
    ],
)
def test_a_short_gap_is_bridged(given: Given, days: str, expected: str) -> None:
    assert shown(given, GONE, BACK, definitions={"lapse_grace_days": days}) == expected


def test_a_gap_of_one_month_end_is_said(given: Given) -> None:
    notes = built(given(subscriptions=[GONE, BACK, CARRIER]).fact("mrr_changes")).notes
    assert len(notes) == 1
    assert notes[0].startswith("1 customer was gone at one month end and back at the next")


def test_a_gap_between_months_of_a_history_is_bridged(given: Given) -> None:
    rows = history({"A": {"2026-01": "100", "2026-03": "120"}})
    for days, expected in {"27": "01 100, 02 0, 03 120", "28": "01 100, 03 120"}.items():
        settled = Assumptions(definitions={"lapse_grace_days": days})
        assert levels(given(mrr=rows, assumptions=settled).fact("mrr_changes")) == expected


def test_a_gap_is_one_of_all_that_a_customer_has(given: Given) -> None:
    """A has a month between two that end within its service, and 25 days without anything."""
    spans = (
        ("A", "100", "2026-01-10", "2026-06-10"),
        ("A", "10", "2026-02-10", "2026-03-10"),
        ("A", "5", "2026-04-10", "2026-05-10"),
        ("A", "100", "2026-07-05", None),
        ("B", "20", "2026-02-10", "2026-03-20"),
        ("B", "20", "2026-04-10", None),
        ("D", "8", "2026-02-10", "2026-03-20"),
        ("E", "7", "2026-04-05", None),
    )
    rows = [
        with_(id=str(at), customer=who, amount=amount, started_on=start, ended_on=end)
        for at, (who, amount, start, end) in enumerate(spans)
    ]
    carrier = {**CARRIER, "updated_on": "2026-07-31"}
    settled = Assumptions(definitions={"lapse_grace_days": "30"})
    fact = given(subscriptions=[*rows, carrier], assumptions=settled).fact("mrr_changes")
    assert {who: levels(fact, who) for who in "ABDE"} == {
        "A": "01 100, 02 110, 03 100, 04 105, 05 100",
        "B": "02 20",
        "D": "02 8, 03 0",
        "E": "04 7",
    }


def test_the_gap_of_a_customer_ends_with_nobody_else(given: Given) -> None:
    rows = history({"A": {"2026-01": "100"}, "B": {"2026-03": "1"}})
    settled = Assumptions(definitions={"lapse_grace_days": "28"})
    fact = given(mrr=rows, assumptions=settled).fact("mrr_changes")
    assert levels(fact, "A") == "01 100, 02 0"


def test_only_those_who_are_back_at_the_next_month_end_are_counted(given: Given) -> None:
    paid = {
        "A": {"2026-01..2026-03": "1", "2026-06": "1"},  # two months later
        "C": {"2026-01..2026-03": "1"},
        "D": {"2026-05..2026-06": "1"},  # somebody else, a month after C
        "E": {"2026-02": "1"},
        "Z": {"2026-01..2026-06": "1"},
    }
    assert built(given(mrr=history(paid)).fact("mrr_changes")).notes == ()
    back = {name: {"2026-01..2026-02": "1", "2026-04..2026-06": "1"} for name in "AB"}
    (note,) = built(given(mrr=history(back)).fact("mrr_changes")).notes
    assert note.startswith("2 customers were gone")
    settled = Assumptions(definitions={"lapse_grace_days": "1"})
    assert built(given(mrr=history(back), assumptions=settled).fact("mrr_changes")).notes == ()


def _moved(given: Given, *rows: Row, **said: str) -> list[str]:
    settled = Assumptions(definitions=said)
    fact = built(given(subscriptions=[*rows, CARRIER], assumptions=settled).fact("mrr_changes"))
    frame = fact.frame.select("month", "movement", "delta", "logos").sort("month", "movement")
    return [
        f"{months.name(month)[-2:]} {name} {delta // 12_000_000} {logos}"
        for month, name, delta, logos in frame.rows()
    ]


def test_who_comes_back_is_new_by_switch(given: Given) -> None:
    assert _moved(given, GONE, BACK)[-1] == "04 reactivation 100 1"
    assert _moved(given, GONE, BACK, reactivation="new")[-1] == "04 new 100 1"


FREE = with_(id="F", started_on="2026-03-20", amount="0")
OVER = with_(id="F", started_on="2026-03-20", amount="0", ended_on="2026-06-10")
LATER = with_(id="L", started_on="2026-05-10", amount="70")


def test_a_free_plan_keeps_a_customer_by_switch(given: Given) -> None:
    assert _moved(given, GONE, FREE, LATER) == [
        "01 new 100 1",
        "03 churn -100 -1",
        "05 reactivation 70 1",
    ]
    assert _moved(given, GONE, FREE, LATER, free_is_churn="false") == [
        "01 new 100 1",
        "03 contraction -100 0",
        "05 expansion 70 0",
    ]


def test_a_discount_beyond_the_price_makes_a_plan_free_and_no_less(given: Given) -> None:
    plan = {**FREE, "amount": "10", "discount": "250"}
    free, discounted = (_moved(given, GONE, row, free_is_churn="false") for row in (FREE, plan))
    assert discounted == free == ["01 new 100 1", "03 contraction -100 0"]


def test_who_leaves_a_free_plan_churns_without_revenue(given: Given) -> None:
    assert _moved(given, GONE, OVER, free_is_churn="false") == [
        "01 new 100 1",
        "03 contraction -100 0",
        "06 churn 0 -1",
    ]


def test_who_never_paid_is_no_customer(given: Given) -> None:
    assert _moved(given, OVER, free_is_churn="false") == []


# ---- moves between plans


def test_what_moves_from_plan_to_plan_is_a_transfer(given: Given) -> None:
    """From 100 for Pro to 70 for Scale and 50 for Care: 100 moves, and 20 are more."""
    rows = [
        with_(plan="Pro", ended_on="2026-05-01"),
        with_(id="T", plan="Scale", amount="70", started_on="2026-05-01"),
        with_(id="U", plan="Care", amount="50", started_on="2026-05-01"),
    ]
    frame = built(given(subscriptions=[*rows, CARRIER]).fact("mrr_changes")).frame
    may = frame.filter(pl.col("delta").is_not_null() & (pl.col("movement") != "new"))
    assert sorted(
        (plan, name, delta // 12_000_000)
        for plan, name, delta in may.select("plan", "movement", "delta").rows()
    ) == [
        ("Care", "transfer", 50),
        ("Pro", "transfer", -100),
        ("Scale", "expansion", 20),
        ("Scale", "transfer", 50),
    ]


# ---- rows that say the same subscription twice

STALE = with_(updated_on="2026-03-01")
NEWER = with_(amount="70", ended_on="2026-05-20", status="canceled", updated_on="2026-06-01")


@pytest.mark.parametrize("rows", [(STALE, NEWER), (NEWER, STALE)])
def test_of_a_subscription_twice_the_latest_state_holds(
    given: Given, rows: tuple[Row, Row]
) -> None:
    """It ended in the meantime, however open the older state was."""
    assert shown(given, *rows) == "01 70, 05 0"


# One customer of each shape with all that a switch could decide on: a trial, tax, discounts, a
# price of nothing, a pause, a day of the month that is not its last.
_TIMES = {"started_on": "2026-01-15", "ended_on": "2026-06-20"}
_ODD = {"id": "S", "customer": "A", "interval": "week", "amount": "100", "discount": "10"}
_OF_SHAPES: dict[str, list[Row]] = {
    "mrr": [
        {"customer": "A", "month": "2026-05", "amount": "100"},
        {"customer": "A", "month": "2026-06", "amount": "0"},
        {"customer": "B", "month": "2026-09", "amount": "1"},
    ],
    "movements": [
        {"customer": "A", "on": "2026-01-15", "delta": "100"},
        {"customer": "A", "on": "2026-06-20", "delta": "-100"},
        {"customer": "B", "on": "2026-09-30", "delta": "1"},
    ],
    "subscription_versions": [
        {**_ODD, **_TIMES, "version": "1", "status": "active"},
        {**_ODD, "version": "2", "status": "canceled", "started_on": "2026-06-20"},
        {**_ODD, "id": "Z", "version": "1", "started_on": "2026-09-30"},
    ],
    "invoice_lines": [
        {
            "id": str(month),
            "customer": "A",
            "amount": "100",
            "tax": "20",
            "discount": "10",
            "period_start_on": f"2026-{month:02}-15",
            "period_end_on": f"2026-{month + 1:02}-15",
            "issued_on": f"2026-{month:02}-15",
        }
        for month in range(1, 10)
    ],
    "subscriptions": [
        {**_ODD, **_TIMES, "status": "canceled", "cancel_requested_on": "2026-05-01"},
        CARRIER,
    ],
}
_UNHEEDED = [
    (switch, shape)
    for switch in SWITCHES
    for shape in SHAPES
    if switch.shapes and shape not in switch.shapes
]


@pytest.mark.parametrize(
    ("switch", "shape"), _UNHEEDED, ids=lambda one: one.name if isinstance(one, Switch) else one
)
def test_what_a_shape_does_not_tell_decides_nothing_and_is_said(
    given: Given, switch: Switch, shape: str
) -> None:
    rows = {shape: _OF_SHAPES[shape]}
    usual = built(given(**rows).fact("mrr_changes"))
    for value in switch.choices[1:] or (str(switch.most),):
        settled = Assumptions(definitions={switch.name: value})
        other = built(given(**rows, assumptions=settled).fact("mrr_changes"))
        assert other.frame.equals(usual.frame)
        (line,) = set(other.notes) - set(usual.notes)
        assert line.startswith(f"`definitions.{switch.name}` has no bearing on MRR")


def test_what_a_shape_tells_is_not_said_to_have_no_bearing(given: Given) -> None:
    settled = Assumptions(definitions={"end_inclusive": "true", "taxes": "include"})
    fact = built(
        given(subscriptions=_OF_SHAPES["subscriptions"], assumptions=settled).fact("mrr_changes")
    )
    (line,) = (one for one in fact.notes if "no bearing" in one)
    assert line == (
        "`definitions.taxes` has no bearing on MRR that is taken from the subscriptions"
    )
