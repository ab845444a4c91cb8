from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cro_cli.ledger import changes, netted, numbered, runs

SCHEMA = {
    "customer": pl.String,
    "plan": pl.String,
    "currency": pl.String,
    "month": pl.Int32,
    "delta": pl.Int64,
}
STEP = st.tuples(
    st.sampled_from(("Ann", "Bob", "Cy", "a customer with a long name", "", None)),
    st.sampled_from(("Team", "Business", None)),
    st.sampled_from(("EUR", None)),
    st.integers(24_300, 24_304),
    st.sampled_from((-2, -1, 1, 2, 10**15)),
)


def _steps(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _known(frame: pl.DataFrame | None) -> pl.DataFrame:
    assert frame is not None
    return frame


@settings(max_examples=60)
@given(st.lists(STEP, min_size=1))
def test_numbers_tell_what_texts_tell(rows: list[tuple[object, ...]]) -> None:
    expected = netted.by_text(_steps(rows))
    found = _known(netted.by_number(_steps(rows)))
    customers = found.get_column("customer")
    assert found.select(expected.columns).sort(netted.GRAIN).equals(expected)
    # All of a customer stand together, month by month, and by plan and currency within one.
    assert found.select(runs.begins("customer").sum()).item() == customers.n_unique()
    for _, own in found.group_by("customer"):
        assert own.equals(own.sort("month", "plan", "currency"))


def test_plans_and_currencies_of_an_enum_are_told_apart() -> None:
    """Ann has each of two plans and none in each of two currencies and none, all at once."""
    kinds = itertools.product(("Business", "Team", None), ("EUR", "USD", None))
    rows = [("Ann", *kind, 24_300, 10**at) for at, kind in enumerate(kinds)]
    steps = _steps([*rows, *rows]).with_columns(
        pl.col("plan").cast(pl.Enum(["Business", "Team"])),
        pl.col("currency").cast(pl.Enum(["EUR", "USD"])),
    )
    found = _known(netted.by_number(steps)).with_columns(pl.col("plan", "currency").cast(pl.String))
    expected = netted.by_text(_steps([*rows, *rows]))
    assert found.height == 9
    assert found.select(expected.columns).equals(expected)


def test_steps_that_cancel_each_other_are_no_change() -> None:
    rows = [("Ann", "Team", "EUR", 24_300, 5), ("Ann", "Team", "EUR", 24_300, -5)]
    assert netted.by_text(_steps([*rows])).height == 0
    assert _known(netted.by_number(_steps([*rows]))).height == 0


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("Ann", str(n), "EUR", 1, 5) for n in range(129)], id="many plans"),
        pytest.param([("Ann", "Team", "EUR", n, 5) for n in (1, 2049)], id="many months"),
    ],
)
def test_what_does_not_fit_into_a_number_is_left_to_texts(rows: list[tuple[object, ...]]) -> None:
    assert netted.by_number(_steps(rows)) is None
    assert netted.by_grain(_steps(rows)).equals(netted.by_text(_steps(rows)))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("Ann", str(n), "EUR", 1, 5) for n in range(128)], id="as many plans"),
        pytest.param([("Ann", "Team", "EUR", n, 5) for n in (1, 2048)], id="as many months"),
    ],
)
def test_what_just_fits_into_a_number_is_told_by_it(rows: list[tuple[object, ...]]) -> None:
    found, expected = _known(netted.by_number(_steps(rows))), netted.by_text(_steps(rows))
    assert found.select(expected.columns).sort(netted.GRAIN).equals(expected)


def test_customers_whose_numbers_are_alike_are_told_apart_by_another_hash() -> None:
    numbers = {"number": [2**20, 2**20 + 1, 2**21]}
    schema = {"number": pl.UInt64, "proof": pl.UInt64}
    assert numbered.is_proven(pl.DataFrame({**numbers, "proof": [7, 7, 8]}, schema=schema), 2**18)
    assert not numbered.is_proven(
        pl.DataFrame({**numbers, "proof": [7, 8, 8]}, schema=schema), 2**18
    )


