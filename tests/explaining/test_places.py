"""The way from rows of facts back to rows of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.assumptions import Assumptions
from cro_cli.config import NO_HABITS, Config
from cro_cli.evaluation import Evaluation
from cro_cli.explaining.behind import behind
from cro_cli.explaining.leaves import BY_KEY
from cro_cli.explaining.places import Places, cells, ranges
from cro_cli.request import Request


@pytest.mark.parametrize(
    ("rows", "most", "said"),
    [
        ([], None, ""),
        ([7], None, "7"),
        ([2, 3, 4, 9, 11, 12], None, "2-4, 9, 11-12"),
        ([2, 3, 4, 9, 11, 12], 2, "2-4, 9 and 2 more"),
        ([2, 3, 4, 9], 2, "2-4, 9"),
    ],
)
def test_rows_in_short(rows: list[int], most: int | None, said: str) -> None:
    assert ranges(rows, most=most) == said


def test_rows_of_several_files_are_parted_as_these_are() -> None:
    row, file = cells([("b.csv", 4), ("a.csv", 9), ("b.csv", 3), ("a.csv", 2)])
    assert (row.text, file.text) == ("2, 9; 3-4", "a.csv; b.csv")


def test_where_no_row_can_be_told_the_file_is() -> None:
    row, file = cells([("-", None)])
    assert (row.text, file.text) == ("", "-")


def rows_of(
    key: str, folder: Path, config: Config | None = None, **files: str
) -> dict[str, set[tuple[str, int | None]]]:
    """Return where the rows behind a metric stand, by what they are of."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    loaded = sources.load([str(folder)])
    run = Evaluation(loaded, config or Config(), Request())
    places = Places(run.collected, loaded.inputs, NO_HABITS, exclude_bad_rows=False)
    found: dict[str, set[tuple[str, int | None]]] = {}
    for given in behind(run, BY_KEY[key]):
        where = places.of(given.rows, given.origin, given.tables)
        for row in given.rows.iter_rows(named=True):
            spots = {(Path(file).name, number) for file, number in where[row[" at"]]}
            found.setdefault(row[given.origin.entity[0]], set()).update(spots)
    return found


def test_a_change_stands_in_the_row_of_its_month_and_in_that_before(tmp_path: Path) -> None:
    first = "customer,month,amount\na,2026-07,5\na,2026-08,5\na,2026-09,7\n"
    second = "customer,month,amount\nb,2026-09,3\n"
    assert rows_of("mrr", tmp_path, one=first, two=second) == {
        "a": {("one.csv", 2), ("one.csv", 3), ("one.csv", 4)},
        "b": {("two.csv", 2)},
    }


def test_the_subscriptions_of_a_customer_stand_behind_what_it_pays(tmp_path: Path) -> None:
    table = (
        "id,customer,plan,amount,interval,started_on\n"
        "1,a,basic,5,month,2026-01-01\n2,a,extra,5,month,2026-01-09\n3,b,basic,5,month,2026-01-01\n"
        "4,c,basic,5,month,2026-02-01\n"
    )
    assert rows_of("mrr", tmp_path, subscriptions=table) == {
        "a": {("subscriptions.csv", 2), ("subscriptions.csv", 3)},
        "b": {("subscriptions.csv", 4)},
    }


def test_the_items_of_a_subscription_stand_behind_what_it_pays(tmp_path: Path) -> None:
    found = rows_of(
        "mrr",
        tmp_path,
        s="id,customer,started_on,updated_on\n1,a,2026-01-01,2026-09-30\n2,b,2026-01-01,\n",
        i="id,subscription,price,plan,amount,interval\n"
        "x,2,,basic,5,month\ny,1,,basic,5,month\nz,1,,extra,3,month\n",
    )
    assert found == {
        "a": {("s.csv", 2), ("i.csv", 3), ("i.csv", 4)},
        "b": {("s.csv", 3), ("i.csv", 2)},
    }


