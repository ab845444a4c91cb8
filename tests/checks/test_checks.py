"""Every check finds what it is there for, names its row, and finds nothing beside it."""
# ruff: noqa: E501 - a case is read more easily in one line

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.checks.registry import CHECKS

Checks = Callable[..., dict[str, list[str]]]

# Enough ended and matched rows that no other check has anything to say of them.
CUSTOMERS = (
    "id,name,email,created_on\nc1,Acme,a@acme.com,2026-01-01\nc2,Bolt,b@bolt.com,2026-01-02\n"
)
ACCOUNTS = "id,name,domain,billing_id\na1,Acme,acme.com,c1\na2,Bolt,bolt.com,c2\n"
SUBSCRIPTIONS = (
    "id,customer,amount,interval,started_on,status,ended_on,period_start_on,period_end_on\n"
    "s1,c1,5,month,2026-01-01,active,,2026-09-01,2026-10-01\n"
    "s2,c2,5,month,2026-02-01,canceled,2026-08-01,,\n"
)
DEALS = (
    "id,account_id,owner,stage,status,amount,created_on,close_on,updated_on\n"
    "d1,a1,ann,Demo,open,10,2026-08-01,2026-10-15,2026-09-20\n"
    "d2,a1,ann,Won,won,10,2026-07-01,2026-09-01,2026-09-01\n"
)
LEADS = (
    "id,account_id,deal,stage,created_on,mql_on,sql_on,won_on\n"
    "l1,a1,d1,sql,2026-07-01,2026-07-02,2026-07-03,\n"
    "l2,,,lead,2026-07-01,,,\n"
)
SOUND = {
    "customers": CUSTOMERS,
    "accounts": ACCOUNTS,
    "subscriptions": SUBSCRIPTIONS,
    "deals": DEALS,
    "leads": LEADS,
    "quotas": "period,owner,amount\n2026-Q3,ann,100\n",
    "mrr": "customer,month,amount,currency\nc1,2026-08,5,USD\nc1,2026-09,5,USD\n",
    "invoices": (
        "id,customer,subscription,issued_on,due_on,status,total\n"
        "i1,c1,s1,2026-09-01,2026-09-30,open,5\n"
    ),
    "deal_stages": "deal,at,stage\nd1,2026-08-01 10:00:00,Demo\n",
    "headcount": "employee,department,hired_on,left_on\ne1,Sales,2025-01-01,\n",
    "spend": "month,category,amount\n2026-08,sales,5\n2026-09,sales,5\n",
    "financials": "month,revenue\n2026-08,5\n2026-09,5\n",
    "payments": "id,customer,amount,status,created_on\np1,c1,5,succeeded,2026-09-02\n",
    "subscription_items": (
        "id,subscription,price,amount,interval,started_on,ended_on\ni1,s1,p,5,month,2026-01-01,\n"
    ),
    "invoice_lines": (
        "id,invoice,customer,amount,period_start_on,period_end_on\n"
        "l1,i1,c1,5,2026-09-01,2026-10-01\n"
    ),
    "movements": "id,customer,on,delta\nm1,c1,2026-09-01,5\n",
    "subscription_versions": (
        "id,customer,version,amount,interval,started_on,ended_on\ns1,c1,1,5,month,2026-01-01,\n"
    ),
}


def test_data_that_are_sound_give_no_cause(found: Checks) -> None:
    assert found(**SOUND) == {}


