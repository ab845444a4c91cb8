"""What customers have, thing by thing: what begins, ends, goes on, and takes another's place."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cro_cli.ledger import things
from cro_cli.tables import MICROS

SCHEMA = {
    "customer": pl.String,
    "id": pl.String,
    "plan": pl.String,
    "metered": pl.Boolean,
    "since": pl.Int32,
    "until": pl.Int32,
    "end": pl.Date,
    "annual": pl.Int64,
    "gross": pl.Int64,
    "quantity": pl.Int64,
    "share_off": pl.Int64,
    "cause": pl.String,
}


def spans(*texts: str) -> pl.DataFrame:
    """Return spans such as `A/s/Pro 1-4 50/60 5 pause`: 50 a year of 60, in months 1 to 3.

    A plan `~Pro` is metered, a quantity `?` is not known. Each begins and ends on the tenth.
    """
    rows = []
    for text in texts:
        thing, period, amount, units, *cause = text.split()
        customer, name, plan = thing.split("/")
        since, _, until = period.partition("-")
        annual, _, gross = amount.partition("/")
        rows.append(
            (
                *(customer, name, plan.removeprefix("~"), plan.startswith("~")),
                *(int(since), int(until) if until else None),
                dt.date(2026, int(until), 10) if until else None,
                *(int(annual) * MICROS, int(gross or annual) * MICROS),
                *(None if units == "?" else int(units), 0, cause[0] if cause else None),
            )
        )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def kinds(*texts: str) -> list[str]:
    """Return what happens to things in April, after those of a plan are pooled; `*` is swapped."""
    found = things.pooled(things.changes(spans(*texts))).filter(pl.col("month") == 4)
    columns = ("customer", "id", "plan", "kind", pl.col("annual") // MICROS)
    shown = found.select(*columns, pl.when("swapped").then(pl.lit("*")).otherwise(pl.lit("")))
    return sorted(" ".join(map(str, row)).strip() for row in shown.rows())


def split(*texts: str) -> list[tuple[object, ...]]:
    """Return the id, quantity, price and discount of things that go on."""
    found = things.of_what_goes_on(spans(*texts))
    parts = pl.col("by_quantity", "by_price", "by_discount") // MICROS
    return found.select("id", parts).sort("id").rows()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ("A/s/Pro 1-4 50 5", "A/s/Pro 4- 50 10"),
            [("s", 50, -50, 0)],
            id="twice as many at half the price",
        ),
        pytest.param(
            ("A/s/Pro 1-4 50 5", "A/s/Pro 4- 50/60 5"),
            [("s", 0, 10, -10)],
            id="a higher price and a discount",
        ),
        pytest.param(
            ("A/s/Pro 1-4 50 0", "A/s/Pro 4- 60 1"), [("s", 0, 10, 0)], id="of nothing at a price"
        ),
        pytest.param(
            ("A/s/Pro 1-4 50 ?", "A/s/Pro 4- 60 ?", "A/t/Max 1-4 70 ?"),
            [("s", 0, 10, 0)],
            id="what ends does not go on",
        ),
        pytest.param(("A/s/~Pro 1-4 50 1", "A/s/~Pro 4- 60 1"), [], id="what is used"),
    ],
)
def test_what_goes_on_changes_in_quantity_price_and_discount(
    texts: tuple[str, ...], expected: list[tuple[object, ...]]
) -> None:
    assert split(*texts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ("A/s/Pro 1-4 50 5", "A/t/Pro 4- 60 6"), ["A s Pro stays 10"], id="under another id"
        ),
        pytest.param(
            ("A/s/Pro 1-4 50 5", "B/s/Max 4- 60 6"),
            ["A s Pro ends -50", "B s Max begins 60"],
            id="an id of two customers",
        ),
        pytest.param(
            ("A/s/Pro 1-4 50 5", "B/t/Pro 4- 60 6"),
            ["A s Pro ends -50", "B t Pro begins 60"],
            id="a plan of two customers",
        ),
        pytest.param(
            ("A/s/Pro 1-4 50 5", "A/s/Max 4- 60 6", "A/t/Max 1-4 70 7"),
            ["A s Max begins 60 *", "A s Pro ends -50 *", "A t Max ends -70"],
            id="one takes up the plan of another that ends",
        ),
        pytest.param(
            ("A/s/Max 1-4 50 5", "A/s/Pro 4- 60 6", "A/t/Max 4- 70 7"),
            ["A s Max ends -50 *", "A s Pro begins 60 *", "A t Max begins 70"],
            id="one gives up the plan of another that begins",
        ),
        pytest.param(
            ("A/s/Pro 1-4 50 5", "A/s/Max 4- 60 6", "A/s/Care 1-4 70 7", "A/s/Care 4- 80 7"),
            ["A s Care stays 10", "A s Max begins 60 *", "A s Pro ends -50 *"],
            id="a third plan of one id goes on",
        ),
        pytest.param(
            (
                "A/s/Pro 1-4 50 5",
                "A/t/Pro 4- 100 10",
                "A/u/Pro 1-4 20 1",
                "A/u/Pro 4- 30 1",
            ),
            ["A s Pro stays 50", "A u Pro stays 10"],
            id="beside one that goes on",
        ),
    ],
)
def test_what_ends_and_begins_of_a_plan_goes_on(
    texts: tuple[str, ...], expected: list[str]
) -> None:
    assert kinds(*texts) == expected


def test_a_pause_of_one_thing_is_none_of_the_next() -> None:
    """The second was free until April."""
    found = things.changes(spans("A/p/Pro 1-2 50 5 pause", "A/s/Pro 1-4 0 5", "A/s/Pro 4- 50 5"))
    assert found.filter("paused").height == 0
    back = things.changes(spans("A/p/Pro 1-2 50 5 pause", "A/p/Pro 4- 50 5"))
    assert back.filter("paused").get_column("month").to_list() == [4]


def test_what_is_used_of_a_plan_is_not_having_it() -> None:
    found = things.changes(spans("A/m/~Pro 1- 9 1", "A/s/Pro 4- 50 5"))
    began = found.filter(pl.col("id") == "s").select("had_plan", "has_plan").row(0)
    assert began == (False, True)


def test_the_last_cause_in_a_month_is_that_of_what_ends_in_it() -> None:
    """What lasts from the tenth to the twentieth counts in no month, and ends for no reason."""
    days = spans("A/s/Pro 4-4 60 5").with_columns(end=dt.date(2026, 4, 20))
    ended = pl.concat([spans("A/s/Pro 1-4 50 5 voluntary"), days])
    for rows in (ended, ended.reverse()):
        found = things.steps(rows).filter(pl.col("month") == 4)
        assert found.select("annual", "cause").rows() == [(-50 * MICROS, "voluntary")]