ITEMS = {
    "s": "id,customer,status,started_on,updated_on\n1,a,past_due,2026-01-01,2026-09-30\n"
    "2,b,past_due,2026-01-01,\n",
    "i": "id,subscription,price,amount,quantity\nx,2,p2,,1\ny,1,p1,,1\nz,1,own,3,1\n",
    "p": "id,plan,amount,interval\nunused,lite,1,month\np1,basic,5,month\np2,pro,9,month\n"
    "own,extra,8,month\n",
}


@pytest.mark.parametrize("key", ["mrr", "mrr_past_due"])
def test_the_list_prices_of_items_stand_behind_what_is_paid(tmp_path: Path, key: str) -> None:
    assert rows_of(key, tmp_path, None, **ITEMS) == {
        "a": {("s.csv", 2), ("i.csv", 3), ("i.csv", 4), ("p.csv", 3), ("p.csv", 5)},
        "b": {("s.csv", 3), ("i.csv", 2), ("p.csv", 4)},
    }


def test_a_price_list_without_items_stands_behind_nothing(tmp_path: Path) -> None:
    plain = (
        "id,customer,plan,amount,interval,started_on,updated_on\n"
        "p1,a,basic,5,month,2026-01-01,2026-09-30\n"
    )
    assert rows_of("mrr", tmp_path, s=plain, p=ITEMS["p"]) == {"a": {("s.csv", 2)}}


def test_the_rows_of_those_whom_a_parent_stands_for_are_behind_what_it_pays(
    tmp_path: Path,
) -> None:
    versions = (
        "id,customer,version,plan,amount,interval,started_on,updated_on\n"
        "1,a,1,basic,5,month,2026-01-01,2026-09-30\n2,b,1,basic,5,month,2026-01-01,\n"
        "3,top,1,basic,5,month,2026-01-01,\n4,c,1,basic,5,month,2026-01-01,\n"
    )
    config = Config(settled=Assumptions(definitions={"parents": "roll_up"}))
    customers = "id,name,parent\na,A,top\nb,B,a\nc,C,\ntop,T,\n"
    for key in ("mrr", "nrr"):
        found = rows_of(key, tmp_path, config, v=versions, customers=customers)
        assert found["top"] == {("v.csv", 2), ("v.csv", 3), ("v.csv", 4)}
        assert found["c"] == {("v.csv", 5)}


def test_exports_of_several_days_stand_behind_the_history_that_they_tell(tmp_path: Path) -> None:
    header = "id,customer,amount,interval,started_on,updated_on\n"
    for day, price in (("2026-07-31", 5), ("2026-08-31", 5), ("2026-09-30", 7)):
        (tmp_path / day).mkdir()
        text = f"{header}2,b,3,month,2026-01-01,{day}\n1,a,{price},month,2026-01-01,{day}\n"
        (tmp_path / day / "s.csv").write_text(text)
    run = Evaluation(loaded := sources.load([str(tmp_path)]), Config(), Request())
    places = Places(run.collected, loaded.inputs, NO_HABITS, exclude_bad_rows=False)
    (given,) = behind(run, BY_KEY["expansion_mrr"])
    found = set().union(*places.of(given.rows, given.origin, given.tables).values())
    assert {(Path(file).parent.name, row) for file, row in found} == {
        ("2026-07-31", 3),
        ("2026-09-30", 3),
    }


def test_of_files_that_cannot_be_read_again_only_the_names_are_known(tmp_path: Path) -> None:
    file = tmp_path / "mrr.csv"
    file.write_text("customer,month,amount\na,2026-09,7\n")
    loaded = sources.load([str(file)])
    run = Evaluation(loaded, Config(), Request())
    file.unlink()
    places = Places(run.collected, loaded.inputs, NO_HABITS, exclude_bad_rows=False)
    (given,) = behind(run, BY_KEY["mrr"])
    where = places.of(given.rows, given.origin, given.tables)
    assert set(where.values()) == {frozenset({(str(file), None)})}