@settings(max_examples=40)
@given(st.lists(STEP, min_size=4), st.booleans())
def test_customers_told_one_after_another_are_told_the_same(
    rows: list[tuple[object, ...]],
    free: bool,  # noqa: FBT001
) -> None:
    steps = _steps(rows).with_columns(pl.col("delta").abs())  # no balance is below 0
    presence = steps.select("customer", "month", there=pl.lit(1, pl.Int64)) if free else None
    rules = changes.Rules(opening=24_300, presence=presence)
    whole, parted = (changes.named(steps, rules, at_once=many) for many in (10**6, 2))
    order = [*netted.GRAIN, "movement"]
    assert parted.sort(order).equals(whole.sort(order))


def test_many_steps_are_summed_by_number() -> None:
    one = [(f"C{n:06}", "Team", "EUR", 24_300 + n % 3, n + 1) for n in range(100_000)]
    steps = _steps([*one, *one])
    found = netted.by_grain(steps)
    assert found.height == 100_000
    assert found.get_column("delta").sum() == 100_000 * 100_001
    assert not found.get_column("customer").is_sorted()  # in an order of their own


def test_runs_of_rows() -> None:
    frame = pl.DataFrame({"of": [None, None, "a", "a", "b"], "n": [1, 2, 3, 4, 5]})
    begins = runs.begins("of")
    told = frame.select(
        begins=begins,
        ends=runs.ends(begins),
        running=runs.running(pl.col("n"), begins),
        first=runs.at_begin(pl.col("n"), begins),
        last=runs.at_end(pl.col("n"), begins),
        before=runs.before(pl.col("n"), begins),
    )
    assert told.to_dict(as_series=False) == {
        "begins": [True, False, True, False, True],
        "ends": [False, True, False, True, True],
        "running": [1, 3, 3, 7, 5],
        "first": [1, 1, 3, 3, 5],
        "last": [2, 2, 4, 4, 5],
        "before": [None, 1, None, 3, None],
    }


def test_rows_that_nothing_orders_have_no_number() -> None:
    rows = pl.DataFrame({"id": ["a", "b"], "at": [1, None]})
    assert numbered.ordered(rows, "id", pl.col("at"), 8) is None
    found = numbered.ordered(rows.fill_null(0), "id", pl.col("at"), 8)
    assert found is not None
    assert sorted(found.of(rows).get_column("id")) == ["a", "b"]


def test_rows_that_stand_in_order_stay() -> None:
    rows = pl.DataFrame({"id": [0, 0, 1], "at": [1, 2, 0], "none": [None, None, None]})
    found = _known_order(numbered.ordered(rows, "id", pl.col("at"), 8))
    assert found.numbers.to_list() == [1, 2, 8]
    assert found.of(rows) is rows
    back = rows.reverse()
    found = _known_order(numbered.ordered(back, "id", pl.col("at"), 8))
    assert found.numbers.to_list() == [1, 2, 8]
    assert found.of(back).equals(rows)


def _known_order(found: numbered.Ordered | None) -> numbered.Ordered:
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (4, [("A", 1, 10)]),
        (9, [("A", 1, 10), ("A", 5, 20), ("B", 9, 30), ("A", 5, -10)]),
        (None, [("A", 1, 10), ("A", 5, 20), ("B", 9, 30), ("A", 5, -10), ("B", 12, -30)]),
    ],
)
def test_steps_reach_to_a_month(last: int | None, expected: list[tuple[object, ...]]) -> None:
    spans = pl.DataFrame(
        {
            "customer": ["A", "A", "B"],
            "plan": ["pro", "max", "pro"],
            "currency": ["EUR", "EUR", "EUR"],
            "since": [1, 5, 9],
            "until": [5, None, 12],
            "annual": [10, 20, 30],
        }
    )
    assert changes.steps(spans, last).select("customer", "month", "delta").rows() == expected