# The key of a check, the file to which rows are added, the rows, and what is said of them.
CASES = (
    ("unknown_mrr_customer", "mrr", ("c9,2026-08,5,USD", "c9,2026-09,5,USD"), ["4 customer: 'c9' stands in no row of customers"]),
    ("unknown_subscriptions_customer", "subscriptions", ("s3,c9,5,month,2026-01-01,active,,,",), ["4 customer: 'c9' stands in no row of customers"]),
    ("unknown_subscription_versions_customer", "subscription_versions", ("s1,c9,2,6,month,2026-02-01,",), ["3 customer: 'c9' stands in no row of customers"]),
    ("unknown_invoices_customer", "invoices", ("i2,c8,s1,2026-09-02,2026-09-30,open,5",), ["3 customer: 'c8' stands in no row of customers"]),
    ("unknown_invoices_subscription", "invoices", ("i2,c1,s9,2026-09-02,2026-09-30,open,5",), ["3 subscription: 's9' stands in no row of subscriptions"]),
    ("unknown_payments_customer", "payments", ("p2,c9,5,succeeded,2026-09-02",), ["3 customer: 'c9' stands in no row of customers"]),
    ("unknown_deals_account_id", "deals", ("d3,a9,ann,Demo,open,10,2026-08-01,2026-10-15,",), ["4 account_id: 'a9' stands in no row of accounts"]),
    ("unknown_deal_stages_deal", "deal_stages", ("d9,2026-08-02 10:00:00,Demo",), ["3 deal: 'd9' stands in no row of deals"]),
    ("unknown_leads_deal", "leads", ("l3,,d9,lead,2026-07-01,,,",), ["4 deal: 'd9' stands in no row of deals"]),
    ("unknown_leads_account_id", "leads", ("l3,a9,,lead,2026-07-01,,,",), ["4 account_id: 'a9' stands in no row of accounts"]),
    ("unknown_quotas_owner", "quotas", ("2026-Q3,bob,100",), ["3 owner: 'bob' stands in no row of deals"]),
    ("unmatched_customer", "customers", ("c3,Cork,c@cork.com,2026-01-03",), ["4 id: no account of the CRM has the id, the domain or the name of customer 'c3'"]),
    ("duplicate_customers_name", "customers", ("c4,ACME Inc.,x@acme.com,2026-01-03",), ["4 name: 'ACME Inc.' is the name of a row above too, under another id"]),
    ("duplicate_customers_email", "customers", ("c4,Acme Labs,A@acme.com,2026-01-03",), ["4 email: 'A@acme.com' is the email of a row above too, under another id"]),
    ("duplicate_accounts_name", "accounts", ("a4,Bolt GmbH,bolt.de,",), ["4 name: 'Bolt GmbH' is the name of a row above too, under another id"]),
    ("double_invoice_lines_id", "invoice_lines", ("l1,i1,c1,5,2026-09-01,2026-10-01", "l1,i1,c1,6,2026-09-01,2026-10-01"), ["3 id: 'l1' is the id of a row above too, which says exactly the same; both count"]),
    ("double_movements_id", "movements", ("m1,c1,2026-09-01,5", "m1,c1,2026-09-02,5"), ["3 id: 'm1' is the id of a row above too, which says exactly the same; both count"]),
    ("missing_currency", "mrr", ("c2,2026-09,7,",), ["4 currency: the amount has no currency, as others have; it counts as the reporting currency"]),
    ("negative_mrr_amount", "mrr", ("c2,2026-09,-7.5,USD",), ["4 amount: -7.5 is below zero, which no amount of mrr can be"]),
    ("negative_subscriptions_amount", "subscriptions", ("s3,c1,-5,month,2026-01-01,active,,,",), ["4 amount: -5 is below zero, which no amount of subscriptions can be"]),
    ("negative_deals_amount", "deals", ("d3,a1,ann,Demo,open,-10,2026-08-01,2026-10-15,",), ["4 amount: -10 is below zero, which no amount of deals can be"]),
    ("negative_quotas_amount", "quotas", ("2026-Q2,ann,-0.25",), ["3 amount: -0.25 is below zero, which no amount of quotas can be"]),
    ("subscriptions_ended_on_before_started_on", "subscriptions", ("s3,c1,5,month,2026-02-01,canceled,2026-01-31,,",), ["4 ended_on: 2026-01-31 lies before started_on"]),
    ("subscriptions_period_end_on_before_period_start_on", "subscriptions", ("s3,c1,5,month,2026-02-01,active,,2026-09-01,2026-08-01",), ["4 period_end_on: 2026-08-01 lies before period_start_on"]),
    ("subscription_versions_ended_on_before_started_on", "subscription_versions", ("s1,c1,2,6,month,2026-02-01,2026-01-31",), ["3 ended_on: 2026-01-31 lies before started_on"]),
    ("subscription_items_ended_on_before_started_on", "subscription_items", ("i2,s1,p,5,month,2026-02-01,2026-01-31",), ["3 ended_on: 2026-01-31 lies before started_on"]),
    ("invoice_lines_period_end_on_before_period_start_on", "invoice_lines", ("l2,i1,c1,5,2026-02-01,2026-01-31",), ["3 period_end_on: 2026-01-31 lies before period_start_on"]),
    ("deals_close_on_before_created_on", "deals", ("d3,a1,ann,Won,won,10,2026-08-02,2026-08-01,",), ["4 close_on: 2026-08-01 lies before created_on"]),
    ("invoices_due_on_before_issued_on", "invoices", ("i2,c1,s1,2026-09-02,2026-09-01,open,5",), ["3 due_on: 2026-09-01 lies before issued_on"]),
    ("leads_mql_on_before_created_on", "leads", ("l3,,,mql,2026-07-02,2026-07-01,,",), ["4 mql_on: 2026-07-01 lies before created_on"]),
    ("leads_sql_on_before_mql_on", "leads", ("l3,,,sql,2026-07-01,2026-07-03,2026-07-02,",), ["4 sql_on: 2026-07-02 lies before mql_on"]),
    ("headcount_left_on_before_hired_on", "headcount", ("e2,Sales,2026-02-01,2026-01-01",), ["3 left_on: 2026-01-01 lies before hired_on"]),
    ("canceled_without_end", "subscriptions", ("s3,c1,5,month,2026-02-01,canceled,,2026-09-01,2026-10-01",), ["4 ended_on: the subscription is canceled, but nothing says when"]),
    ("won_without_amount", "deals", ("d3,a1,ann,Won,won,,2026-07-01,2026-09-01,", "d4,a1,ann,Won,won,0,2026-07-01,2026-09-01,"), ["4 amount: the deal is won, but has no amount", "5 amount: the deal is won, but has no amount"]),
    ("open_past_close", "deals", ("d3,a1,ann,Demo,open,10,2026-08-01,2026-09-19,", "d4,a1,ann,Demo,open,10,2026-08-01,2026-09-20,"), ["4 close_on: the deal is open, but was to close on 2026-09-19; the data end on 2026-09-20"]),
    ("closed_ahead", "deals", ("d3,a1,ann,Won,won,10,2026-08-01,2026-10-01,2026-09-01", "d4,a1,ann,Lost,lost,10,2026-08-01,2026-09-30,2026-09-01"), ["4 close_on: the deal is closed, but on 2026-10-01; the data end on 2026-09-30"]),
    ("closed_without_date", "deals", ("d3,a1,ann,Lost,lost,10,2026-08-01,,2026-09-01",), ["4 close_on: the deal is closed, but nothing says when"]),
    ("lead_without_mql_date", "leads", ("l3,,,mql,2026-07-01,,,",), ["4 mql_on: the lead got as far as MQL, but nothing says when"]),
    ("lead_without_sql_date", "leads", ("l3,,,sql,2026-07-01,2026-07-02,,",), ["4 sql_on: the lead got as far as SQL, but nothing says when"]),
    ("lead_without_won_date", "leads", ("l3,,,won,2026-07-01,2026-07-02,2026-07-03,",), ["4 won_on: the lead got as far as won, but nothing says when"]),
)  # fmt: skip


