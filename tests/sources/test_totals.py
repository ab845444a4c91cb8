"""Rows that call themselves totals: left out when they are, refused when they may be a customer."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cro_cli.sources import Loaded, totals
from cro_cli.sources.vocabulary import VOCABULARY

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]

MRR = "customer,month,amount\na,2026-08,10.50\nb,2026-08,20.00\n"


@pytest.mark.parametrize(
    "word", ["Total", "TOTALS", "Grand Total:", "sub-total", "Gesamt", "Summe:", "Total général"]
)
def test_totals_that_are_the_sums_are_left_out(load: Load, word: str) -> None:
    loaded = load(a=f"{MRR}{word},2026-08,30.50\n")
    assert loaded.tables["mrr"]["customer"].to_list() == ["a", "b"]
    assert loaded.inputs[0].dropped == {"totals": 1}
    assert loaded.findings == ()


@pytest.mark.parametrize("word", ["Sum", "Summe", "Gesamtsumme:"])
@pytest.mark.parametrize("first", ["", ",2026-08,\n"])
def test_totals_above_the_rows_are_left_out(load: Load, first: str, word: str) -> None:
    head, *rows = MRR.splitlines(keepends=True)
    loaded = load(a="".join([head, first, f"{word},2026-08,30.50\n", *rows]), exclude_bad_rows=True)
    assert loaded.tables["mrr"]["customer"].to_list() == ["a", "b"]
    assert loaded.inputs[0].dropped["totals"] == 1


@pytest.mark.parametrize(("amount", "is_sum"), [("31.50", True), ("31.51", False)])
def test_totals_may_be_rounded(load: Load, refused: Refused, amount: str, *, is_sum: bool) -> None:
    text = f"{MRR}Total,2026-08,{amount}\n"
    if is_sum:
        assert load(a=text).inputs[0].kept == 2
    else:
        assert refused(a=text) == (
            (
                "a.csv: row 4, column 'customer': 'Total' may be a row of totals, or a name; remove"
                " the row, or call it otherwise"
            ),
        )


def test_totals_of_large_sums_may_be_off_by_a_thousandth(load: Load) -> None:
    text = "customer,month,amount\na,2026-08,100000\nTotal,2026-08,100100\n"
    assert load(a=text).inputs[0].dropped == {"totals": 1}


def test_totals_without_what_every_row_needs_are_left_out(load: Load) -> None:
    loaded = load(a=f"{MRR}Total,,99\n,Total,99\n")
    assert loaded.inputs[0].dropped == {"totals": 2}
    assert loaded.findings == ()


def test_totals_of_a_wide_file_are_sums_month_by_month(load: Load, refused: Refused) -> None:
    header = "Customer ID,Customer,Customer Email,Currency,2026-08,2026-09\n"
    rows = "c1,A,a@a.co,usd,1.00,2.00\nc2,B,b@b.co,usd,5.00,\n"
    loaded = load(a=f"{header}{rows}Total,,,usd,6.00,2.00\n")
    assert (loaded.inputs[0].kept, loaded.inputs[0].dropped) == (2, {"totals": 1})
    (problem,) = refused(a=f"{header}{rows}Total,,,usd,6.00,9.00\n")
    assert "row 4, column 'Customer ID': 'Total' may be" in problem


@pytest.mark.parametrize("name", ["Total Wine", "Sum Up", "Totally", "Gesamtverband"])
def test_names_with_the_word_in_them_are_names(load: Load, name: str) -> None:
    assert load(a=f"{MRR}{name},2026-08,30.50\n").inputs[0].kept == 3


def test_totals_without_amounts_are_refused(refused: Refused) -> None:
    (problem,) = refused(a="id,name,email\nc1,Acme,a@b.co\nTotal,1,x\n")
    assert problem.startswith("a.csv: row 3, column 'id': 'Total' may be a row of totals")


def test_a_file_of_totals_alone_is_refused(refused: Refused) -> None:
    (problem,) = refused(a="customer,month,amount\nTotal,2026-08,5\n")
    assert "'Total' may be a row of totals" in problem


DEALS = "id,name,stage,amount,created_on\nd1,Acme,Won,10,2026-01-01\nd2,Bolt,Won,5,2026-01-02\n"


@pytest.mark.parametrize("row", [",,,15,", ",TOTAL,,99,", ",Sum:,,,", ",,,14.99,"])
def test_a_row_without_keys_is_a_total_by_its_sums_or_its_name(load: Load, row: str) -> None:
    loaded = load(a=f"{DEALS}{row}\n")
    assert loaded.tables["deals"].height == 2
    assert loaded.inputs[0].dropped == {"totals": 1}
    assert loaded.findings == ()


@pytest.mark.parametrize("row", [",,,12,", ",,,,", ",Corp,,,", ",,,0,", ",,Won,15,", ",,,15,soon"])
def test_a_row_without_keys_is_else_complained_of(load: Load, row: str) -> None:
    loaded = load(a=f"{DEALS}{row}\n")
    is_blank = row == ",,,,"
    assert loaded.tables["deals"].height == 3 - is_blank
    assert loaded.inputs[0].dropped == ({"blank": 1} if is_blank else {})
    assert bool(loaded.findings) is not is_blank


def test_the_sum_of_a_single_row_may_be_that_row_again(load: Load) -> None:
    loaded = load(a=DEALS.rpartition("d2")[0] + ",,,10,\n")
    assert [one.text for one in loaded.findings][:1] == ["is empty, but every row needs it"]


WORDS = st.sampled_from(
    ["Total", "totaal:", "SUM", "Summe", "Grand Total", "sub-total", "Subtotal", "overall totals"]
)


@given(
    st.lists(st.text("sSuUbtTo -_:0\u017f", max_size=6)), WORDS, st.sampled_from(["", " ", "\xa0"])
)
def test_no_word_is_missed_by_how_texts_begin(cells: list[str], word: str, space: str) -> None:
    assert totals.may_name(pl.Series([*cells, space + word, None]))


@pytest.mark.parametrize(
    ("cells", "may"),
    [
        (["in_1", "in_2"], False),
        (["sub_1", "sub_2"], False),
        (["100", "99"], False),
        ([None], False),
        (["sub", "sub_2"], True),
        (["Acme", "Zoo"], True),
        (["100", "Zoo"], True),
        ([" in", " on"], True),
        (["\u017fa", "\u017fb"], True),
    ],
)
def test_texts_that_all_begin_alike_name_no_total(cells: list[str | None], *, may: bool) -> None:
    assert totals.may_name(pl.Series(cells, dtype=pl.String)) is may


def test_a_total_among_very_many_rows(load: Load) -> None:
    rows = [f"c{n},2026-08,1" for n in range(12_000)]
    loaded = load(a="\n".join(["customer,month,amount", *rows, "Total,2026-08,12000"]))
    assert loaded.inputs[0].dropped == {"totals": 1}


def test_no_word_of_a_vocabulary_is_a_total() -> None:
    said = {word for words in VOCABULARY.values() for word in words.values()}
    assert not [word for word in said if word.startswith(("tota", "sum", "sub", "gesamt", "grand"))]
