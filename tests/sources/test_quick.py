"""Values that repeat in a long column are read once, and as they are one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]

MANY = 32_000  # more rows than it takes for values to be looked at once


def months(loaded: Loaded) -> list[tuple[object, ...]]:
    return loaded.tables["mrr"].select("customer", "amount", "currency").rows()


@pytest.mark.parametrize(
    ("written", "micros"), [("10.50", 10_500_000), ("7", 7_000_000), ('"1,234.50"', 1_234_500_000)]
)
def test_amounts_and_codes(load: Load, written: str, micros: int) -> None:
    rows = [
        f"c{n},2026-08,{written if n % 2 else '3.25'},{'eur' if n % 3 else 'USD'}"
        for n in range(MANY)
    ]
    read = months(load(a="customer,month,amount,currency\n" + "\n".join(rows)))
    assert read == [
        (f"c{n}", micros if n % 2 else 3_250_000, "EUR" if n % 3 else "USD") for n in range(MANY)
    ]


def test_a_bad_value_is_said_for_each_of_its_rows(load: Load) -> None:
    rows = [f"c{n},2026-08,{'x' if n in {5, 11_000} else '1.50'}" for n in range(MANY)]
    loaded = load(a="customer,month,amount\n" + "\n".join(rows))
    assert [(one.row, one.value) for one in loaded.findings] == [(7, "x"), (11_002, "x")]
    assert loaded.tables["mrr"]["amount"].null_count() == 2


def test_a_share_of_more_than_the_whole_is_said_where_no_two_are_alike(load: Load) -> None:
    rows = [f"d{n},Won,2026-01-31,{65 if n == 30_000 else f'0.{n:06}'}" for n in range(MANY)]
    loaded = load(deals="id,stage,created_on,probability\n" + "\n".join(rows))
    read = loaded.tables["deals"]["probability"].to_list()
    assert read == [None if n == 30_000 else n for n in range(MANY)]
    assert [(one.row, one.value) for one in loaded.findings if one.column] == [(30_002, "65")]


@pytest.mark.parametrize(
    ("odd", "micros"),
    [("1e3", None), ("+5", 5_000_000), ("2.0000005", 2_000_001), ('"1,000.50"', 1_000_500_000)],
)
def test_amounts_of_which_no_two_are_alike(load: Load, odd: str, micros: int | None) -> None:
    rows = [f"in_{n},1,sub,1,1,{odd if n == 30_000 else f'{n}.50'},2026-01-31" for n in range(MANY)]
    head = "id,Amount Due,Subscription,Subtotal,Total,Amount Paid,Date (UTC)\n"
    loaded = load(stripe_invoices=head + "\n".join(rows))
    read = loaded.tables["invoices"]["amount_paid"].to_list()
    assert read == [micros if n == 30_000 else n * 1_000_000 + 500_000 for n in range(MANY)]
    said = [(one.row, one.value) for one in loaded.findings if one.column]
    assert said == ([(30_002, odd)] if micros is None else [])


def test_empty_cells_stay_empty(load: Load) -> None:
    rows = [f"s{n},c,{'active' if n % 2 else ''},1,month,2026-01-01" for n in range(MANY)]
    loaded = load(subscriptions="id,customer,status,amount,interval,started_on\n" + "\n".join(rows))
    read = loaded.tables["subscriptions"]["status"].to_list()
    assert read == ["active" if n % 2 else None for n in range(MANY)]


@pytest.mark.parametrize("nothing", [" ", '""', '" "'])
def test_a_cell_of_space_says_nothing_among_many_names(load: Load, nothing: str) -> None:
    rows = [f"c{n},{nothing if n == 20_000 else f'Company {n}'}" for n in range(MANY)]
    read = load(customers="id,name\n" + "\n".join(rows)).tables["customers"]["name"].to_list()
    assert read == [None if n == 20_000 else f"Company {n}" for n in range(MANY)]


@pytest.mark.parametrize(
    ("later", "read_as"),
    [("canceled", "canceled"), (" active ", "active"), ("", None), ("unheard of", None)],
)
@pytest.mark.parametrize("few", [2, 5])
def test_what_is_said_far_below_is_read_as_well(
    load: Load, few: int, later: str, read_as: str | None
) -> None:
    known = ["active", "paused", "past_due", "trialing", "unpaid"][:few]
    said = [known[n % few] for n in range(MANY)]
    rows = [
        f"s{n},c,{later if n == 30_000 else text},1,month,2026-01-01" for n, text in enumerate(said)
    ]
    loaded = load(subscriptions="id,customer,status,amount,interval,started_on\n" + "\n".join(rows))
    read = loaded.tables["subscriptions"]["status"].to_list()
    assert read == [read_as if n == 30_000 else text for n, text in enumerate(said)]
    found = [(one.row, one.value) for one in loaded.findings if one.column]
    assert found == ([(30_002, later)] if later == "unheard of" else [])


def test_texts_are_read_alike_whether_they_come_early_or_late(load: Load) -> None:
    codes = ["eur", "USD", "Gbp", ""]
    amounts = {"1.50": 1_500_000, "2": 2_000_000, "-3.25": -3_250_000}
    written = list(amounts)
    rows = [f"c{n},2026-08,{written[n % 3]},{codes[n % 4]}" for n in range(MANY)]
    read = months(load(a="customer,month,amount,currency\n" + "\n".join(rows)))
    assert read == [
        (f"c{n}", amounts[written[n % 3]], codes[n % 4].upper() or None) for n in range(MANY)
    ]


@pytest.mark.parametrize("clock", ["", " 10:05", " 10:05:30", "T10:05:30", "T10:05:30Z"])
@pytest.mark.parametrize(
    ("odd", "read_as"),
    [
        ("2026-02-03", dt.date(2026, 2, 3)),
        ("0026-02-03", None),
        ("2026-02- 3", None),
        ("2026-02-30", None),
        ("+026-02-03", None),
        ("-026-02-03", None),
    ],
)
def test_dates_that_are_written_alike(
    load: Load, clock: str, odd: str, read_as: dt.date | None
) -> None:
    # 2,000 and more different days, so that they are not read once each.
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=n % 3_000) for n in range(MANY)]
    rows = [f"c{n},{day}{clock}" for n, day in enumerate(days)]
    loaded = load(customers="id,created_on\n" + "\n".join([*rows, f"c,{odd}{clock}"]))
    read = loaded.tables["customers"]["created_on"].to_list()
    assert read[:-1] == days
    assert read[-1] == read_as
    assert len(loaded.findings) == (read_as is None)
