"""The rows of the Stripe exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from company.contracts import Customer, Subscription
from company.invoices import Invoice
from company.names import BASE62
from company.setting import ADD_ON, AS_OF, MONTHS, PRICES, later, money, month_end, stream

Row = Sequence[str]

SUBSCRIPTIONS = (
    "id,Customer ID,Customer Description,Customer Email,Customer Name,Plan,Product,Quantity,"
    "Currency,Interval,Amount,Status,Cancellation Reason,Created (UTC),Start (UTC),"
    "Start Date (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),"
    "Trial End (UTC),Canceled At (UTC),Cancel At Period End,Ended At (UTC)"
)
MRR = "Customer ID,Customer,Customer Email,Currency," + ",".join(f"{day:%Y-%m}" for day in MONTHS)
INVOICES = (
    "id,Amount Due,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,"
    "Subscription,Subtotal,Total Discount Amount,Applied Coupons,Tax,Tax Percent,Total,"
    "Amount Paid,Status"
)
CUSTOMERS = (
    "id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Card Name,Card Address Line1,"
    "Card Address Line2,Card Address City,Card Address State,Card Address Country,"
    "Card Address Zip,Card AVS Line1 Status,Card AVS Zip Status,Card Brand,Card CVC Status,"
    "Card Exp Month,Card Exp Year,Card Fingerprint,Card Funding,Card Issue Country,Card Last4,"
    "Card Tokenization Method,Plan,Status,Cancel At Period End,Account Balance,Currency,"
    "Total Spend,Payment Count,Average Order,Refunded Volume,Dispute Losses,Business Vat ID,"
    "Tax Location Recognized,segment (metadata),region (metadata),source (metadata),"
    "salesforce_account_id (metadata)"
)


def flag(*, value: bool) -> str:
    """Write a truth value."""
    return "true" if value else "false"


def moment(day: dt.date | None, customer: Customer) -> str:
    """Write a day at the customer's billing time of day."""
    if day is None:
        return ""
    return f"{day} {customer.number % 24:02d}:{customer.number * 7 % 60:02d}"


def current_period(subscription: Subscription) -> tuple[dt.date, dt.date]:
    """Return start and end of the billing period at the as-of day, or of the last one."""
    last = subscription.ended or dt.date.max
    until = min(AS_OF, last if subscription.status == "unpaid" else last - dt.timedelta(1))
    in_trial = subscription.status == "paused" or until < subscription.start
    if subscription.trial_end and in_trial:
        return subscription.created, subscription.trial_end
    start = end = subscription.start
    count = 0
    while end <= until or count == 0:
        start = end
        count += 12 if subscription.term(start).interval == "year" else 1
        end = later(subscription.start, count)
    return start, end


def price_id(customer: Customer, subscription: Subscription) -> str:
    """Return the id of the list price, or that of a price made for this customer."""
    term = subscription.term(AS_OF)
    yearly = term.interval == "year"
    if term.unit == PRICES[customer.currency][term.plan][yearly]:
        return f"{term.plan.lower()}_{term.interval}_{customer.currency.lower()}"
    dice = stream("billing", "price", customer.number, term.plan, term.unit)
    return "price_" + "".join(dice.choices(BASE62, k=14))


def subscription_row(customer: Customer, subscription: Subscription) -> Row:
    """Return a subscription as it stands now: with its latest price only."""
    term = subscription.term(AS_OF)
    start, end = current_period(subscription)
    gone = subscription.status in {"canceled", "incomplete_expired"}
    scheduled = subscription.requested is not None and not gone and subscription.status != "unpaid"
    return (
        subscription.id,
        customer.id,
        "",
        customer.email,
        customer.name,
        price_id(customer, subscription),
        term.plan,
        str(term.seats),
        customer.currency.lower(),
        term.interval,
        money(term.unit * (12 if term.interval == "year" else 1)),
        subscription.status,
        subscription.reason if gone or scheduled else "",
        moment(subscription.created, customer),
        moment(term.start if len(subscription.terms) > 1 else subscription.created, customer),
        moment(subscription.created, customer),
        moment(start, customer),
        moment(end, customer),
        moment(subscription.created if subscription.trial_end else None, customer),
        moment(subscription.trial_end, customer),
        moment(subscription.requested, customer) if gone or scheduled else "",
        flag(value=scheduled),
        moment(subscription.ended, customer) if gone else "",
    )


def subscription_rows(customers: Iterable[Customer]) -> list[Row]:
    """Return all subscriptions, newest first."""
    pairs = [(sub, customer) for customer in customers for sub in customer.subscriptions]
    pairs.sort(key=lambda pair: (pair[0].created, pair[0].id), reverse=True)
    return [subscription_row(customer, subscription) for subscription, customer in pairs]


def mrr_rows(customers: Iterable[Customer]) -> list[Row]:
    """Return recurring revenue by customer and month, for all that ever had any."""
    return [
        (
            customer.id,
            customer.name,
            customer.email,
            customer.currency.lower(),
            *(money(customer.mrr(month_end(month))) for month in MONTHS),
        )
        for customer in customers
        if customer.has_paid
    ]


def invoice_row(invoice: Invoice) -> Row:
    """Return one invoice."""
    settled = invoice.status in {"paid", "void", "uncollectible"}
    return (
        invoice.id,
        money(invoice.total),
        "send_invoice" if invoice.sent else "charge_automatically",
        flag(value=settled),
        invoice.customer.currency.lower(),
        invoice.customer.id,
        f"{invoice.issued:%Y-%m-%d %H:%M}",
        f"{invoice.due:%Y-%m-%d %H:%M}",
        "" if invoice.status == "draft" else invoice.number,
        flag(value=invoice.status == "paid"),
        invoice.subscription.id,
        money(invoice.subtotal),
        money(invoice.discount) if invoice.discount else "",
        invoice.coupon,
        money(invoice.tax) if invoice.tax_percent else "",
        f"{invoice.tax_percent}.0" if invoice.tax_percent else "",
        money(invoice.total),
        money(invoice.paid),
        invoice.status,
    )


def customer_row(customer: Customer, paid: Sequence[int], crm_id: str) -> Row:
    """Return one customer with what finance keeps in metadata."""
    last = customer.subscriptions[-1]
    main = [sub for sub in customer.subscriptions if sub.terms[0].plan != ADD_ON][-1]
    scheduled = last.requested is not None and last.status in {"active", "past_due"}
    card = ("",) * 19
    average = sum(paid) // len(paid) if paid else 0
    return (
        customer.id,
        "",
        customer.email,
        customer.name,
        moment(customer.created, customer),
        flag(value=main.status in {"past_due", "unpaid"}),
        *card,
        price_id(customer, main),
        main.status,
        flag(value=scheduled),
        "0.00",
        customer.currency.lower(),
        money(sum(paid)),
        str(len(paid)),
        money(average),
        "0.00",
        "0.00",
        "",
        "",
        customer.segment,
        customer.region,
        customer.source,
        crm_id,
    )
