"""The program and the oracle agree on plain files of every shape, whatever the switches say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, note

from tests.facts.canonical import missing
from tests.oracle import plain, plain_companies
from tests.oracle.billing import Company
from tests.oracle.companies import RATES, Export
from tests.oracle.comparison import disagreements, oracle_values
from tests.oracle.ledger import ledger
from tests.oracle.metrics import formulas
from tests.oracle.program import run

Said = Mapping[str, str]
Reader = Callable[[Path, Mapping[str, Decimal], Said], Company]
# The flows of a year sum up those of every month.
KEYS = ("mrr", "nrr", "grr", "logo_churn", "quick_ratio", "expansion_share")


def agree(read: Reader, exports: tuple[Export, ...], said: Said) -> None:
    """Fail unless ledger and metrics are the same for every month."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        note(str(said))
        for export in exports:
            note((export.write(folder)).read_text(encoding="utf-8"))
        company = read(folder, RATES, said)
        expected = oracle_values(company, {})
        program = run(folder, first=company.first, rates=RATES, said=said)
    if any(level < 0 for months in ledger(company).balances.values() for level in months.values()):
        reason = missing(program.collected.fact("mrr_changes"))
        assert reason.code == "negative_mrr"
        return
    assert program.last == company.last
    assert list(program.movements()) == list(ledger(company).movements)
    keys = set(KEYS) & set(formulas(1))
    actual = program.values(keys)
    assert list(disagreements({at: expected[at] for at in actual}, actual)) == []


@given(plain_companies.subscriptions(), plain_companies.definitions())
def test_subscriptions_agree(export: Export, said: Said) -> None:
    agree(plain.read_subscriptions, (export,), said)


@given(
    plain_companies.subscriptions(), plain_companies.open_invoices(), plain_companies.definitions()
)
def test_subscriptions_with_open_invoices_agree(
    export: Export, invoices: Export, said: Said
) -> None:
    agree(plain.read_subscriptions, (export, invoices), said)


@given(plain_companies.subscriptions(), plain_companies.items(), plain_companies.definitions())
def test_subscriptions_of_items_agree(
    export: Export, items: tuple[Export, Export], said: Said
) -> None:
    agree(plain.read_subscriptions, (export, *items), said)


@given(plain_companies.versions(), plain_companies.definitions())
def test_versions_agree(export: Export, said: Said) -> None:
    agree(plain.read_versions, (export,), said)


@given(plain_companies.lines(), plain_companies.definitions())
def test_invoice_lines_agree(export: Export, said: Said) -> None:
    agree(plain.read_lines, (export,), said)


@given(plain_companies.logs(), plain_companies.definitions())
def test_logs_of_movements_agree(export: Export, said: Said) -> None:
    agree(plain.read_movements, (export,), said)
