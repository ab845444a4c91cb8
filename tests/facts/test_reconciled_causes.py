"""What explains that CRM and billing differ: doubles, rates, discounts, segments, days past."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, history, rows

PAID = {"B": {"2026-01..2026-09": "100"}}
WON: Row = {
    "id": "d",
    "account_id": "A",
    "stage": "Closed Won",
    "status": "won",
    "amount": "1200",
    "created_on": "2024-01-01",
    "close_on": "2026-01-31",
    "updated_on": "2026-09-30",
}
OWN: Mapping[str, list[Row]] = {
    "accounts": [{"id": "A", "name": "Acme Inc."}, {"id": "B", "name": "ACME"}],
    "customers": [{"id": "b", "crm_id": "B"}],
}
ONE: Mapping[str, list[Row]] = {
    "accounts": [{"id": "A", "name": "Acme"}],
    "customers": [{"id": "a", "crm_id": "A"}],
}


def classes(given: Given, at: str = "2026-09", /, **tables: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the class of each account, or customer without one, at a month end."""
    fact = given(**tables).fact("reconciled")
    return dict(rows(fact, "who", "difference", at=at))


def paid(customer: str, amounts: Mapping[str, str], **more: str) -> list[Row]:
    return [{**row, **more} for row in history({customer: amounts})]


ALL = {"2026-01..2026-09": "100"}


@pytest.mark.parametrize(
    ("accounts", "amount", "expected"),
    [
        (({}, {}), "1200", ("duplicate_account", "duplicate_account")),
        # Together they differ, so that each is what it is by itself.
        (({}, {}), "1400", ("won_not_billed", "billed_not_in_crm")),
        (({}, {"name": "Bolt"}), "1200", ("won_not_billed", "billed_not_in_crm")),
        (({}, {"parent": "A"}), "1200", ("won_not_billed", "billed_not_in_crm")),
        (
            ({"domain": "acme.example"}, {"name": "Bolt", "domain": "www.acme.example"}),
            "1200",
            ("duplicate_account", "duplicate_account"),
        ),
    ],
)
def test_one_company_of_two_accounts(
    given: Given, accounts: tuple[Row, Row], amount: str, expected: tuple[str, str]
) -> None:
    both = [{**one, **more} for one, more in zip(OWN["accounts"], accounts, strict=True)]
    tables = {"deals": [{**WON, "amount": amount}], "mrr": paid("b", ALL), "accounts": both}
    found = classes(given, customers=OWN["customers"], **tables)
    assert (found["A"], found["B"]) == expected


def test_a_customer_that_fits_two_accounts_is_of_the_one_that_was_won(given: Given) -> None:
    """It is matched with neither, by name, and has no account: both are one company."""
    tables = {"deals": [WON], "mrr": paid("b", ALL), "accounts": OWN["accounts"]}
    found = classes(given, customers=[{"id": "b", "name": "Acme Ltd"}], **tables)
    assert found == {"A": "duplicate_account", "b": "duplicate_account"}


RATES: list[Row] = [
    {"date": "2026-01-31", "currency": "EUR", "rate": "1.10"},
    {"date": "2026-08-31", "currency": "EUR", "rate": "1.20"},
    {"date": "2026-09-30", "currency": "EUR", "rate": "1.00"},
]


@pytest.mark.parametrize(
    ("deals", "rates", "expected"),
    [
        # 1200 euros a year were 1320 dollars when they were won, and are 1200 now.
        ([{"amount": "1320"}], RATES, "fx"),
        ([{"amount": "1320"}], RATES[-1:], "amount_mismatch"),
        ([{"amount": "1320"}], [], "amount_mismatch"),
        ([{"amount": "1500"}], RATES, "amount_mismatch"),
        ([{"amount": "1320", "currency": "EUR"}], RATES, "amount_mismatch"),
        # 600 euros at 1.10, 600 at 1.20: 660 and 720 dollars.
        ([{"amount": "660"}, {"amount": "720", "close_on": "2026-08-31"}], RATES, "fx"),
        # Nobody knows what a zloty was.
        ([{"amount": "660"}, {"amount": "720", "currency": "PLN"}], RATES, "amount_mismatch"),
    ],
)
def test_what_rates_explain(
    given: Given, deals: list[Row], rates: list[Row], expected: str
) -> None:
    won = [{**WON, "currency": "USD", "id": f"d{n}", **one} for n, one in enumerate(deals)]
    tables = {"fx": rates} if rates else {}
    known = {"EUR": Fraction(1), "PLN": Fraction(1)}
    euros = paid("a", ALL, currency="EUR")
    assert classes(given, deals=won, mrr=euros, rates=known, **tables, **ONE) == {"A": expected}


def test_what_differs_at_the_rates_of_the_month_alone(given: Given) -> None:
    """In August 1200 euros are 1440 dollars, but to deals a euro is always a dollar."""
    tables = {
        "deals": [{**WON, "currency": "EUR"}],
        "mrr": paid("a", ALL, currency="EUR"),
        "fx": RATES,
        "rates": {"EUR": Fraction(1)},
        "assumptions": Assumptions(definitions={"fx": "historical"}),
    }
    assert classes(given, "2026-08", **tables, **ONE) == {"A": "fx"}
    assert classes(given, "2026-09", **tables, **ONE) == {"A": "same"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"discount_end_on": "2026-03-01"}, "discount_overrun"),
        ({"discount_end_on": "2026-12-01"}, "amount_mismatch"),
        ({"discount_end_on": "2026-03-01", "discount": "10"}, "amount_mismatch"),
        ({"discount_duration": "forever"}, "amount_mismatch"),
        ({"discount_end_on": "2026-03-01", "ended_on": "2026-06-01"}, "amount_mismatch"),
        ({}, "amount_mismatch"),
    ],
)
def test_a_discount_that_is_over_and_still_given(given: Given, cells: Row, expected: str) -> None:
    """A pays 80 a month for what was sold at 100 less 20 until March."""
    subscription: Row = {
        "id": "s",
        "customer": "a",
        "status": "active",
        "amount": "100",
        "interval": "month",
        "discount": "20",
        "started_on": "2026-01-01",
        "updated_on": "2026-09-30",
        **cells,
    }
    settled = Assumptions(ledger_from=("mrr",))
    known = {"deals": [WON], "mrr": paid("a", {"2026-01..2026-09": "80"}), **ONE}
    found = classes(given, subscriptions=[subscription], assumptions=settled, **known)
    assert found == {"A": expected}


