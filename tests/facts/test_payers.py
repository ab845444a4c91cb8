from __future__ import annotations

import polars as pl
import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, history
from tests.facts.ledgers import levels, moved

MRR = history({"A": {"2026-08..2026-09": "100"}, "B": {"2026-08": "40", "2026-09": "60"}})
CUSTOMERS: list[Row] = [
    {"id": "A", "name": "Acme", "domain": "https://www.acme.example/"},
    {"id": "B", "name": " Bolt ", "email": "pay@bolt.example"},
]


def _excluding(given: Given, *words: str, customers: list[Row] | None = None) -> tuple[str, ...]:
    settled = Assumptions(excluded=words)
    tables = {"customers": customers} if customers else {}
    fact = built(given(mrr=MRR, assumptions=settled, **tables).fact("mrr_changes"))
    assert levels(fact) == "08 100"
    return fact.notes


@pytest.mark.parametrize("word", ["B", "bolt", "BOLT.example"])
def test_customers_are_left_out_by_id_name_or_domain(given: Given, word: str) -> None:
    assert _excluding(given, word, customers=CUSTOMERS) == (
        "left out as own, test or partner accounts: 1 customer with an MRR of 60.00 on 2026-09-30",
    )


def test_what_was_left_out_is_that_of_the_as_of_date(given: Given) -> None:
    settled = Assumptions(excluded=("B",))
    facts = given(mrr=MRR, assumptions=settled, months=("2026-07", "2026-08"))
    (note,) = built(facts.fact("mrr_changes")).notes
    assert note.endswith("1 customer with an MRR of 40.00 on 2026-08-31")


def test_a_domain_is_what_is_left_of_a_page_and_comes_before_an_address(given: Given) -> None:
    customers: list[Row] = [
        {"id": "A", "domain": "https://www.acme.example/"},
        {"id": "B", "domain": "http://acme.example"},
        {"id": "C", "domain": "other.example", "email": "pay@acme.example"},
        {"id": "D", "email": "pay@acme.example"},
        {"id": None, "domain": "acme.example"},
    ]
    settled = Assumptions(excluded=("acme.example",))
    frame = built(given(customers=customers, assumptions=settled).fact("payers")).frame
    told = frame.filter(pl.col("customer") != "acme.example").sort("customer")
    assert told.select("customer", "is_left_out").rows() == [
        ("A", True),
        ("B", True),
        ("C", False),
        ("D", True),
    ]
    assert frame.get_column("customer").null_count() == 0


def test_who_is_listed_and_in_no_table_is_left_out_all_the_same(given: Given) -> None:
    assert len(_excluding(given, "B", customers=CUSTOMERS[:1])) == 1


def test_customers_are_left_out_by_id_without_a_table_of_them(given: Given) -> None:
    assert len(_excluding(given, "B", "Z")) == 1


def test_customers_are_left_out_by_a_mark(given: Given) -> None:
    marked = [CUSTOMERS[0], {**CUSTOMERS[1], "internal": True}]
    assert len(_excluding(given, customers=marked)) == 1


def test_a_mark_on_nobody_changes_nothing(given: Given) -> None:
    unmarked = [{**row, "internal": False} for row in CUSTOMERS]
    fact = built(given(mrr=MRR, customers=unmarked).fact("mrr_changes"))
    assert (levels(fact), fact.notes) == ("08 140, 09 160", ())


def _rolled_up(given: Given, parents: dict[str, str], *, parents_pay: bool = True) -> list[str]:
    customers = [{"id": name, "parent": parents.get(name)} for name in "ABC"]
    rows = history({"A": {"2026-08": "100"}, "B": {"2026-08": "40", "2026-09": "60"}})
    rows += history({"C": {"2026-09": "50"}})
    switch = "roll_up" if parents_pay else "separate"
    settled = Assumptions(definitions={"parents": switch})
    fact = built(given(mrr=rows, customers=customers, assumptions=settled).fact("mrr_changes"))
    return [f"{month} {who} {name} {amount}" for month, who, name, amount in moved(fact)] + [
        *fact.notes
    ]


def test_who_is_its_own_parent_stands_for_itself_and_goes_round_no_circle(given: Given) -> None:
    assert built(given(customers=[{"id": "B", "parent": "B"}]).fact("payers")).notes == ()


def test_parents_pay_for_their_customers(given: Given) -> None:
    """A leaves and C comes, both under B: on the whole B pays 30 less."""
    assert _rolled_up(given, {"A": "B", "C": "A"}) == [
        "2026-08 B opening 140",
        "2026-09 B contraction -30",
    ]


def test_customers_stand_for_themselves_unless_a_switch_says_so(given: Given) -> None:
    assert len(_rolled_up(given, {"A": "B", "C": "A"}, parents_pay=False)) == 5


def test_a_parent_may_have_no_row_of_its_own(given: Given) -> None:
    assert _rolled_up(given, {"A": "H", "B": "H", "C": "H"})[0] == "2026-08 H opening 140"


def test_parents_in_a_circle_stand_for_themselves(given: Given) -> None:
    said = _rolled_up(given, {"A": "B", "B": "A"})
    assert "2026-09 A churn -100" in said
    round_ = [{"id": "A", "parent": "B"}, {"id": "B", "parent": "A"}]
    (note,) = built(given(customers=round_).fact("payers")).notes
    assert note == "2 customers are their own parent's parent, such as A"


def test_who_is_past_due_counts_for_the_parent(given: Given) -> None:
    customers = [{"id": "A", "parent": "B"}, {"id": "B"}]
    invoice: Row = {
        "id": "i",
        "customer": "A",
        "status": "open",
        "issued_on": "2026-07-01",
        "paid_on": "2026-09-30",
    }
    settled = Assumptions(definitions={"parents": "roll_up"})
    facts = given(mrr=MRR, customers=customers, invoices=[invoice], assumptions=settled)
    frame = built(facts.fact("past_due")).frame
    assert frame.select("customer", "is_past_due").unique().rows() == [("B", True)]
