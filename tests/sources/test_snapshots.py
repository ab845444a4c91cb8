"""Exports of one table from several days: which are, which rows hold, and what is said of it."""
# ruff: noqa: E501 - rows are read more easily in one line

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.errors import InputError
from cro_cli.sources import Loaded, days

JANUARY, FEBRUARY, MARCH = "2026-01-31", "2026-02-28", "2026-03-31"
Lay = Callable[..., None]


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Write files by their paths below an empty folder, which becomes the current one."""
    monkeypatch.chdir(tmp_path)

    def write(files: dict[str, str]) -> None:
        for name, content in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(content, encoding="utf-8")

    return write


def load(*paths: str) -> Loaded:
    return sources.load(paths or ["."])


def said(loaded: Loaded) -> list[str]:
    return [one.text for one in loaded.findings]


def problems(*paths: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(*paths)
    return list(caught.value.problems)


DEALS = "id,name,stage,created_on\n"
ONE = DEALS + "d1,Acme,Demo,2026-01-02\nd2,Bolt,Demo,2026-01-03\n"
TWO = DEALS + "d1,Acme,Quote,2026-01-02\nd2,Bolt,Demo,2026-01-03\nd3,Cork,Demo,2026-02-03\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{JANUARY}/deals.csv", f"{FEBRUARY}/deals.csv"),
        ("20260131/a.csv", "20260228/b.csv"),
        ("2026.01.31/deals.csv", "2026_02_28/deals.csv"),
        (f"deals_{JANUARY}.csv", f"deals_{FEBRUARY}.csv"),
        (f"{JANUARY} deals.csv", "deals-20260228.csv"),
        (f"{JANUARY}/deals.csv", f"deals_{FEBRUARY}.csv"),
    ],
)
def test_the_newest_state_holds_and_the_days_are_known(lay: Lay, first: str, second: str) -> None:
    lay({second: TWO, first: ONE})
    loaded = load()
    assert loaded.tables["deals"].select("id", "stage").rows() == [
        ("d1", "Quote"), ("d2", "Demo"), ("d3", "Demo"),
    ]  # fmt: skip
    assert loaded.snapshots["deals"] == (dt.date(2026, 1, 31), dt.date(2026, 2, 28))
    assert loaded.newest("deals") == dt.date(2026, 2, 28)


def test_files_and_folders_of_days_may_be_named(lay: Lay) -> None:
    lay({f"{JANUARY}/deals.csv": ONE, f"{FEBRUARY}/deals.csv": TWO})
    for paths in ((JANUARY, FEBRUARY), (f"{FEBRUARY}/deals.csv", f"{JANUARY}/deals.csv")):
        assert len(load(*paths).snapshots["deals"]) == 2


def test_an_export_of_the_first_of_a_month_tells_how_the_last_one_ended(lay: Lay) -> None:
    lay({"2026-02-01/deals.csv": ONE, "2026-03-01/deals.csv": TWO})
    assert load().snapshots["deals"] == (dt.date(2026, 1, 31), dt.date(2026, 2, 28))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("deals_2026-01.csv", "deals_2026-02.csv"),  # months may part the rows
        ("a_2026-01-01_2026-01-31.csv", "a_2026-02-01_2026-02-28.csv"),  # so may spans
        ("deals_2026-13-01.csv", "deals_2026-13-02.csv"),  # no days
        ("x12026-01-31.csv", "x12026-02-28.csv"),
        (f"deals_{JANUARY}.csv", f"more_deals_{JANUARY}.csv"),  # one day
    ],
)
def test_names_that_tell_no_days(lay: Lay, first: str, second: str) -> None:
    lay({first: ONE, second: TWO})
    (problem,) = problems()
    assert "have the same id d1 but differ in stage" in problem


def test_files_of_several_days_that_share_no_row_are_parts_of_one_table(lay: Lay) -> None:
    lay({f"deals_{JANUARY}.csv": ONE, f"deals_{FEBRUARY}.csv": DEALS + "d9,Dove,Demo,2026-02-03\n"})
    loaded = load()
    assert loaded.tables["deals"].height == 3
    assert loaded.snapshots == {}
    assert said(loaded) == []


def test_folders_of_days_are_meant_so_even_then(lay: Lay) -> None:
    other = DEALS + "d9,Dove,Demo,2026-02-03\n"
    lay({f"{JANUARY}/deals.csv": ONE, f"{FEBRUARY}/deals.csv": other})
    loaded = load()
    assert loaded.tables["deals"].get_column("id").to_list() == ["d9"]
    assert len(loaded.snapshots["deals"]) == 2


def test_one_folder_of_a_day_is_looked_through(lay: Lay) -> None:
    lay({f"exports/{JANUARY}/deals.csv": ONE, "exports/other/deals.csv": TWO})
    loaded = load("exports")
    assert [one.file for one in loaded.inputs] == [f"exports/{JANUARY}/deals.csv"]
    assert loaded.snapshots == {"deals": (dt.date(2026, 1, 31),)}
    assert [(one.id, one.file) for one in loaded.findings] == [("W324", "exports/other")]


@pytest.mark.parametrize(
    ("name", "export"),
    [
        (
            "subscription_versions",
            "id,customer,version,amount,interval,started_on\ns,c,1,9,month,2025-03-04\n",
        ),
        ("movements", "customer,on,delta\nc,2025-03-04,9\n"),
        ("subscriptions", "id,customer,amount,interval,started_on\ns,c,9,month,2025-03-04\n"),
    ],
)
def test_a_folder_of_a_day_says_that_nothing_changed_since(
    lay: Lay, name: str, export: str
) -> None:
    lay({f"2026-02-01/{name}.csv": export, f"plain/{name}.csv": export})
    assert load("2026-02-01").newest(name) == dt.date(2026, 1, 31)
    assert load("plain").newest(name) == dt.date(2025, 3, 4)


def test_an_export_that_does_not_tell_its_day_is_refused(lay: Lay) -> None:
    lay({f"{JANUARY}/deals.csv": ONE, f"{FEBRUARY}/deals.csv": TWO, "deals.csv": TWO})
    assert problems() == [
        "deals.csv: is an export of deals beside others of several days, and does not tell its own; put the day in its name, or it into a folder such as 2026-01-31"
    ]


def test_exports_of_one_day_have_to_agree(lay: Lay) -> None:
    lay({f"{JANUARY}/a.csv": ONE, f"{JANUARY}/b.csv": TWO, f"{FEBRUARY}/c.csv": TWO})
    (problem,) = problems()
    assert problem.startswith(f"{JANUARY}/a.csv: row 2 and {JANUARY}/b.csv: row 2 have the same id")


def test_exports_of_one_day_may_overlap(lay: Lay) -> None:
    half = DEALS + "d2,Bolt,Demo,2026-01-03\n"
    lay({f"{JANUARY}/a.csv": ONE, f"{JANUARY}/b.csv": half, f"{FEBRUARY}/c.csv": TWO})
    loaded = load()
    assert {one.file: dict(one.dropped) for one in loaded.inputs} == {
        f"{JANUARY}/a.csv": {},
        f"{JANUARY}/b.csv": {"repeated": 1},
        f"{FEBRUARY}/c.csv": {},
    }


def test_of_other_tables_the_newest_row_of_each_key_holds(lay: Lay) -> None:
    old = "id,name,segment\nc1,Acme,smb\nc2,Bolt,smb\n"
    new = "id,name,segment\nc1,Acme,ent\nc3,Cork,smb\n"
    lay({f"{JANUARY}/customers.csv": old, f"{FEBRUARY}/customers.csv": new})
    loaded = load()
    assert sorted(loaded.tables["customers"].select("id", "segment").rows()) == [
        ("c1", "ent"), ("c2", "smb"), ("c3", "smb"),
    ]  # fmt: skip
    first, second = loaded.inputs
    assert (first.kept, dict(first.dropped), second.kept) == (1, {"superseded": 1}, 2)
    assert loaded.snapshots == {}


def test_of_months_the_newest_export_holds_as_far_back_as_it_goes(lay: Lay) -> None:
    head = "customer,month,amount\n"
    lay({
        f"{JANUARY}/mrr.csv": head + "a,2025-11,1\na,2025-12,2\nb,2026-01,9\n",
        f"{FEBRUARY}/mrr.csv": head + "a,2026-01,4\na,2026-02,5\n",
        f"{MARCH}/mrr.csv": head + "a,2026-02,6\na,2026-03,7\n",
    })  # fmt: skip
    loaded = load()
    months = loaded.tables["mrr"].sort("month").select("customer", "amount").rows()
    assert [(who, amount // 1_000_000) for who, amount in months] == [
        ("a", 1), ("a", 2), ("a", 4), ("a", 6), ("a", 7),
    ]  # fmt: skip


def test_people_of_an_older_export_have_left(lay: Lay) -> None:
    head = "employee,department,hired_on\n"
    lay({
        f"{JANUARY}/headcount.csv": f"{head}e1,Sales,2020-01-01\ne2,Sales,2020-01-01\n",
        f"{FEBRUARY}/headcount.csv": f"{head}e1,Sales,2020-01-01\n",
    })  # fmt: skip
    assert load().tables["headcount"].get_column("employee").to_list() == ["e1"]


def test_headcount_by_month_is_a_history_of_its_own(lay: Lay) -> None:
    head = "month,department,fte\n"
    lay({
        f"{JANUARY}/headcount.csv": f"{head}2025-12,Sales,3\n2026-01,Sales,4\n",
        f"{FEBRUARY}/headcount.csv": f"{head}2026-01,Sales,5\n2026-02,Sales,6\n",
    })  # fmt: skip
    found = load().tables["headcount"].sort("month").get_column("fte").to_list()
    assert [fte // 1_000_000 for fte in found] == [3, 5, 6]


def test_what_vanishes_is_named_and_what_was_over_is_counted(lay: Lay) -> None:
    head = "Id,Stage,Status,Created_on\n"
    lay({
        f"{JANUARY}/deals.csv": f"{head}d1,Demo,open,2026-01-02\nd2,Won,won,2026-01-03\nd3,Demo,open,2026-01-03\n",
        f"{FEBRUARY}/deals.csv": f"{head}d1,Demo,open,2026-01-02\nd4,Demo,open,2026-02-02\n",
        f"{MARCH}/deals.csv": f"{head}d1,Demo,open,2026-01-02\nd3,Demo,open,2026-01-03\n",
    })  # fmt: skip
    vanished, over, history = load().findings
    assert (vanished.file, vanished.row, vanished.column, vanished.value, vanished.text) == (
        f"{FEBRUARY}/deals.csv",
        3,
        "Id",
        "d4",
        "'d4' is in the export of 2026-02-28, and no longer in that of 2026-03-31",
    )
    assert over.text == "1 row of deals that had ended: a later export no longer has them"
    assert history.text == (
        "the history of deals is read from 3 exports, of 2026-01-31, 2026-02-28, 2026-03-31"
    )
    assert [one.severity for one in load().findings] == ["warning", "note", "note"]


def test_of_many_that_vanish_the_first_are_named(lay: Lay) -> None:
    many = DEALS + "".join(f"d{row:02},Acme,Demo,2026-01-02\n" for row in range(14))
    lay({f"{JANUARY}/deals.csv": many, f"{FEBRUARY}/deals.csv": ONE})
    *named, more, _ = load().findings
    assert [one.value for one in named] == [f"d{row:02}" for row in range(10)]
    assert more.text == "4 more rows of deals are no longer in the export of a later day"


def test_many_days_are_said_in_short(lay: Lay) -> None:
    lay({f"2026-01-{day:02}/deals.csv": ONE for day in range(2, 14)})
    (history,) = load().findings
    assert history.text.endswith("is read from 12 exports, of 2026-01-02 to 2026-01-13")


def test_a_folder_of_a_day_without_exports_is_refused(lay: Lay) -> None:
    lay({f"{JANUARY}/deals.csv": ONE, f"{FEBRUARY}/readme.md": ""})
    assert problems() == [f"{FEBRUARY}: holds no .csv, .tsv or .txt file; put exports there as CSV"]


def test_a_day_is_a_day_of_the_calendar() -> None:
    assert days.of_folder("2026-02-29") is None
    assert days.of_folder("2024-02-29") == dt.date(2024, 2, 29)
    assert days.in_name("2026-02-30.csv") is None
    assert days.folder_of("deals.csv") is None
