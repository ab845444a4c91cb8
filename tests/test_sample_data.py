"""The sample company: made the same every time, in literal formats, agreeing with itself."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import itertools
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cro_cli.tables import BY_NAME

FOLDER = Path(__file__).parent.parent / "sample_data"
AS_OF = dt.date(2026, 9, 30)
MRR = "MRR_per_Subscriber__monthly_2023-10_2026-09.csv"
MONTHS = tuple(f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(9, 45))
EUR = Decimal("1.08")

Row = dict[str, str]

LITERAL = {
    "stripe_subscriptions.csv": (
        "id,Customer ID,Customer Description,Customer Email,Customer Name,Plan,Product,Quantity,"
        "Currency,Interval,Amount,Status,Cancellation Reason,Created (UTC),Start (UTC),"
        "Start Date (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),"
        "Trial End (UTC),Canceled At (UTC),Cancel At Period End,Ended At (UTC)"
    ),
    MRR: "Customer ID,Customer,Customer Email,Currency," + ",".join(MONTHS),
    "stripe_invoices.csv": (
        "id,Amount Due,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,"
        "Subscription,Subtotal,Total Discount Amount,Applied Coupons,Tax,Tax Percent,Total,"
        "Amount Paid,Status"
    ),
    "stripe_customers.csv": (
        "id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Card Name,Card Address Line1,"
        "Card Address Line2,Card Address City,Card Address State,Card Address Country,"
        "Card Address Zip,Card AVS Line1 Status,Card AVS Zip Status,Card Brand,Card CVC Status,"
        "Card Exp Month,Card Exp Year,Card Fingerprint,Card Funding,Card Issue Country,Card Last4,"
        "Card Tokenization Method,Plan,Status,Cancel At Period End,Account Balance,Currency,"
        "Total Spend,Payment Count,Average Order,Refunded Volume,Dispute Losses,Business Vat ID,"
        "Tax Location Recognized,segment (metadata),region (metadata),source (metadata),"
        "salesforce_account_id (metadata)"
    ),
    "Opportunity.csv": (
        '"Id","IsDeleted","AccountId","IsPrivate","Name","Description","StageName",'
        '"StageSortOrder","Amount","Probability","ExpectedRevenue","TotalOpportunityQuantity",'
        '"CloseDate","Type","NextStep","LeadSource","IsClosed","IsWon","ForecastCategory",'
        '"ForecastCategoryName","CurrencyIsoCode","CampaignId","HasOpportunityLineItem",'
        '"Pricebook2Id","OwnerId","CreatedDate","CreatedById","LastModifiedDate",'
        '"LastModifiedById","SystemModstamp","LastActivityDate","LastStageChangeDate",'
        '"FiscalYear","FiscalQuarter","ContactId","PrimaryPartnerAccountId",'
        '"LastAmountChangedHistoryId","LastCloseDateChangedHistoryId"'
    ),
    "OpportunityHistory.csv": (
        '"Id","OpportunityId","CreatedById","CreatedDate","CreatedDateForInsert","StageName",'
        '"Amount","ExpectedRevenue","CloseDate","Probability","FromForecastCategory",'
        '"ForecastCategory","PrevForecastUpdate","FromOpportunityStageName",'
        '"PrevOpportunityStageUpdate","CurrencyIsoCode","ValidThroughDate","SystemModstamp",'
        '"IsDeleted","PrevAmount","PrevCloseDate"'
    ),
    "meta_ads.csv": (
        '"Reporting starts","Reporting ends","Campaign name","Campaign delivery","Ad set budget",'
        '"Ad set budget type","Attribution setting",Results,"Result indicator",Reach,Impressions,'
        '"Cost per results","Amount spent (USD)",Ends'
    ),
    "bamboohr_headcount.csv": (
        "Employee #,Last Name,First Name,Work Email,Department,Division,Location,Job Title,"
        "Reporting to,Hire Date,Employment Status,Termination Date"
    ),
}
GOOGLE = (
    "Month,Campaign status,Campaign,Budget,Budget name,Budget type,Status,Status reasons,"
    "Optimization score,Campaign type,Currency code,TrueView avg. CPV,Avg. CPM,Impr.,"
    "Interactions,Interaction rate,Avg. cost,Cost,Conv. (Platform Comparable),"
    "Cost / Conv. (Platform Comparable),Conv. value / Cost (Platform Comparable),Conv. rate,"
    "Conversions,Cost / conv."
)
# Columns that the vendor's own header has in this order, with others in between.
PRINTED = {
    "Account.csv": (
        "Id,IsDeleted,MasterRecordId,Name,Type,RecordTypeId,ParentId,Industry,AnnualRevenue,"
        "NumberOfEmployees,CurrencyIsoCode,OwnerId,CreatedDate,AccountSource,Segment__c,Region__c"
    ),
    "Lead.csv": (
        "Id,IsDeleted,MasterRecordId,Salutation,FirstName,LastName,Company,LeadSource,Status,"
        "Industry,Rating,OwnerId,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,"
        "ConvertedOpportunityId,CreatedDate,MQL_Date__c,SQL_Date__c"
    ),
}
TEMPLATES = ("spend", "quotas", "financials")
KEYS = {
    "stripe_subscriptions.csv": "id",
    MRR: "Customer ID",
    "stripe_invoices.csv": "id",
    "stripe_customers.csv": "id",
    "Opportunity.csv": "Id",
    "OpportunityHistory.csv": "Id",
    "Account.csv": "Id",
    "Lead.csv": "Id",
    "bamboohr_headcount.csv": "Employee #",
    "financials.csv": "month",
}


@functools.cache
def text(name: str) -> str:
    return (FOLDER / name).read_bytes().decode()


@functools.cache
def rows(name: str) -> tuple[Row, ...]:
    return tuple(csv.DictReader(io.StringIO(text(name))))


def by(name: str, column: str) -> dict[str, Row]:
    return {row[column]: row for row in rows(name)}


@functools.cache
def deals() -> tuple[Row, ...]:
    return tuple(row for row in rows("Opportunity.csv") if row["IsDeleted"] == "false")


def history_of_mrr(row: Row) -> list[Decimal]:
    return [Decimal(row[month]) for month in MONTHS]


def day(cell: str) -> dt.date:
    return dt.date.fromisoformat(cell[:10])


def in_usd(amount: Decimal, currency: str) -> Decimal:
    return amount * EUR if currency.upper() == "EUR" else amount


def plain_name(name: str) -> str:
    words = re.sub(r"[^\w ]", "", name.casefold()).split()
    legal = {"inc", "llc", "corp", "co", "ltd", "gmbh", "ag", "kg", "limited", "plc", "sas", "sarl"}
    legal |= {"bv", "nv", "dac", "pty", "pte", "kk"}
    return " ".join(word for word in words if word not in legal)


@functools.cache
def account_of_customer() -> dict[str, str]:
    """Find accounts as a person would: by the id finance keeps, by domain, by name."""
    accounts = rows("Account.csv")
    by_id = {row["Id"][:15]: row["Id"] for row in accounts}
    by_domain = {row["Website"].removeprefix("https://www."): row["Id"] for row in accounts}
    by_name = {plain_name(row["Name"]): row["Id"] for row in accounts}
    del by_domain[""]
    found = {}
    for row in rows("stripe_customers.csv"):
        given = row["salesforce_account_id (metadata)"]
        account = (
            by_id[given[:15]]
            if given
            else by_domain.get(row["Email"].split("@")[1], by_name.get(plain_name(row["Name"])))
        )
        if account:
            found[row["id"]] = account
    return found


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "99", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(FOLDER / "make.py"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in FOLDER.glob("*.csv")}
    assert made == kept


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_files_are_utf_8_with_line_feeds_and_whole_rows(path: Path) -> None:
    content = path.read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\n")
    table = list(csv.reader(io.StringIO(content.decode())))
    preamble = 2 if path.name == "google_ads.csv" else 0
    assert len({len(row) for row in table[preamble:]}) == 1


def test_all_files_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.csv")) <= 1_350_000


@pytest.mark.parametrize("name", LITERAL)
def test_vendor_header_is_literal(name: str) -> None:
    assert text(name).splitlines()[0] == LITERAL[name]


def test_google_header_comes_third() -> None:
    lines = text("google_ads.csv").splitlines()
    assert lines[:2] == ["Campaign report", '"October 1, 2023 - September 30, 2026"']
    assert lines[2] == GOOGLE


@pytest.mark.parametrize("name", PRINTED)
def test_printed_columns_come_in_order(name: str) -> None:
    header = next(csv.reader(io.StringIO(text(name))))
    printed = PRINTED[name].split(",")
    assert [column for column in header if column in printed] == printed
    assert text(name).startswith('"Id","IsDeleted","MasterRecordId",')


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_header_is_canonical(name: str) -> None:
    header = text(f"{name}.csv").splitlines()[0].split(",")
    table = BY_NAME[name]
    assert [column.name for column in table.columns if column.name in header] == header
    assert {column.name for column in table.columns if column.required} <= set(header)


@pytest.mark.parametrize("name", KEYS)
def test_ids_are_unique(name: str) -> None:
    counts = Counter(row[KEYS[name]] for row in rows(name))
    assert counts.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("name", "column", "other"),
    [
        ("stripe_subscriptions.csv", "Customer ID", "stripe_customers.csv"),
        (MRR, "Customer ID", "stripe_customers.csv"),
        ("stripe_invoices.csv", "Customer", "stripe_customers.csv"),
        ("stripe_invoices.csv", "Subscription", "stripe_subscriptions.csv"),
        ("Opportunity.csv", "AccountId", "Account.csv"),
        ("OpportunityHistory.csv", "OpportunityId", "Opportunity.csv"),
        ("Lead.csv", "ConvertedOpportunityId", "Opportunity.csv"),
        ("Lead.csv", "ConvertedAccountId", "Account.csv"),
    ],
)
def test_references_lead_somewhere(name: str, column: str, other: str) -> None:
    known = {row[KEYS[other]] for row in rows(other)} | {""}
    assert {row[column] for row in rows(name)} <= known


def test_present_subscriptions_make_up_the_last_month_of_the_history() -> None:
    present: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows("stripe_subscriptions.csv"):
        if row["Status"] in {"active", "past_due"}:
            months = {"month": 1, "year": 12}[row["Interval"]]
            present[row["Customer ID"]] += Decimal(row["Amount"]) * int(row["Quantity"]) / months
    last = {row["Customer ID"]: Decimal(row[MONTHS[-1]]) for row in rows(MRR)}
    assert {customer: amount for customer, amount in last.items() if amount} == present


def test_history_has_everyone_who_ever_paid() -> None:
    histories = {row["Customer ID"]: history_of_mrr(row) for row in rows(MRR)}
    assert all(any(history) for history in histories.values())
    paid = {row["Customer"] for row in rows("stripe_invoices.csv")}
    assert paid <= set(histories)
    # The others left before their next yearly invoice of the 36 months.
    assert not any(any(histories[one][12:]) for one in set(histories) - paid)


def test_history_holds_every_movement() -> None:
    histories = [history_of_mrr(row) for row in rows(MRR)]
    steps = [pair for history in histories for pair in itertools.pairwise(history)]
    assert 95 < sum(before == 0 < after for before, after in steps) < 110
    assert 250 < sum(0 < before < after for before, after in steps) < 290
    assert 36 < sum(0 < after < before for before, after in steps) < 45
    assert 44 < sum(after == 0 < before for before, after in steps) < 53
    returned = [history for history in histories if _comes_back(history)]
    assert 7 <= len(returned) <= 9


def _comes_back(history: list[Decimal]) -> bool:
    paying = "".join("1" if amount else "0" for amount in history)
    return "1" in paying and "01" in paying[paying.index("1") :]


def test_subscriptions_come_in_every_kind() -> None:
    table = rows("stripe_subscriptions.csv")
    statuses = Counter(row["Status"] for row in table)
    assert set(statuses) == {
        "active",
        "canceled",
        "incomplete_expired",
        "past_due",
        "paused",
        "trialing",
        "unpaid",
    }
    assert 5 <= statuses["trialing"] <= 7
    assert {row["Interval"] for row in table} == {"month", "year"}
    assert {row["Currency"] for row in table} == {"usd", "eur"}
    products = {"Starter", "Team", "Business", "Enterprise", "Insights"}
    assert {row["Product"] for row in table} == products
    assert 3 <= sum(row["Cancel At Period End"] == "true" for row in table) <= 5


def test_subscription_dates_come_in_order() -> None:
    for row in rows("stripe_subscriptions.csv"):
        start, end = row["Current Period Start (UTC)"], row["Current Period End (UTC)"]
        assert row["Created (UTC)"] <= row["Start (UTC)"] <= f"{AS_OF} 24"
        assert start < end
        gone = row["Status"] in {"canceled", "incomplete_expired"}
        assert gone == bool(row["Ended At (UTC)"])
        if gone:
            assert row["Canceled At (UTC)"] <= row["Ended At (UTC)"] <= f"{AS_OF} 24"
        elif row["Status"] != "paused":
            assert day(start) <= AS_OF < day(end)


def test_invoices_add_up() -> None:
    for row in rows("stripe_invoices.csv"):
        subtotal, total, paid = (
            Decimal(row[name]) for name in ("Subtotal", "Total", "Amount Paid")
        )
        discount, tax = Decimal(row["Total Discount Amount"] or 0), Decimal(row["Tax"] or 0)
        assert total == subtotal - discount + tax == Decimal(row["Amount Due"])
        assert paid == (total if row["Status"] == "paid" else 0)
        assert bool(row["Applied Coupons"]) == bool(discount)


def test_newest_monthly_invoice_is_the_price() -> None:
    newest: dict[str, Row] = {}
    for row in rows("stripe_invoices.csv"):
        newest.setdefault(row["Subscription"], row)
    monthly = [
        row
        for row in rows("stripe_subscriptions.csv")
        if row["Status"] in {"active", "past_due"} and row["Interval"] == "month"
    ]
    assert 25 < len(monthly) < 32
    for row in monthly:
        invoice = newest[row["id"]]
        assert Decimal(invoice["Subtotal"]) == Decimal(row["Amount"]) * int(row["Quantity"])
        assert day(invoice["Date (UTC)"]) == day(row["Current Period Start (UTC)"])


def test_past_due_means_an_overdue_invoice() -> None:
    overdue = {
        row["Subscription"]
        for row in rows("stripe_invoices.csv")
        if row["Status"] == "open" and day(row["Due Date (UTC)"]) < AS_OF
    }
    behind = {
        row["id"]
        for row in rows("stripe_subscriptions.csv")
        if row["Status"] in {"past_due", "unpaid"}
    }
    assert overdue == behind


def test_invoices_come_in_every_status() -> None:
    statuses = {row["Status"] for row in rows("stripe_invoices.csv")}
    assert statuses == {"draft", "open", "paid", "uncollectible", "void"}


def test_won_new_business_is_a_customer() -> None:
    accounts = set(account_of_customer().values())
    won = [row for row in deals() if row["IsWon"] == "true" and row["Type"] == "New Business"]
    assert 78 < len(won) < 90
    assert {row["AccountId"] for row in won} <= accounts


def test_new_customers_sign_for_what_they_first_pay() -> None:
    won = {
        row["AccountId"]: row
        for row in deals()
        if row["IsWon"] == "true" and row["Type"] == "New Business"
    }
    segments = {row["id"]: row["segment (metadata)"] for row in rows("stripe_customers.csv")}
    checked = 0
    for row in rows(MRR):
        history = history_of_mrr(row)
        account = account_of_customer().get(row["Customer ID"])
        if history[0] or segments[row["Customer ID"]] == "smb" or not account:
            continue
        deal = won[account]
        first = next(at for at, amount in enumerate(history) if amount)
        assert Decimal(deal["Amount"]) == history[first] * 12
        assert deal["CurrencyIsoCode"] == row["Currency"].upper()
        assert deal["CloseDate"][:7] in MONTHS[max(first - 1, 0) : first + 1]
        checked += 1
    assert checked > 50


def test_a_small_share_of_revenue_is_unknown_to_the_crm() -> None:
    known = account_of_customer()
    total = unknown = Decimal(0)
    for row in rows(MRR):
        amount = in_usd(Decimal(row[MONTHS[-1]]), row["Currency"])
        total += amount
        unknown += 0 if row["Customer ID"] in known else amount
    assert Decimal("0.02") < unknown / total < Decimal("0.04")


def test_accounts_are_found_in_three_ways() -> None:
    customers = by("stripe_customers.csv", "id")
    given = [customers[one]["salesforce_account_id (metadata)"] for one in account_of_customer()]
    lengths = Counter(map(len, given))
    assert 160 < lengths[18] < 175
    assert 9 <= lengths[15] <= 11
    assert 33 < lengths[0] < 41


def test_history_of_a_deal_leads_to_where_it_stands() -> None:
    paths: dict[str, list[Row]] = defaultdict(list)
    for row in rows("OpportunityHistory.csv"):
        paths[row["OpportunityId"]].append(row)
    for deal in rows("Opportunity.csv"):
        path = paths[deal["Id"]]
        assert [row["CreatedDate"] for row in path] == sorted(row["CreatedDate"] for row in path)
        assert [row["FromOpportunityStageName"] for row in path] == [
            "",
            *(row["StageName"] for row in path[:-1]),
        ]
        now = ("StageName", "Amount", "CloseDate")
        assert [path[-1][name] for name in now] == [deal[name] for name in now]
        assert path[0]["CreatedDate"] == deal["CreatedDate"]
        assert day(path[-1]["CreatedDate"]) <= AS_OF


def test_closed_deals_were_closed_on_their_close_date() -> None:
    for row in deals():
        stage = row["StageName"]
        assert row["IsClosed"] == ("true" if stage.startswith("Closed") else "false")
        assert row["IsWon"] == ("true" if stage == "Closed Won" else "false")
        if row["IsClosed"] == "true":
            assert row["CloseDate"] == row["LastStageChangeDate"][:10]


def test_pipeline_is_as_untidy_as_pipelines_are() -> None:
    pipeline = [row for row in deals() if row["IsClosed"] == "false"]
    assert len({row["StageName"] for row in pipeline}) == 5
    assert {row["Type"] for row in pipeline} == {"New Business", "Renewal"}
    assert {day(row["CloseDate"]).year for row in pipeline} == {2026, 2027}
    assert sum(day(row["CloseDate"]) <= AS_OF for row in pipeline) == 4
    assert sum(not row["Amount"] for row in pipeline) == 1


def test_deals_are_of_every_type_won_and_lost() -> None:
    ends = {(row["Type"], row["IsWon"]) for row in deals() if row["IsClosed"] == "true"}
    types = ("New Business", "Expansion", "Renewal")
    assert ends == set(itertools.product(types, ("true", "false")))


def test_leads_pass_their_stages_in_order() -> None:
    opportunities = by("Opportunity.csv", "Id")
    for row in rows("Lead.csv"):
        mql, sql = row["MQL_Date__c"], row["SQL_Date__c"]
        assert row["CreatedDate"][:10] <= (mql or "9") <= (sql or "9")
        assert (row["IsConverted"] == "true") == bool(sql) == bool(row["ConvertedOpportunityId"])
        if sql:
            deal = opportunities[row["ConvertedOpportunityId"]]
            assert sql == row["ConvertedDate"] == deal["CreatedDate"][:10]
            assert deal["AccountId"] == row["ConvertedAccountId"]
            assert deal["LeadSource"] == row["LeadSource"]


def _events() -> Iterator[tuple[str, str]]:
    columns = {
        "stripe_customers.csv": ("Created (UTC)",),
        "stripe_invoices.csv": ("Date (UTC)",),
        "Account.csv": ("CreatedDate",),
        "Opportunity.csv": ("CreatedDate", "LastModifiedDate"),
        "Lead.csv": ("CreatedDate", "MQL_Date__c", "SQL_Date__c"),
        "bamboohr_headcount.csv": ("Termination Date",),
    }
    for name, headers in columns.items():
        for header in headers:
            yield name, header


@pytest.mark.parametrize(("name", "column"), tuple(_events()))
def test_what_happened_lies_before_the_as_of_day(name: str, column: str) -> None:
    newest = max(row[column] for row in rows(name))
    assert newest[:10] <= str(AS_OF)


def test_cost_of_sales_and_marketing_is_there_for_every_month_without_advertising() -> None:
    table = rows("spend.csv")
    categories = {(row["month"], row["category"]) for row in table}
    assert categories == set(itertools.product(MONTHS, ("sales", "marketing", "cs")))
    assert not any("ads" in row["channel"].lower() for row in table)


def test_google_totals_repeat_the_rows_above() -> None:
    body = text("google_ads.csv").split("\n", 2)[2]
    table = list(csv.DictReader(io.StringIO(body)))
    cost = {True: Decimal(0), False: Decimal(0)}
    for row in table:
        is_total = row["Month"] == "Total: Account"
        if is_total or not row["Month"].startswith("Total: "):
            cost[is_total] += Decimal(row["Cost"].replace(",", ""))
    assert cost[True] == cost[False] > 0
    months = {row["Month"][:7] for row in table if not row["Month"].startswith("Total: ")}
    assert months == set(MONTHS)


def test_meta_rows_are_whole_months() -> None:
    for row in rows("meta_ads.csv"):
        first, last = day(row["Reporting starts"]), day(row["Reporting ends"])
        assert first.day == 1
        assert (last + dt.timedelta(1)).day == 1
        assert (last - first).days < 31


def test_staff_have_leavers_and_one_who_has_not_begun() -> None:
    table = rows("bamboohr_headcount.csv")
    leavers = [row for row in table if row["Termination Date"]]
    assert 22 <= len(leavers) <= 26
    assert all(row["Hire Date"] < row["Termination Date"] for row in leavers)
    assert all(row["Employment Status"] == "Terminated" for row in leavers)
    assert sum(day(row["Hire Date"]) > AS_OF for row in table) == 1


def test_quotas_are_for_sellers_who_close_deals() -> None:
    table = rows("quotas.csv")
    owners = {row["OwnerId"] for row in deals() if row["Type"] == "New Business"}
    assert {row["owner"] for row in table} == owners
    periods = [f"{year}-Q{quarter}" for year in (2025, 2026) for quarter in (1, 2, 3, 4)]
    assert list(dict.fromkeys(row["period"] for row in table)) == periods


def test_recurring_revenue_of_the_books_is_that_of_billing() -> None:
    totals = [Decimal(0)] * len(MONTHS)
    for row in rows(MRR):
        for at, amount in enumerate(history_of_mrr(row)):
            totals[at] += in_usd(amount, row["Currency"])
    books = by("financials.csv", "month")
    assert list(books) == list(MONTHS)
    for at in range(1, len(MONTHS)):
        booked = Decimal(books[MONTHS[at]]["subscription_revenue"])
        # Each customer is rounded to a cent.
        assert abs(booked - (totals[at - 1] + totals[at]) / 2) < 3
        assert booked < Decimal(books[MONTHS[at]]["revenue"])


def test_books_hold_the_cost_of_sales_and_marketing() -> None:
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows("spend.csv"):
        spent[row["month"]] += Decimal(row["amount"])
    for month, row in by("financials.csv", "month").items():
        gross = Decimal(row["revenue"]) - Decimal(row["cost_of_revenue"])
        assert Decimal(row["ebitda"]) < gross - spent[month]
        assert Decimal(row["subscription_cost"]) < Decimal(row["cost_of_revenue"])


def test_names_that_break_things_are_among_the_customers() -> None:
    names = {row["Name"] for row in rows("stripe_customers.csv")}
    assert {"[/] Slashmark Studio", 'The "Good" Ladder Co.', "青葉工房株式会社"} <= names
    assert any(name.startswith("🚀") for name in names)
    assert any("," in name for name in names)
