"""Every fact there is; facts know each other by name only.

The module of a fact has its name, and is imported when a metric first needs it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from cro_cli.fact import Fact

NAMES = (
    "payers",
    "subscriptions",
    "subscription_versions",
    "invoice_lines",
    "metered",
    "movements",
    "mrr",
    "mrr_changes",
    "plans",
    "disagreements",
    "reasons",
    "retention",
    "repriced",
    "balances",
    "past_due",
    "schedule",
    "renewals",
    "accounts",
    "crm_match",
    "deals",
    "stages",
    "standing",
    "pipeline",
    "quotas",
    "attainment",
    "funnel",
    "won_customers",
    "reconciled",
    "early_losses",
    "spend",
    "financials",
    "assumed_margin",
    "headcount",
)


@cache
def named(name: str) -> Fact:
    """Return the fact with a name."""
    fact: Fact = import_module(f"{__name__}.{name}").FACT
    return fact


def every() -> tuple[Fact, ...]:
    """Return all of them."""
    return tuple(map(named, NAMES))
