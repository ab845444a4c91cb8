"""Two rows of the plain form of each table: what a template shows, and what loads as it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from cro_cli.tables import BY_NAME

Row = Mapping[str, str]

_MONTHLY = {"status": "active", "currency": "USD", "interval": "month", "interval_count": "1"}

EXAMPLES: Mapping[str, Sequence[Row]] = {
    "customers": (
        {"id": "C-1", "name": "Acme Ltd", "email": "ann@acme.example", "domain": "acme.example",
         "segment": "smb", "region": "EMEA", "source": "referral", "crm_id": "A-1",
         "internal": "false", "created_on": "2026-01-05"},
        {"id": "C-2", "name": "Borealis GmbH", "segment": "ent", "region": "NA", "parent": "C-1",
         "internal": "false", "created_on": "2026-02-17"},
    ),
    "subscriptions": (
        {**_MONTHLY, "id": "S-1", "customer": "C-1", "plan": "Team", "quantity": "10",
         "type": "recurring", "amount": "49.00", "created_on": "2026-01-05",
         "started_on": "2026-01-05", "cancel_at_period_end": "false"},
        {**_MONTHLY, "id": "S-2", "customer": "C-2", "plan": "Business", "status": "canceled",
         "quantity": "1", "type": "recurring", "amount": "12000.00", "interval": "year",
         "created_on": "2025-02-17", "started_on": "2025-03-01", "ended_on": "2026-03-01",
         "cancel_at_period_end": "true"},
    ),
    "subscription_versions": (
        {**_MONTHLY, "id": "S-1", "customer": "C-1", "version": "1", "plan": "Team",
         "type": "recurring", "quantity": "10", "amount": "49.00", "started_on": "2026-01-05",
         "ended_on": "2026-04-05", "trial": "false"},
        {**_MONTHLY, "id": "S-1", "customer": "C-1", "version": "2", "plan": "Team",
         "type": "recurring", "quantity": "14", "amount": "49.00", "started_on": "2026-04-05",
         "trial": "false"},
    ),
    "subscription_items": (
        {"id": "I-1", "subscription": "S-1", "price": "P-1", "plan": "Team", "quantity": "10",
         "amount": "49.00", "currency": "USD", "interval": "month", "interval_count": "1",
         "type": "recurring", "started_on": "2026-01-05"},
        {"id": "I-2", "subscription": "S-1", "price": "P-2", "plan": "Extra storage",
         "quantity": "2", "amount": "9.00", "currency": "USD", "interval": "month",
         "interval_count": "1", "type": "recurring", "started_on": "2026-02-01"},
    ),
    "prices": (
        {"id": "P-1", "plan": "Team", "amount": "49.00", "currency": "USD", "interval": "month",
         "interval_count": "1", "type": "recurring", "usage_type": "licensed"},
        {"id": "P-2", "plan": "Extra storage", "amount": "9.00", "currency": "USD",
         "interval": "month", "interval_count": "1", "type": "recurring",
         "usage_type": "licensed"},
    ),
    "mrr": (
        {"customer": "C-1", "month": "2026-01", "amount": "490.00", "currency": "USD",
         "plan": "Team"},
        {"customer": "C-1", "month": "2026-02", "amount": "686.00", "currency": "USD",
         "plan": "Team"},
    ),
    "movements": (
        {"id": "M-1", "customer": "C-1", "subscription": "S-1", "plan": "Team", "on": "2026-01-05",
         "movement": "new", "delta": "490.00", "currency": "USD"},
        {"id": "M-2", "customer": "C-1", "subscription": "S-1", "plan": "Team", "on": "2026-04-05",
         "movement": "contraction", "delta": "-98.00", "currency": "USD"},
    ),
    "invoices": (
        {"id": "R-1", "customer": "C-1", "subscription": "S-1", "issued_on": "2026-01-05",
         "due_on": "2026-02-04", "paid_on": "2026-01-20", "status": "paid", "type": "charge",
         "currency": "USD", "subtotal": "490.00", "discount": "0.00", "tax": "0.00",
         "total": "490.00", "amount_paid": "490.00"},
        {"id": "R-2", "customer": "C-1", "subscription": "S-1", "issued_on": "2026-02-05",
         "due_on": "2026-03-07", "status": "open", "type": "charge", "currency": "USD",
         "subtotal": "490.00", "discount": "49.00", "tax": "0.00", "total": "441.00",
         "amount_paid": "0.00"},
    ),
    "invoice_lines": (
        {"id": "L-1", "invoice": "R-1", "customer": "C-1", "subscription": "S-1", "plan": "Team",
         "type": "recurring", "description": "10 seats", "amount": "490.00", "tax": "0.00",
         "discount": "0.00", "currency": "USD", "quantity": "10", "period_start_on": "2026-01-05",
         "period_end_on": "2026-02-05", "issued_on": "2026-01-05", "status": "paid",
         "proration": "false"},
        {"id": "L-2", "invoice": "R-1", "customer": "C-1", "plan": "Onboarding", "type": "one_off",
         "description": "Onboarding", "amount": "1500.00", "tax": "0.00", "discount": "0.00",
         "currency": "USD", "quantity": "1", "issued_on": "2026-01-05", "status": "paid",
         "proration": "false"},
    ),
    "payments": (
        {"id": "Y-1", "customer": "C-1", "invoice": "R-1", "amount": "490.00", "refunded": "0.00",
         "currency": "USD", "status": "paid", "created_on": "2026-01-20"},
        {"id": "Y-2", "customer": "C-1", "invoice": "R-2", "amount": "441.00", "refunded": "0.00",
         "currency": "USD", "status": "failed", "created_on": "2026-02-20",
         "failure": "card declined"},
    ),
    "usage": (
        {"customer": "C-1", "on": "2026-01-31", "metric": "seats", "quantity": "9",
         "included": "10", "subscription": "S-1"},
        {"customer": "C-1", "on": "2026-02-28", "metric": "seats", "quantity": "10",
         "included": "10", "subscription": "S-1"},
    ),
    "accounts": (
        {"id": "A-1", "name": "Acme Ltd", "domain": "acme.example", "billing_id": "C-1",
         "segment": "smb", "region": "EMEA", "owner": "Ann Berg", "source": "referral",
         "created_on": "2025-11-03"},
        {"id": "A-2", "name": "Borealis GmbH", "domain": "borealis.example", "segment": "ent",
         "region": "NA", "owner": "Bo Chen", "source": "outbound", "created_on": "2025-12-12"},
    ),
    "deals": (
        {"id": "D-1", "name": "Acme: 10 seats", "account_id": "A-1", "account": "Acme Ltd",
         "owner": "Ann Berg", "type": "new", "pipeline": "Sales", "stage": "Closed Won",
         "status": "won", "amount": "5880.00", "currency": "USD", "probability": "100%",
         "created_on": "2025-11-10", "close_on": "2026-01-05", "source": "referral",
         "forecast_category": "closed", "updated_on": "2026-01-05"},
        {"id": "D-2", "name": "Borealis: Business", "account_id": "A-2",
         "account": "Borealis GmbH", "owner": "Bo Chen", "type": "new", "pipeline": "Sales",
         "stage": "Proposal", "status": "open", "amount": "24000.00", "currency": "USD",
         "probability": "60%", "created_on": "2026-01-20", "close_on": "2026-04-30",
         "source": "outbound", "forecast_category": "best case", "updated_on": "2026-02-25"},
    ),
    "deal_stages": (
        {"deal": "D-2", "at": "2026-01-20 09:30", "stage": "Discovery", "amount": "20000.00",
         "close_on": "2026-03-31", "currency": "USD"},
        {"deal": "D-2", "at": "2026-02-25 16:05", "stage": "Proposal", "from_stage": "Discovery",
         "amount": "24000.00", "close_on": "2026-04-30", "currency": "USD"},
    ),
    "leads": (
        {"id": "K-1", "account": "Acme Ltd", "email": "ann@acme.example", "source": "referral",
         "owner": "Ann Berg", "stage": "won", "created_on": "2025-10-20", "mql_on": "2025-10-25",
         "sql_on": "2025-11-10", "won_on": "2026-01-05", "deal": "D-1", "account_id": "A-1"},
        {"id": "K-2", "account": "Cirrus Inc", "email": "kim@cirrus.example", "source": "webinar",
         "owner": "Bo Chen", "stage": "mql", "created_on": "2026-02-02", "mql_on": "2026-02-09"},
    ),
    "spend": (
        {"month": "2026-01", "category": "marketing", "channel": "Google Ads",
         "campaign": "Brand", "amount": "3200.00", "currency": "USD", "new_share": "100%"},
        {"month": "2026-01", "category": "sales", "amount": "41000.00", "currency": "USD",
         "new_share": "80%"},
    ),
    "headcount": (
        {"employee": "E-1", "department": "Sales", "status": "full-time", "fte": "1",
         "hired_on": "2024-05-01"},
        {"employee": "E-2", "department": "Engineering", "status": "part-time", "fte": "0.6",
         "hired_on": "2025-02-01", "left_on": "2026-01-31"},
    ),
    "quotas": (
        {"period": "2026-Q1", "owner": "Ann Berg", "team": "EMEA", "amount": "120000.00",
         "currency": "USD"},
        {"period": "2026-Q1", "owner": "Bo Chen", "team": "NA", "amount": "150000.00",
         "currency": "USD"},
    ),
    "financials": (
        {"month": "2026-01", "currency": "USD", "revenue": "82000.00",
         "subscription_revenue": "78000.00", "subscription_cost": "17000.00",
         "cost_of_revenue": "21000.00", "ebitda": "-9000.00", "operating_cash_flow": "-12000.00",
         "investing_cash_flow": "-1000.00"},
        {"month": "2026-02", "currency": "USD", "revenue": "84500.00",
         "subscription_revenue": "80500.00", "subscription_cost": "17400.00",
         "cost_of_revenue": "21300.00", "ebitda": "-7600.00", "operating_cash_flow": "-10500.00",
         "investing_cash_flow": "0.00"},
    ),
    "fx": (
        {"currency": "EUR", "rate": "1.08", "date": "2026-01-31", "units": "1", "base": "USD"},
        {"currency": "EUR", "rate": "1.09", "date": "2026-02-28", "units": "1", "base": "USD"},
    ),
}  # fmt: skip


def example(table: str) -> str:
    """Return the plain form of a table as a CSV file of its header and two rows."""
    out = io.StringIO()
    columns = [column.name for column in BY_NAME[table].columns]
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(EXAMPLES[table])
    return out.getvalue()
