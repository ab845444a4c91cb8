"""Every check there is, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli.checks import (
    currencies,
    deals,
    duplicates,
    future,
    gaps,
    leads,
    negatives,
    references,
    reversed_dates,
    round_counts,
    stale,
    subscriptions,
    unmatched,
)
from cro_cli.checks.check import Check
from cro_cli.checks.data import Data
from cro_cli.validation import Checked

CHECKS: tuple[Check, ...] = (
    *stale.CHECKS,
    *round_counts.CHECKS,
    *future.CHECKS,
    *gaps.CHECKS,
    *references.CHECKS,
    *unmatched.CHECKS,
    *duplicates.CHECKS,
    *currencies.CHECKS,
    *negatives.CHECKS,
    *reversed_dates.CHECKS,
    *subscriptions.CHECKS,
    *deals.CHECKS,
    *leads.CHECKS,
)


def run(data: Data) -> Iterator[Checked]:
    """Yield what every check found, or what it would need."""
    for check in CHECKS:
        needs = tuple(need for need in check.needs if not data.has(need))
        if needs:
            yield Checked(key=check.key, title=check.title, needs=needs)
            continue
        found = check.find(data)
        yield Checked(key=check.key, title=check.title, rows=found.rows, findings=found.findings)
