"""The program and the oracle agree on plain files of every shape, whatever the switches say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, note
from hypothesis import strategies as st

from tests.facts.canonical import built, missing
from tests.oracle import plain, plain_companies, plain_months
from tests.oracle.billing import Company
from tests.oracle.companies import RATES, Export
from tests.oracle.comparison import disagreements, oracle_values
from tests.oracle.ledger import ledger
from tests.oracle.metrics import formulas
from tests.oracle.plain_usage import with_usage
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
        is_torn = plain.is_torn(folder, said)
        known = with_usage(read(folder, RATES, said), folder, RATES, said)
        first = 2022 * 12 if known is None else known.first
        program = run(folder, first=first, rates=RATES, said=said)
    if is_torn:
        assert missing(program.collected.fact("mrr_changes")).code == "torn_discount"
        return
    if known is None:
        assert missing(program.collected.fact("mrr_changes")).code == "missing_table"
        return
    company, expected = known, oracle_values(known, {})
    if any(level < 0 for months in ledger(company).balances.values() for level in months.values()):
        reason = missing(program.collected.fact("mrr_changes"))
        assert reason.code == "negative_mrr"
        return
    fact = built(program.collected.fact("mrr_changes"))
    assert fact.last == company.last
    assert list(program.movements()) == list(ledger(company).movements)
    keys = set(KEYS) & set(formulas(1))
    actual = program.values(keys)
    known_by_both = {at: expected[at] for at in actual if at[1] <= company.last}
    assert list(disagreements(known_by_both, actual)) == []
    assert {value for at, value in actual.items() if at[1] > company.last} <= {None}


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


@given(plain_companies.lines(), plain_companies.definitions(usage=True))
def test_invoice_lines_agree(export: Export, said: Said) -> None:
    agree(plain.read_lines, (export,), said)


@given(plain_companies.logs(), plain_companies.definitions())
def test_logs_of_movements_agree(export: Export, said: Said) -> None:
    agree(plain.read_movements, (export,), said)


@given(
    plain_companies.versions(), plain_companies.metered(), plain_companies.definitions(usage=True)
)
def test_versions_with_usage_agree(export: Export, lines: Export, said: Said) -> None:
    agree(plain.read_versions, (export, lines), said)


@given(plain_companies.months_of_mrr(), plain_companies.definitions())
def test_histories_by_month_agree(export: Export, said: Said) -> None:
    agree(plain_months.read_mrr, (export,), said)


@given(
    plain_companies.months_of_mrr(),
    plain_companies.metered(),
    plain_companies.definitions(usage=True),
)
def test_histories_by_month_with_usage_agree(export: Export, lines: Export, said: Said) -> None:
    agree(plain_months.read_mrr, (export, lines), said)


SHAPES: Sequence[tuple[Reader, st.SearchStrategy[Export]]] = (
    (plain.read_versions, plain_companies.versions()),
    (plain.read_subscriptions, plain_companies.subscriptions()),
    (plain.read_lines, plain_companies.lines()),
    (plain_months.read_mrr, plain_companies.months_of_mrr()),
)


@given(st.data(), plain_companies.customers(), plain_companies.definitions(usage=True))
def test_parents_and_own_accounts_agree(data: st.DataObject, customers: Export, said: Said) -> None:
    read, exports = data.draw(st.sampled_from(SHAPES))
    said = {**said, "parents": "roll_up"}
    if read is not plain.read_lines:
        said.pop("usage", None)
    agree(read, (data.draw(exports), customers), said)
