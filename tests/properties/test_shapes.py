"""What must hold for every billing shape and every switch (definitions 7.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, note
from hypothesis import strategies as st

from cro_cli.bridge import ALWAYS, NOW_AND_THEN
from cro_cli.fact import Missing
from tests.oracle import plain_companies
from tests.oracle.companies import RATES, Export
from tests.oracle.program import run
from tests.properties.running import Cells, each_row, with_rows

Said = Mapping[str, str]

SHAPES = st.one_of(
    plain_companies.versions(),
    plain_companies.lines(),
    plain_companies.logs(),
    plain_companies.subscriptions(),
    plain_companies.months_of_mrr(),
)
GRAIN = ("customer", "month", "plan", "currency", "movement", "logos")
MOVEMENTS = {*ALWAYS, *NOW_AND_THEN}


def ledger(said: Said, *exports: Export) -> pl.DataFrame | str:
    """Return the ledger of a company in order, or the code of the reason why there is none."""
    with TemporaryDirectory() as name:
        note(str(said))
        for export in exports:
            note(export.write(Path(name)).read_text(encoding="utf-8"))
        fact = run(Path(name), first=2022 * 12, rates=RATES, said=said).collected.fact(
            "mrr_changes"
        )
    if isinstance(fact, Missing):
        return fact.reason.code
    return fact.frame.select(*GRAIN, "delta").sort(*GRAIN, nulls_last=True)


def same(one: pl.DataFrame | str, other: pl.DataFrame | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and one == other
    return one.equals(other)


@given(SHAPES, plain_companies.definitions(), st.data())
def test_the_order_of_rows_changes_nothing(export: Export, said: Said, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(export.rows))
    assert same(ledger(said, export), ledger(said, replace(export, rows=tuple(rows))))


@given(SHAPES, plain_companies.definitions())
def test_movements_are_those_of_a_bridge_and_transfers_come_to_nothing(
    export: Export, said: Said
) -> None:
    """So start and movements come to the end, of the whole and of every plan and currency."""
    rows = ledger(said, export)
    if isinstance(rows, str):
        return
    assert set(rows.get_column("movement")) <= MOVEMENTS
    is_transfer = pl.col("movement") == "transfer"
    moved = rows.filter(is_transfer).group_by("customer", "month").agg(pl.col("delta").sum())
    assert set(moved.get_column("delta")) <= {0}
    own = rows.filter(~is_transfer).group_by("customer", "month")
    assert set(own.agg(pl.col("movement").n_unique()).get_column("movement")) <= {1}
    signs = {"expansion": 1, "contraction": -1, "churn": -1}
    for name, sign in signs.items():
        net = rows.filter(pl.col("movement") == name).group_by("customer", "month")
        assert all(delta * sign >= 0 for delta in net.agg(pl.col("delta").sum())["delta"])


TYPED = st.one_of(
    plain_companies.versions(), plain_companies.lines(), plain_companies.subscriptions()
)


@given(TYPED, plain_companies.definitions(), st.sampled_from(("one_off", "usage")))
def test_what_happens_once_or_by_meter_changes_no_revenue(
    export: Export, said: Said, kind: str
) -> None:
    wide = with_columns(export, "type")
    row = dict(zip(wide.header, wide.rows[0], strict=True))
    more = {**row, "id": "more", "amount": "999", "type": kind}
    assert same(ledger(said, wide), ledger(said, with_rows(wide, more)))


@given(plain_companies.versions(), plain_companies.definitions())
def test_who_tries_changes_no_revenue(export: Export, said: Said) -> None:
    wide = with_columns(export, "trial")
    row = dict(zip(wide.header, wide.rows[0], strict=True))
    more = {**row, "id": "more", "customer": "c7", "amount": "999", "trial": "true"}
    said = {**said, "trials": "exclude"}
    assert same(ledger(said, wide), ledger(said, with_rows(wide, more)))


@given(plain_companies.versions(), plain_companies.definitions())
def test_a_price_for_a_year_is_twelve_for_a_month(export: Export, said: Said) -> None:
    def yearly(row: Cells) -> Cells:
        if row["interval"] != "month" or row.get("discount") or row.get("interval_count"):
            return row
        return {**row, "interval": "year", "amount": str(Decimal(row["amount"]) * 12)}

    assert same(ledger(said, export), ledger(said, each_row(export, yearly)))


@given(plain_companies.versions(), plain_companies.definitions())
def test_a_subscription_in_two_changes_nothing(export: Export, said: Said) -> None:
    whole = each_row(export, priced_plainly)
    rows = [dict(zip(whole.header, row, strict=True)) for row in whole.rows]
    mine = [row for row in rows if row["id"] == "s0"]
    third = [{**row, "id": "t0", "amount": part(row, 1)} for row in mine]
    others = [{**row, "amount": part(row, 2)} for row in mine]
    rest = [row for row in rows if row["id"] != "s0"]
    split = with_rows(replace(whole, rows=()), *rest, *third, *others)
    assert same(ledger(said, whole), ledger(said, split))


def priced_plainly(row: Cells) -> Cells:
    """Return a row whose price is whole cents of the reporting currency, and nothing is off."""
    empty = {"discount": "", "discount_percent": "", "interval_count": "", "currency": "USD"}
    return {**row, **{name: text for name, text in empty.items() if name in row}}


def part(row: Cells, shares: int) -> str:
    """Return a third of an amount, in whole cents, or what is left of it."""
    third = (Decimal(row["amount"]) / 3).quantize(Decimal("0.01"))
    return str(third if shares == 1 else Decimal(row["amount"]) - third)


def with_columns(export: Export, *names: str) -> Export:
    """Return an export with columns more, empty where it has none of that name."""
    more = tuple(name for name in names if name not in export.header)
    rows: Sequence[tuple[str, ...]] = [(*row, *("" for _ in more)) for row in export.rows]
    return replace(export, header=(*export.header, *more), rows=tuple(rows))
