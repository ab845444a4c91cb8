"""Every fact there is; facts know each other by name only."""

from __future__ import annotations

from cro_cli.fact import Fact
from cro_cli.facts import (
    accounts,
    assumed_margin,
    attainment,
    balances,
    crm_match,
    deals,
    financials,
    funnel,
    headcount,
    invoice_lines,
    metered,
    movements,
    mrr,
    mrr_changes,
    past_due,
    payers,
    pipeline,
    quotas,
    reasons,
    retention,
    spend,
    stages,
    standing,
    subscription_versions,
    subscriptions,
    won_customers,
)

FACTS: tuple[Fact, ...] = (
    payers.FACT,
    subscriptions.FACT,
    subscription_versions.FACT,
    invoice_lines.FACT,
    metered.FACT,
    movements.FACT,
    mrr.FACT,
    mrr_changes.FACT,
    reasons.FACT,
    retention.FACT,
    balances.FACT,
    past_due.FACT,
    accounts.FACT,
    crm_match.FACT,
    deals.FACT,
    stages.FACT,
    standing.FACT,
    pipeline.FACT,
    quotas.FACT,
    attainment.FACT,
    funnel.FACT,
    won_customers.FACT,
    spend.FACT,
    financials.FACT,
    assumed_margin.FACT,
    headcount.FACT,
)

BY_NAME = {fact.name: fact for fact in FACTS}
