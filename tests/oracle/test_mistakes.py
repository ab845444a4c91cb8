"""The comparison with the oracle sees each mistake: in the sample and in a generated company."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, find, settings

from tests.oracle.billing import Company, read
from tests.oracle.companies import RATES, Export, histories
from tests.oracle.comparison import disagreements, oracle_values, with_mistake
from tests.oracle.mistakes import MISTAKES, Spend
from tests.oracle.subscribers import subscriptions

# One company that tells is enough: no need to look for the smallest.
QUIETLY = settings(
    database=None, derandomize=True, deadline=None, max_examples=300, phases=[Phase.generate]
)


def seen(name: str, company: Company, cost: Spend) -> list[str]:
    """Return what the comparison says of a program that makes a mistake."""
    mistake = MISTAKES[name]
    right = oracle_values(company, cost)
    program = with_mistake(right, mistake.key, mistake.values(company, cost))
    return list(disagreements(right, program))


def company_of(export: Export) -> Company:
    with TemporaryDirectory() as folder:
        export.write(Path(folder))
        return read(Path(folder), RATES)


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_a_generated_company_gives_the_mistake_away(name: str) -> None:
    cost = dict.fromkeys(range(2022 * 12, 2026 * 12), Fraction(1000))
    companies = subscriptions() if name.startswith("annual") else histories(min_months=13)
    find(companies, lambda export: bool(seen(name, company_of(export), cost)), settings=QUIETLY)
