from __future__ import annotations

from typing import Any

import pytest

from tests.facts.canonical import Given, Row, missing, rows

ID_15, ID_18 = "001A00000abcdEF", "001A00000abcdEFIAY"


def _match(given: Given, customer: Row, *accounts: Row) -> tuple[Any, Any]:
    """Return account and way of the customer C."""
    customers = [{"id": "C", **customer}]
    ((account, way),) = rows(
        given(customers=customers, accounts=accounts).fact("accounts"), "account", "matched_by"
    )
    return account, way


def test_ids_come_before_domains_and_domains_before_names(given: Given) -> None:
    customer = {"crm_id": "A1", "domain": "acme.com", "name": "Acme"}
    by_crm_id = {"id": "A1", "name": "W"}
    by_billing_id = {"id": "A2", "name": "X", "billing_id": "C"}
    by_domain = {"id": "A3", "name": "Y", "domain": "acme.com"}
    by_name = {"id": "A4", "name": "Acme"}
    accounts = [by_name, by_domain, by_billing_id, by_crm_id]
    assert _match(given, customer, *accounts) == ("A1", "id")
    assert _match(given, customer, *accounts[:3]) == ("A2", "id")
    assert _match(given, customer, *accounts[:2]) == ("A3", "domain")
    assert _match(given, customer, *accounts[:1]) == ("A4", "name")
    assert _match(given, customer, {"id": "A5", "name": "Acme Labs"}) == (None, "none")


@pytest.mark.parametrize(("left", "right"), [(ID_18, ID_15), (ID_15, ID_18), (ID_18, ID_18)])
def test_both_forms_of_a_salesforce_id_are_one(given: Given, left: str, right: str) -> None:
    assert _match(given, {"crm_id": left}, {"id": right, "name": "X"}) == (right, "id")


def test_ids_keep_their_case(given: Given) -> None:
    account = {"id": ID_15.upper(), "name": "X"}
    assert _match(given, {"crm_id": ID_15}, account) == (None, "none")


def test_a_crm_id_that_no_account_has_leaves_the_other_ways(given: Given) -> None:
    customer = {"crm_id": "gone", "domain": "acme.com"}
    account = {"id": "A", "name": "X", "domain": "acme.com"}
    assert _match(given, customer, account) == ("A", "domain")


@pytest.mark.parametrize("written", ["https://www.Acme.com/about?x=1", "acme.com:8080", "ACME.COM"])
def test_a_web_site_is_its_domain(given: Given, written: str) -> None:
    account = {"id": "A", "name": "X", "domain": written}
    assert _match(given, {"domain": "acme.com"}, account) == ("A", "domain")


def test_the_domain_of_a_mail_address_counts_where_no_other_is_given(given: Given) -> None:
    account = {"id": "A", "name": "X", "domain": "acme.com"}
    assert _match(given, {"email": "bill@acme.com"}, account) == ("A", "domain")
    elsewhere = {"email": "bill@acme.com", "domain": "example.org"}
    assert _match(given, elsewhere, account) == (None, "none")


def test_free_mail_matches_nobody(given: Given) -> None:
    account = {"id": "A", "name": "X", "domain": "gmail.com"}
    assert _match(given, {"email": "bill@gmail.com"}, account) == (None, "none")
    assert _match(given, {"domain": "GMail.com"}, account) == (None, "none")


def test_free_mail_as_a_domain_does_not_hide_the_mail_address(given: Given) -> None:
    account = {"id": "A", "name": "X", "domain": "acme.com"}
    customer = {"domain": "gmail.com", "email": "bill@acme.com"}
    assert _match(given, customer, account) == ("A", "domain")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Acme, Inc.", "ACME"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Société Générale S.A.", "societe generale"),
        ("Foo B.V.", "Foo BV"),
        ("  Foo   Bar Ltd", "Foo-Bar Limited"),
        ("Foo Holdings Group", "Foo"),
    ],
)
def test_names_are_compared_without_accents_case_and_legal_form(
    given: Given, left: str, right: str
) -> None:
    assert _match(given, {"name": left}, {"id": "A", "name": right}) == ("A", "name")


@pytest.mark.parametrize(("left", "right"), [("Acme", "Acme Labs"), ("Group", "Acme Group")])
def test_names_that_are_only_similar_do_not_match(given: Given, left: str, right: str) -> None:
    assert _match(given, {"name": left}, {"id": "A", "name": right}) == (None, "none")


