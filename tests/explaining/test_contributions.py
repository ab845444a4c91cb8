"""What rows contribute, by hand."""

from __future__ import annotations

import polars as pl
import pytest

from cro_cli.explaining.contributions import contributed
from cro_cli.explaining.leaves import Leaf
from cro_cli.metric import AsOf, Measure
from cro_cli.model import Unit

ROWS = pl.DataFrame(
    {
        "month": pl.Series([1, 2, 2, 3, 3], dtype=pl.Int32),
        "customer": ["a", "a", "b", "b", "c"],
        "delta": [10, -4, 6, 1, None],
        "won": [True, True, False, True, True],
    }
)


def leaf(
    aggregate: str, *, months: int = 1, where: str = "", per: str = "", inner: str = ""
) -> Leaf:
    measure = Measure(
        label="m",
        fact="f",
        aggregate=aggregate,
        when=AsOf(),
        unit=Unit.COUNT,
        where=where,
        per=per,
        inner=inner,
    )
    return Leaf("metric", "key", measure, months)


def test_a_sum_is_what_its_rows_contribute() -> None:
    found = contributed(ROWS, [(leaf("sum(-delta)", where="won"), [(1, 2)])])
    assert found["c0"].to_list() == [-10, 4]
    assert found["d0"].to_list() == [None, None]


def test_each_row_that_is_counted_contributes_one() -> None:
    found = contributed(ROWS, [(leaf("count(*)", where="won"), [(2, 3)])])
    assert found["customer"].to_list() == ["a", "b", "c"]
    assert found["c0"].to_list() == [1, 1, 1]


def test_a_mean_over_month_ends_counts_a_row_as_often_as_they_do() -> None:
    windows = [(0, 1), (0, 2), (0, 3)]
    found = contributed(ROWS, [(leaf("sum(delta)", months=3), windows)])
    assert found["c0"].to_list() == [30, -8, 12, 1, None]


def test_a_row_that_one_part_counts_is_empty_in_the_other() -> None:
    parts = [(leaf("sum(delta)"), [(1, 1)]), (leaf("sum(delta)"), [(2, 2)])]
    found = contributed(ROWS, parts)
    assert found.select("c0", "c1").rows() == [(10, None), (None, -4), (None, 6)]


@pytest.mark.parametrize(
    ("aggregate", "last", "deciding"),
    [
        ("median(delta)", 3, [6, 1]),  # of -4, 1, 6, 10 the two in the middle
        ("median(delta)", 2, [6]),  # of -4, 6, 10
        ("max(delta)", 3, [10]),
        ("min(delta)", 3, [-4]),
    ],
)
def test_the_rows_that_decide_are_marked(aggregate: str, last: int, deciding: list[int]) -> None:
    found = contributed(ROWS, [(leaf(aggregate), [(1, last)])])
    assert found.filter("d0")["c0"].to_list() == deciding
    assert found["d0"].null_count() == (1 if last == 3 else 0)  # of a row without an amount


def test_of_a_largest_sum_all_rows_of_who_has_it_decide() -> None:
    measured = leaf("max(value)", per="customer", inner="delta")
    found = contributed(ROWS, [(measured, [(1, 3)])])  # a has 10 - 4 = 6, b has 6 + 1 = 7
    assert found.filter("d0").select("customer", "c0").rows() == [("b", 6), ("b", 1)]


def test_rows_that_only_another_part_counts_decide_nothing() -> None:
    largest = (leaf("max(value)", per="customer", inner="delta"), [(2, 2)])
    found = contributed(ROWS, [largest, (leaf("sum(delta)"), [(3, 3)])])
    assert found.select("customer", "c0", "d0").rows() == [
        ("a", -4, False),
        ("b", 6, True),
        ("b", None, None),
        ("c", None, None),
    ]


def test_without_a_single_value_nothing_decides() -> None:
    found = contributed(ROWS.tail(1), [(leaf("median(delta)"), [(3, 3)])])
    assert found["d0"].to_list() == [None]
