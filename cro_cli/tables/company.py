"""The company itself: its spend, people, quotas, books and exchange rates."""

from __future__ import annotations

from cro_cli.tables.table import Kind, Table, columns

SPEND = Table(
    name="spend",
    meaning="Cost of sales and marketing by month.",
    columns=columns(
        ("month*", Kind.MONTH, "month of the cost"),
        ("category*", Kind.TEXT, "sales, marketing, cs or other; ads for advertising"),
        ("channel", Kind.TEXT, "channel, such as Google Ads"),
        ("campaign", Kind.TEXT, "campaign"),
        ("amount*", Kind.MONEY, "cost"),
        ("currency", Kind.TEXT, "ISO code"),
        ("new_share", Kind.PERCENT, "share spent on winning new customers"),
    ),
    key=("month", "category", "channel", "campaign", "currency"),
    unique=False,
    events=("month",),
)

HEADCOUNT = Table(
    name="headcount",
    meaning="People: one row a person with dates, or one row a month and department.",
    columns=columns(
        ("employee", Kind.TEXT, "employee id"),
        ("month", Kind.MONTH, "month whose end the row counts, when rows are not people"),
        ("department", Kind.TEXT, "department"),
        ("status", Kind.TEXT, "full-time, part-time, contractor, terminated"),
        ("fte", Kind.NUMBER, "full-time equivalents; 1 when not given"),
        ("hired_on", Kind.DATE, "first day"),
        ("left_on", Kind.DATE, "last day"),
    ),
    key=("employee", "month", "department"),
    events=("month",),
)

QUOTAS = Table(
    name="quotas",
    meaning="Sales quotas by period and owner.",
    columns=columns(
        ("period*", Kind.TEXT, "quarter or month: 2026-Q4, Q4 2026, 2026-10"),
        ("owner", Kind.TEXT, "owner as the deals have it; empty for a team's quota"),
        ("team", Kind.TEXT, "team"),
        ("amount*", Kind.MONEY, "quota"),
        ("currency", Kind.TEXT, "ISO code"),
    ),
    key=("period", "owner", "team"),
)

FINANCIALS = Table(
    name="financials",
    meaning="Monthly profit-and-loss and cash-flow lines.",
    columns=columns(
        ("month*", Kind.MONTH, "month"),
        ("currency", Kind.TEXT, "ISO code"),
        ("revenue", Kind.MONEY, "total revenue"),
        ("subscription_revenue", Kind.MONEY, "recurring part of revenue"),
        ("subscription_cost", Kind.MONEY, "cost of the recurring revenue"),
        ("cost_of_revenue", Kind.MONEY, "total cost of revenue"),
        ("ebitda", Kind.MONEY, "earnings before interest, tax, depreciation, amortisation"),
        ("operating_cash_flow", Kind.MONEY, "cash flow from operations"),
        ("investing_cash_flow", Kind.MONEY, "cash flow from investing"),
    ),
    key=("month",),
    events=("month",),
)

FX = Table(
    name="fx",
    meaning="Exchange rates: what a currency is worth in the reporting currency, or another one.",
    columns=columns(
        ("currency*", Kind.TEXT, "ISO code"),
        ("rate*", Kind.RATE, "units of the reporting currency, or of the base, for one unit"),
        ("date", Kind.DATE, "day of the rate"),
        ("units", Kind.RATE, "how many units of the currency the rate is for; 1 when not given"),
        ("base", Kind.TEXT, "ISO code the rate is in; the reporting currency when not given"),
    ),
    key=("currency", "date", "base"),
)
