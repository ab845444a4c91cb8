"""What customers were asked to pay, and what they paid."""

from __future__ import annotations

from cro_cli.tables.table import Kind, Table, columns

INVOICES = Table(
    name="invoices",
    meaning="Invoices with what is still owed.",
    columns=columns(
        ("id*", Kind.TEXT, "invoice id"),
        ("customer*", Kind.TEXT, "billing customer id"),
        ("subscription", Kind.TEXT, "subscription id"),
        ("issued_on*", Kind.DATE, "invoice date"),
        ("due_on", Kind.DATE, "due date"),
        ("paid_on", Kind.DATE, "day it was paid"),
        ("status*", Kind.TEXT, "draft, open, paid, uncollectible or void"),
        ("type", Kind.TEXT, "charge or credit; charge when not given"),
        ("currency", Kind.TEXT, "ISO code"),
        ("subtotal", Kind.MONEY, "before discount and tax"),
        ("discount", Kind.MONEY, "total discount"),
        ("tax", Kind.MONEY, "tax"),
        ("total", Kind.MONEY, "what the customer was asked to pay"),
        ("amount_paid", Kind.MONEY, "what has been paid"),
    ),
    key=("id",),
    events=("issued_on", "paid_on"),
)

INVOICE_LINES = Table(
    name="invoice_lines",
    meaning="Lines of invoices with the service they are for.",
    columns=columns(
        ("id", Kind.TEXT, "line id"),
        ("invoice", Kind.TEXT, "invoice id"),
        ("customer", Kind.TEXT, "billing customer id; looked up by invoice when not given"),
        ("subscription", Kind.TEXT, "subscription id"),
        ("plan", Kind.TEXT, "plan, price or product"),
        ("type", Kind.TEXT, "recurring, usage, one_off or credit; recurring when not given"),
        ("description", Kind.TEXT, "what the line says"),
        ("amount*", Kind.MONEY, "net of discount, before tax"),
        ("tax", Kind.MONEY, "tax on it"),
        ("discount", Kind.MONEY, "discount already taken off"),
        ("currency", Kind.TEXT, "ISO code"),
        ("quantity", Kind.NUMBER, "seats or units"),
        ("period_start_on", Kind.DATE, "first day of service"),
        ("period_end_on", Kind.DATE, "first day after the service"),
        ("issued_on", Kind.DATE, "invoice date"),
        ("status", Kind.TEXT, "draft, open, paid, uncollectible or void"),
        ("proration", Kind.FLAG, "the line bills or credits a part of a period"),
    ),
    key=(
        "customer",
        "invoice",
        "id",
        "subscription",
        "plan",
        "type",
        "period_start_on",
        "period_end_on",
        "issued_on",
        "currency",
    ),
    unique=False,
    told_by=("period_start_on", "period_end_on"),
    events=("issued_on",),
)

PAYMENTS = Table(
    name="payments",
    meaning="Payments and attempts at payment.",
    columns=columns(
        ("id*", Kind.TEXT, "payment id"),
        ("customer", Kind.TEXT, "billing customer id"),
        ("invoice", Kind.TEXT, "invoice id"),
        ("amount*", Kind.MONEY, "what was charged"),
        ("refunded", Kind.MONEY, "how much of it was given back"),
        ("currency", Kind.TEXT, "ISO code"),
        ("status", Kind.TEXT, "paid, failed, pending, refunded, disputed or canceled"),
        ("created_on*", Kind.DATE, "day of the attempt"),
        ("failure", Kind.TEXT, "why it failed"),
    ),
    key=("id",),
    events=("created_on",),
)

USAGE = Table(
    name="usage",
    meaning="What customers used, and how much of it their plan includes.",
    columns=columns(
        ("customer", Kind.TEXT, "billing customer id; looked up by subscription when not given"),
        ("on*", Kind.DATE, "day, or first day of the period"),
        ("metric", Kind.TEXT, "what is counted: seats, calls, gigabytes"),
        ("quantity*", Kind.NUMBER, "how much was used"),
        ("included", Kind.NUMBER, "how much the plan includes"),
        ("subscription", Kind.TEXT, "subscription id"),
    ),
    key=("customer", "on", "metric", "subscription"),
    unique=False,
    told_by=("customer",),
    events=("on",),
)
