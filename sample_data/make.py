"""Write the sample company's exports beside this script: `python sample_data/make.py [FOLDER]`."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from company import ads, billing, crm, finance, invoices, matching, names, people, quotas
from company import salesforce_files as salesforce
from company import stripe_files as stripe
from company.contracts import Customer

QUOTAS = "period,owner,team,amount,currency"
FX = "currency,rate,date"


def text(header: str, rows: Iterable[Sequence[str]], *, quote_all: bool = False) -> str:
    """Return a CSV file as text."""
    out = io.StringIO()
    writer = csv.writer(
        out, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    if quote_all:
        writer.writerow(header.split(","))
    else:
        out.write(header + "\n")
    writer.writerows(rows)
    return out.getvalue()


def loaded(header: str, rows: Iterable[Sequence[str]]) -> str:
    """Return a file as Data Loader writes it: every field quoted."""
    return text(header, rows, quote_all=True)


def customers() -> list[Customer]:
    """Return all customers of billing."""
    words = names.coined()
    found = billing.paying(words)
    found += billing.tried(words, len(found))
    matching.name_hard_cases(found)
    matching.decide_matches(found)
    return found


def stripe_files(known: list[Customer], sales: crm.Crm) -> Iterator[tuple[str, str]]:
    """Yield name and text of the billing exports."""
    bills = invoices.all_invoices(known)
    paid: dict[str, list[int]] = {customer.id: [] for customer in known}
    for invoice in bills:
        if invoice.paid:
            paid[invoice.customer.id].append(invoice.paid)
    crm_ids = {
        account.customer.id: matching.crm_id(account.customer, account.id)
        for account in sales.accounts
        if account.customer
    }
    yield "stripe_subscriptions.csv", text(stripe.SUBSCRIPTIONS, stripe.subscription_rows(known))
    yield (
        "MRR_per_Subscriber__monthly_2023-10_2026-09.csv",
        text(stripe.MRR, stripe.mrr_rows(known)),
    )
    yield "stripe_invoices.csv", text(stripe.INVOICES, map(stripe.invoice_row, bills))
    rows = [stripe.customer_row(one, paid[one.id], crm_ids.get(one.id, "")) for one in known]
    yield "stripe_customers.csv", text(stripe.CUSTOMERS, rows)


def salesforce_files(sales: crm.Crm) -> Iterator[tuple[str, str]]:
    """Yield name and text of the CRM exports."""
    yield "Account.csv", loaded(salesforce.ACCOUNT, map(salesforce.account, sales.accounts))
    yield (
        "Opportunity.csv",
        loaded(salesforce.OPPORTUNITY, map(salesforce.opportunity, sales.deals)),
    )
    yield "OpportunityHistory.csv", loaded(salesforce.HISTORY, salesforce.history_rows(sales))
    yield "Lead.csv", loaded(salesforce.LEAD, map(salesforce.lead, sales.leads))


def other_files(known: list[Customer], sales: crm.Crm) -> Iterator[tuple[str, str]]:
    """Yield name and text of the exports of marketing, people and finance."""
    staff = people.staff()
    preamble = "\n".join(ads.google_preamble()) + "\n"
    yield "google_ads.csv", preamble + text(ads.GOOGLE, ads.google_rows())
    yield "meta_ads.csv", text(ads.META, ads.meta_rows())
    yield "bamboohr_headcount.csv", text(people.HEADER, people.rows(staff))
    yield "spend.csv", text(finance.SPEND, finance.spend_rows(sales, staff))
    yield "quotas.csv", text(QUOTAS, quotas.rows())
    yield "fx.csv", text(FX, [("EUR", "1.08", "2026-09-30")])
    yield "financials.csv", text(finance.FINANCIALS, finance.financial_rows(known, sales, staff))


def main(folder: Path) -> None:
    """Write every file into a folder."""
    known = customers()
    sales = crm.build(known, names.coined()[len(known) :])
    folder.mkdir(parents=True, exist_ok=True)
    for files in (stripe_files(known, sales), salesforce_files(sales), other_files(known, sales)):
        for name, content in files:
            (folder / name).write_bytes(content.encode())
            print(f"{name}: {content.count(chr(10))} lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
