"""How well billing and the CRM know each other: what each customer can be found by."""

from __future__ import annotations

from company import names
from company.contracts import Customer
from company.setting import AS_OF, stream

UNMATCHED_SHARE = 0.03
BY_DOMAIN = 0.1
BY_NAME = 0.06


def name_hard_cases(customers: list[Customer]) -> None:
    """Give some customers the names that break things."""
    paying = [customer for customer in customers if customer.mrr(AS_OF)]
    chosen = stream("sales", "hard names").sample(paying, len(names.HARD))
    for customer, (billing, crm, domain) in zip(chosen, names.HARD, strict=True):
        customer.name, customer.crm_name, customer.domain = billing, crm, domain
        customer.email = f"billing@{domain}"


def decide_matches(customers: list[Customer]) -> None:
    """Settle by what the CRM account of each customer can be found."""
    hard = {billing for billing, _, _ in names.HARD}
    dice = stream("sales", "matches")
    for customer in customers:
        roll = dice.random()
        if customer.name in hard or roll > BY_DOMAIN + BY_NAME:
            continue
        customer.matched_by = "domain" if roll < BY_DOMAIN else "name"
        if customer.matched_by == "name":
            spell_differently(customer)
    leave_unmatched(customers)


def spell_differently(customer: Customer) -> None:
    """Let only the name, without its legal form, lead to the account."""
    bare = names.without_legal(customer.name)
    customer.crm_name = bare.upper() if customer.number % 2 else bare
    word = bare.split()[0].lower()
    customer.email = f"{word}.office@gmail.com"


def leave_unmatched(customers: list[Customer]) -> None:
    """Let a few stay unknown to the CRM: they signed up alone and nobody linked them."""
    total = sum(customer.mrr_usd(AS_OF) for customer in customers)
    unknown = 0
    candidates = [customer for customer in customers if customer.matched_by == "id"]
    stream("sales", "unmatched").shuffle(candidates)
    for customer in candidates:
        mrr = customer.mrr_usd(AS_OF)
        if mrr and mrr < total // 100 and unknown + mrr < UNMATCHED_SHARE * total:
            customer.matched_by, customer.source = "nothing", "Website"
            unknown += mrr


def crm_id(customer: Customer, account_id: str) -> str:
    """Return the account id that finance keeps: for some the short one, copied from a report."""
    if customer.matched_by != "id":
        return ""
    return account_id[:15] if customer.number % 23 == 0 else account_id
