"""Invoices that follow from the subscriptions: renewals, seats added in mid-term, coupons, tax."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from company import names
from company.contracts import Customer, Subscription, Term
from company.setting import AS_OF, FIRST, later, stream

NET_DAYS = 30
DRAFT_DAYS = 3
LATE_DAYS = 100
PAST_DUE_SHARE = 0.05
IRISH_VAT_PERCENT = 23
COUPONS = {"WELCOME10": 10, "WELCOME15": 15, "STARTUP20": 20}


@dataclass(kw_only=True)
class Invoice:
    """One invoice; money in cents of its currency."""

    id: str
    number: str
    customer: Customer
    subscription: Subscription
    issued: dt.datetime
    subtotal: int
    discount: int
    coupon: str
    tax_percent: int
    sent: bool
    status: str = "paid"

    @property
    def tax(self) -> int:
        """Value added tax."""
        return round((self.subtotal - self.discount) * self.tax_percent / 100)

    @property
    def total(self) -> int:
        """What the customer was asked to pay."""
        return self.subtotal - self.discount + self.tax

    @property
    def paid(self) -> int:
        """What has been paid."""
        return self.total if self.status == "paid" else 0

    @property
    def due(self) -> dt.datetime:
        """When it is due: sent invoices have a term of payment, the others charge a card."""
        return self.issued + dt.timedelta(NET_DAYS if self.sent else 0)


def charges(subscription: Subscription) -> Iterator[tuple[dt.date, int]]:
    """Yield day and cents of all that was billed up to the as-of day."""
    left = 0  # months that are paid for already
    paid_for = subscription.terms[0]
    for count in range(120):
        day = later(subscription.start, count)
        if day > AS_OF or (subscription.ended and subscription.ended <= day):
            return
        term = subscription.term(day)
        if left == 0:
            left = 12 if term.interval == "year" else 1
            yield day, term.mrr * left
        elif added(paid_for, term):
            yield day, (term.mrr - paid_for.mrr) * left
        paid_for = term
        left -= 1


def added(before: Term, now: Term) -> bool:
    """Tell whether a change in mid-term is billed at once; less is credited to the renewal."""
    return now.mrr > before.mrr


def sends_invoices(customer: Customer, subscription: Subscription) -> bool:
    """Tell whether a subscription is billed by invoice with a term of payment."""
    return customer.segment != "smb" and (
        customer.segment == "ent" or subscription.terms[0].interval == "year"
    )


def bill(customer: Customer) -> list[Invoice]:
    """Return a customer's invoices of the 36 months, oldest first."""
    dice = stream("billing", "invoices", customer.number)
    prefix = "".join(dice.choices("0123456789ABCDEF", k=8))
    coupon = pick_coupon(customer)
    bills = []
    for subscription in customer.subscriptions:
        if subscription.status in {"trialing", "paused", "incomplete_expired"}:
            continue
        sent = sends_invoices(customer, subscription)
        for day, cents in charges(subscription):
            if day < FIRST:
                continue
            first = day == customer.subscriptions[0].start
            bills.append(
                Invoice(
                    id=names.stripe_id(dice, "in"),
                    number="",
                    customer=customer,
                    subscription=subscription,
                    issued=dt.datetime.combine(
                        day, dt.time(customer.number % 24, customer.number * 7 % 60)
                    ),
                    subtotal=cents,
                    discount=cents * COUPONS[coupon] // 100 if first and coupon else 0,
                    coupon=coupon if first else "",
                    tax_percent=IRISH_VAT_PERCENT if customer.country == "IE" else 0,
                    sent=sent,
                )
            )
    bills.sort(key=lambda invoice: (invoice.issued, invoice.id))
    for count, invoice in enumerate(bills, start=1):
        invoice.number = f"{prefix}-{count:04d}"
        invoice.status = standing(invoice)
    return bills


def pick_coupon(customer: Customer) -> str:
    """Return the coupon for the first invoice, which few customers have."""
    dice = stream("billing", "coupon", customer.number)
    if customer.segment == "ent" or dice.random() > 0.25:
        return ""
    return dice.choice(tuple(COUPONS))


def standing(invoice: Invoice) -> str:
    """Return an invoice's status at the as-of day."""
    age = (AS_OF - invoice.issued.date()).days
    dice = stream("billing", "standing", invoice.id)
    if invoice.sent and age <= DRAFT_DAYS:
        return "draft"
    if invoice.sent and age <= NET_DAYS:
        return "open" if dice.random() < 0.7 else "paid"
    if dice.random() < 0.008:
        return "void"
    return "paid"


def settle_failures(customer: Customer, bills: list[Invoice]) -> None:
    """Write off the last invoice of a subscription that ended because payment failed."""
    for subscription in customer.subscriptions:
        own = [invoice for invoice in bills if invoice.subscription is subscription]
        if own and subscription.reason == "payment_failed":
            own[-1].status = "uncollectible" if subscription.status == "canceled" else "open"


def fall_behind(customers: list[Customer], bills: list[Invoice]) -> None:
    """Let customers with a good share of the revenue be late with what was due lately."""
    total = sum(customer.mrr_usd(AS_OF) for customer in customers)
    late: dict[str, list[Invoice]] = {}
    for invoice in bills:
        if invoice.status == "paid" and is_lately_due(invoice):
            late.setdefault(invoice.customer.id, []).append(invoice)
    order = [customer for customer in customers if customer.id in late]
    stream("billing", "late").shuffle(order)
    behind = 0
    for customer in order:
        mrr = customer.mrr_usd(AS_OF)
        if mrr < total // 70 and behind + mrr < PAST_DUE_SHARE * total:
            behind += mrr
            for invoice in late[customer.id]:
                invoice.status, invoice.subscription.status = "open", "past_due"


def is_lately_due(invoice: Invoice) -> bool:
    """Tell whether an invoice of a running subscription fell due in the last weeks."""
    running = invoice.subscription.status == "active" and invoice.subscription.ended is None
    first = AS_OF - dt.timedelta(LATE_DAYS if invoice.sent else LATE_DAYS // 2)
    return running and first <= invoice.issued.date() and invoice.due.date() < AS_OF


def all_invoices(customers: list[Customer]) -> list[Invoice]:
    """Return every invoice, newest first as the dashboard lists them."""
    found = []
    for customer in customers:
        bills = bill(customer)
        settle_failures(customer, bills)
        found += bills
    fall_behind(customers, found)
    return sorted(found, key=lambda invoice: (invoice.issued, invoice.id), reverse=True)
