"""Which rows a rule of a format takes for no data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded
from cro_cli.sources.format import Drop


@pytest.mark.parametrize(
    ("drop", "dropped", "kept"),
    [
        (Drop(name="test", columns=None, words=("test",)), ("Test ", "TEST"), ("", "testing")),
        (Drop(name="total", columns=None, starts=("Total: ",)), ("Total: all",), ("Total Wine",)),
        (Drop(name="gone", columns=("a",), words=("true",)), ("TRUE", "1", "Wahr"), ("0", "")),
        (Drop(name="test", columns=("a",), words=("false",)), ("no", "0"), ("true", "perhaps")),
        (Drop(name="blank", columns=None, blank=True), ("", " "), ("x",)),
        (Drop(name="others", columns=None, others=("a b",)), ("", "a b c"), ("A B", " a b ")),
        (Drop(name="others", columns=None, others_start=("a",)), ("", "b a"), ("A", " a b")),
    ],
)
def test_drop_covers(drop: Drop, dropped: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert all(map(drop.covers, dropped))
    assert not any(map(drop.covers, kept))


def test_a_flag_that_says_perhaps_is_refused(refused: Callable[..., tuple[str, ...]]) -> None:
    header = "Id,IsDeleted,Name,Type,Website,Industry,OwnerId,CreatedDate"
    rows = "001,false,A,,,,,\n002, Maybe ,B,,,,,\n003,Or,B,,,,,\n004,Not,B,,,,,\n"
    assert refused(a=f"{header}\n{rows}") == (
        (
            "a.csv: row 3: 'Maybe' in the column IsDeleted is neither yes nor no, and tells which"
            " rows are deleted; write true or false"
        ),
    )


HEADER = "subscription_id,prev_mrr,next_mrr,next_start_date,next_service,account_id,created_date"
ROWS = "s,0,{},{},entitlement-service,a,{}\n"


def transitions(*rows: tuple[str, str, str]) -> str:
    return f"{HEADER}\n" + "".join(ROWS.format(*row) for row in rows)


def test_rows_after_the_newest_known_day_are_plans(load: Callable[..., Loaded]) -> None:
    text = transitions(("1.5", "3/31/2026", "3/1/2026"), ("2.5", "4/1/2026", "3/31/2026"))
    loaded = load(a=text)
    assert loaded.tables["movements"]["delta"].to_list() == [1_500_000]
    assert loaded.inputs[0].dropped == {"planned": 1}


def test_without_a_known_day_nothing_is_a_plan(load: Callable[..., Loaded]) -> None:
    text = transitions(("1.5", "2026-03-31", ""), ("2.5", "2026-04-01", ""))
    assert load(a=text).inputs[0].kept == 2
    assert load(b=text.replace("created_date", "x")).inputs[0].kept == 2


def test_days_that_cannot_be_compared_are_refused(refused: Callable[..., tuple[str, ...]]) -> None:
    (problem,) = refused(a=transitions(("1.5", "2026-03-31", "3/1/2026")))
    assert problem.startswith("a.csv: the dates do not tell which")
    assert "; export dates as 2026-09-30, or say `dates: day_first`" in problem