def test_what_fits_two_accounts_fits_none_of_them(given: Given) -> None:
    twins = [{"id": name, "name": "Acme", "domain": "acme.com"} for name in ("A", "B")]
    customer = {"domain": "acme.com", "name": "Acme"}
    assert _match(given, customer, *twins) == (None, "none")
    billed = {"id": "D", "name": "Z", "billing_id": "C"}
    assert _match(given, customer, *twins, billed) == ("D", "id")
    same_id = [{"id": name, "name": name, "billing_id": "C"} for name in ("A", "B")]
    assert _match(given, {}, *same_id) == (None, "none")


def test_an_ambiguous_domain_leaves_the_name(given: Given) -> None:
    twins = [
        {"id": "A", "name": "Acme France", "domain": "acme.com"},
        {"id": "B", "name": "Acme Spain", "domain": "acme.com"},
    ]
    assert _match(given, {"domain": "acme.com", "name": "ACME Spain"}, *twins) == ("B", "name")


def test_one_account_may_have_several_customers(given: Given) -> None:
    customers = [
        {"id": "C1", "domain": "acme.com"},
        {"id": "C2", "name": "Acme"},
        {"id": "C3"},
    ]
    accounts = [{"id": "A", "name": "Acme", "domain": "acme.com"}]
    fact = given(customers=customers, accounts=accounts).fact("accounts")
    assert rows(fact, "customer", "account", "matched_by") == [
        ("C1", "A", "domain"),
        ("C2", "A", "name"),
        ("C3", None, "none"),
    ]


def test_empty_keys_match_nothing(given: Given) -> None:
    empty: Row = {"name": None, "domain": None, "crm_id": None, "email": None}
    blank = [{"id": "A", "name": None, "domain": None, "billing_id": None}]
    assert _match(given, empty, *blank) == (None, "none")
    assert _match(given, {"name": "Inc."}, {"id": "A", "name": "---"}) == (None, "none")


def test_deals_name_accounts_where_the_crm_exports_none(given: Given) -> None:
    customers = [{"id": "C1", "name": "Acme"}, {"id": "C2", "crm_id": "A2"}, {"id": "C3"}]
    deals = [
        {"id": "1", "account_id": "A1", "account": "Acme Inc"},
        {"id": "2", "account_id": "A1", "account": "Acme"},
        {"id": "3", "account_id": "A2", "account": None},
        {"id": "4", "account_id": None, "account": None},
    ]
    expected = [("C1", "A1", "name"), ("C2", "A2", "id"), ("C3", None, "none")]
    for order in (deals, deals[::-1]):
        fact = given(customers=customers, deals=order).fact("accounts")
        assert rows(fact, "customer", "account", "matched_by") == expected


def test_deals_with_names_only_are_accounts_too(given: Given) -> None:
    deals = [{"id": "1", "account": "Acme Inc"}]
    fact = given(customers=[{"id": "C", "name": "ACME"}], deals=deals).fact("accounts")
    assert rows(fact, "customer", "account") == [("C", "Acme Inc")]


def test_customers_without_a_table_match_by_billing_id_or_not_at_all(given: Given) -> None:
    mrr = [{"customer": "C1", "month": "2026-09", "amount": "5"}]
    invoices = [{"id": "I", "customer": "C2"}]
    linked = [{"id": "A", "name": "X", "billing_id": "C1"}]
    fact = given(mrr=mrr, invoices=invoices, accounts=linked).fact("accounts")
    assert rows(fact, "customer", "account", "matched_by") == [
        ("C1", "A", "id"),
        ("C2", None, "none"),
    ]
    unlinked = given(mrr=mrr, accounts=[{"id": "A", "name": "X"}]).fact("accounts")
    assert missing(unlinked).text == "needs billing customers"


def test_what_is_missing_is_said(given: Given) -> None:
    customers, accounts = [{"id": "C"}], [{"id": "A", "name": "X"}]
    assert missing(given(customers=customers).fact("accounts")).text == "needs accounts of the CRM"
    assert missing(given(accounts=accounts).fact("accounts")).text == "needs billing customers"
    nameless = given(customers=customers, deals=[{"id": "1"}]).fact("accounts")
    assert missing(nameless).text == "needs accounts of the CRM"