@pytest.mark.parametrize(("key", "file", "rows", "said"), CASES, ids=[case[0] for case in CASES])
def test_a_check_names_the_rows(
    found: Checks, key: str, file: str, rows: tuple[str, ...], said: list[str]
) -> None:
    files = {**SOUND, file: SOUND[file] + "".join(f"{row}\n" for row in rows)}
    assert found(**files) == {key: [f"{file}.csv:{one}" for one in said]}


def test_a_quantity_below_zero(found: Checks) -> None:
    rows = "id,customer,quantity,amount,interval,started_on,ended_on\ns1,c1,-2,5,month,2026-01-01,2026-02-01\n"
    assert found(subscriptions=rows) == {
        "negative_subscriptions_quantity": [
            "subscriptions.csv:2 quantity: -2 is below zero, which no quantity of subscriptions can be"
        ]
    }


def test_an_account_that_was_won_and_pays_nothing(found: Checks) -> None:
    files = {
        **SOUND,
        "accounts": SOUND["accounts"] + "a3,Cork,cork.com,\n",
        "deals": SOUND["deals"]
        + "d3,a3,ann,Won,won,10,2026-07-01,2026-09-01,\n"
        + "d4,a3,ann,Won,won,10,2026-07-01,2026-09-02,\n"
        + "d5,,ann,Won,won,10,2026-07-01,2026-09-02,\n",
    }
    assert found(**files) == {
        "unmatched_won": [
            "deals.csv:4 account_id: the deal is won, but billing has no customer for account 'a3'"
        ]
    }