def test_a_discount_whose_subscriptions_say_no_price_explains_nothing(given: Given) -> None:
    bad: Row = {"id": "s", "customer": "a", "amount": "1", "interval": None, "status": "active"}
    bad = {**bad, "started_on": "2026-01-01", "discount_end_on": "2026-03-01"}
    settled = Assumptions(ledger_from=("mrr",))
    fact = given(
        deals=[WON], mrr=paid("a", ALL), subscriptions=[bad], assumptions=settled, **ONE
    ).fact("reconciled")
    assert built(fact).unread == {"subscriptions"}


@pytest.mark.parametrize(
    ("billed_as", "expected"),
    [("smb", "segment_mismatch"), (" ENT ", "same"), ("Tiny", "same"), (None, "same")],
)
def test_the_same_amount_in_another_segment(
    given: Given, billed_as: str | None, expected: str
) -> None:
    """The CRM has no `Tiny` at all: that is another word."""
    tables = {
        "accounts": [
            {"id": "A", "name": "Acme", "segment": "Ent"},
            {"id": "X", "name": "Xylo", "segment": "SMB"},
        ],
        "customers": [{"id": "a", "crm_id": "A", "segment": billed_as}],
    }
    assert classes(given, deals=[WON], mrr=paid("a", ALL), **tables) == {"A": expected}


PAST = ("2026-05", "2026-06")
GONE = {"2026-01..2026-05": "100", "2026-06..2026-09": "0"}


def past(given: Given, deals: list[Row], **more: object) -> list[tuple[str, int]]:
    """Return class and CRM ARR of an account at the end of June, told by exports of September."""
    zero = paid("z", {"2026-01..2026-09": "0"})
    mrr = [*paid("a", ALL), *zero]
    tables = {"deals": deals, "mrr": mrr, "months": PAST, **ONE, **more}
    fact = given(**tables).fact("reconciled")
    found = rows(fact, "difference", "crm", at="2026-06")
    return [(kind, crm // 10**6) for kind, crm in found]


def test_a_renewal_that_was_open_on_a_past_day_was_due_then(given: Given) -> None:
    renewal = {**WON, "id": "r", "type": "renewal", "close_on": "2026-08-01", "status": "lost"}
    left = paid("a", GONE)
    found = past(given, [WON, renewal], mrr=left)
    assert found == [("lost_in_billing_open_in_crm", 1200)]
    # Of one that was created in July nobody knew.
    renewal["created_on"] = "2026-07-01"
    assert past(given, [WON, renewal], mrr=left) == [("won_in_crm_churned_in_billing", 1200)]


STAGES = [
    {"deal": "d", "at": "2026-01-31T09:00:00", "stage": "Closed Won", "amount": "900"},
    {"deal": "d", "at": "2026-06-30T23:00:00", "stage": "Closed Won", "amount": "1100"},
    {"deal": "d", "at": "2026-07-01T00:00:00", "stage": "Closed Won", "amount": "1200"},
]


def test_the_history_of_deals_tells_what_they_were_worth(given: Given) -> None:
    assert past(given, [WON]) == [("same", 1200)]
    assert past(given, [WON], deal_stages=STAGES) == [("same", 1100)]
    # It was entered as won in July, with a close date of June: what it was before is no worth.
    late = [{**STAGES[0], "stage": "Proposal"}, STAGES[2]]
    backdated = {**WON, "close_on": "2026-06-10"}
    assert past(given, [backdated], deal_stages=late) == [("same", 1200)]


def test_what_was_won_then_and_is_lost_now_was_won(given: Given) -> None:
    other = {**WON, "id": "e", "account_id": "E", "close_on": "2026-01-01"}
    lost = {**WON, "status": "lost", "stage": "Closed Lost", "close_on": "2026-08-01"}
    assert past(given, [lost, other]) == [("billed_not_in_crm", 0), ("won_not_billed", 1200)]
    assert past(given, [lost, other], deal_stages=STAGES[:1]) == [
        ("amount_mismatch", 900),
        ("won_not_billed", 1200),
    ]


def test_what_a_past_day_rests_on_is_said(given: Given) -> None:
    tables = {"deals": [WON], "mrr": paid("a", ALL), **ONE}
    said = built(given(months=PAST, **tables).fact("reconciled")).assumptions[-1]
    assert said.startswith("deals are those that there were on 2026-06-30, won, lost or open by")
    assert said.endswith("(deal_stages.csv) would tell what it was")
    told = built(given(months=PAST, deal_stages=STAGES, **tables).fact("reconciled"))
    assert "at what their history says of it" in told.assumptions[-1]
    now = built(given(deal_stages=STAGES, **tables).fact("reconciled")).assumptions
    assert not any("there were on" in line for line in now)
