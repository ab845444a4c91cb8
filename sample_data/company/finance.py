"""Cost of sales and marketing, and the books: both follow from customers, deals and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from company import ads, people
from company.contracts import Customer
from company.crm import Crm
from company.deals import RENEWAL, WON
from company.people import Employee
from company.setting import MONTHS, money, month_end, stream, usd

SPEND = "month,category,channel,campaign,amount,currency"
FINANCIALS = (
    "month,currency,revenue,subscription_revenue,subscription_cost,cost_of_revenue,ebitda,"
    "operating_cash_flow,investing_cash_flow"
)
COMMISSION_PERCENT = 10
HOSTING_PERCENT = 15
PAYMENT_FEE_PERMILLE = 11
# Dollars a month in the first year; they grow by a tenth each year.
STANDING = (
    ("sales", "Tools", 4800),
    ("marketing", "Tools", 3600),
    ("marketing", "Agencies", 6200),
    ("cs", "Tools", 1500),
)
EVENTS = {3: 14_000, 6: 22_000, 9: 12_000, 11: 9_000}
RENT_AND_FEES = 58_000


def commissions(crm: Crm, month: dt.date) -> int:
    """Return commissions on the deals won in a month, in cents."""
    won = [
        deal
        for deal in crm.deals
        if deal.stage == WON
        and deal.kind != RENEWAL
        and not deal.deleted
        and month <= deal.close <= month_end(month)
    ]
    total = sum(usd(deal.amount or 0, deal.account.currency) for deal in won)
    return total * COMMISSION_PERCENT // 100


def spend(crm: Crm, staff: list[Employee], month: dt.date) -> list[tuple[str, str, int]]:
    """Return category, channel and cents of a month's cost without advertising."""
    year = MONTHS.index(month) // 12
    rows = [
        ("sales", "Salaries", people.cost(staff, people.SALES, month)),
        ("sales", "Commissions", commissions(crm, month)),
        ("marketing", "Salaries", people.cost(staff, people.MARKETING, month)),
        ("cs", "Salaries", people.cost(staff, people.SUCCESS, month)),
    ]
    rows += [
        (category, channel, dollars * (100 + 10 * year)) for category, channel, dollars in STANDING
    ]
    event = EVENTS.get(month.month, 1500)
    rows.append(("marketing", "Events", event * (100 + 12 * year)))
    return rows


def spend_rows(crm: Crm, staff: list[Employee]) -> list[Sequence[str]]:
    """Return the rows of spend.csv."""
    return [
        (f"{month:%Y-%m}", category, channel, "", money(cents), "USD")
        for month in MONTHS
        for category, channel, cents in spend(crm, staff, month)
        if cents
    ]


def subscription_revenue(customers: list[Customer], month: dt.date) -> int:
    """Return a month's recurring revenue in cents: the mean of MRR at both its ends."""
    days = (month - dt.timedelta(1), month_end(month))
    ends = [sum(one.mrr_usd(day) for one in customers) for day in days]
    return sum(ends) // 2


def books(
    customers: list[Customer], crm: Crm, staff: list[Employee], month: dt.date
) -> Sequence[str]:
    """Return one month of the profit-and-loss statement and the cash flow."""
    dice = stream("office", "books", month)
    recurring = subscription_revenue(customers, month)
    services = recurring * dice.randint(50, 95) // 1000
    recurring_cost = (
        recurring * HOSTING_PERCENT // 100
        + recurring * PAYMENT_FEE_PERMILLE // 1000
        + people.cost(staff, people.SUPPORT, month)
    )
    cost_of_revenue = recurring_cost + people.cost(staff, people.SERVICES, month)
    selling = sum(cents for _, _, cents in spend(crm, staff, month)) + ads.spent(month)
    others = ("Engineering", "Product", "General & Administrative")
    running = sum(people.cost(staff, name, month) for name in others)
    running += RENT_AND_FEES * (100 + 6 * (MONTHS.index(month) // 12))
    ebitda = recurring + services - cost_of_revenue - selling - running
    # Yearly customers pay ahead, and most of them sign at the end of a quarter.
    ahead = recurring * (dice.randint(-6, 4) + 6 * (month.month % 3 == 0)) // 100
    investing = -(recurring * dice.randint(12, 26) // 1000)
    lines = (recurring + services, recurring, recurring_cost, cost_of_revenue, ebitda)
    return (f"{month:%Y-%m}", "USD", *map(money, (*lines, ebitda + ahead, investing)))


def financial_rows(
    customers: list[Customer], crm: Crm, staff: list[Employee]
) -> list[Sequence[str]]:
    """Return the rows of financials.csv."""
    return [books(customers, crm, staff, month) for month in MONTHS]