def test_months_that_are_missing(found: Checks) -> None:
    rows = "".join(f"2025-{month:02},5\n" for month in range(1, 10) if month not in {3, 4, 7})
    assert found(financials=f"month,revenue\n{rows}") == {
        "missing_months_financials": [
            "financials.csv:None month: has no row for 2025-03, 2025-04, 2025-07, though for months before and after"
        ]
    }


def test_many_months_that_are_missing(found: Checks) -> None:
    (said,) = found(financials="month,revenue\n2024-01,5\n2025-01,5\n")["missing_months_financials"]
    assert "for 2024-02, " in said
    assert "2024-11 and 1 more, though" in said


def test_only_current_subscriptions(found: Checks) -> None:
    assert found(subscriptions=SUBSCRIPTIONS.replace("canceled,2026-08-01", "active,")) == {
        "no_ended_subscriptions": [
            "subscriptions.csv:None : holds no ended subscription, so churn cannot be seen"
        ]
    }


@pytest.mark.parametrize(
    ("count", "footer", "found_"), [(1999, "", 0), (2000, "", 1), (2000, ",,\n", 1)]
)
def test_a_count_of_rows_that_is_suspiciously_round(
    found: Checks, count: int, footer: str, found_: int
) -> None:
    rows = "".join(f"c{number},2026-09,5\n" for number in range(count))
    said = found(mrr=f"customer,month,amount\n{rows}{footer}").get("round_count", [])
    assert (
        said
        == ["mrr.csv:None : holds exactly 2,000 rows: the export may have stopped at a limit"]
        * found_
    )


def test_many_rows_are_counted_and_the_first_are_named(found: Checks) -> None:
    rows = "".join(f"d{number},Won,won,2026-07-01\n" for number in range(25))
    said = found(
        deals=f"id,stage,status,created_on\n{rows}",
        more="id,stage,amount,created_on\nx,Demo,1,2026-07-01\n",
    )
    assert len(said["won_without_amount"]) == 10
    assert said["won_without_amount"][0].startswith("deals.csv:2 amount")


def test_keys_are_unique_and_titles_too() -> None:
    assert len({check.key for check in CHECKS}) == len(CHECKS)
    assert len({check.title for check in CHECKS}) == len(CHECKS)


def test_every_check_has_a_case() -> None:
    others = {
        "stale", "round_count", "future_date", "unmatched_won", "no_ended_subscriptions",
        "negative_subscriptions_quantity",
        "missing_months_spend", "missing_months_financials",
    }  # fmt: skip
    assert {check.key for check in CHECKS} == {case[0] for case in CASES} | others
