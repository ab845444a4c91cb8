"""Several files of one table: what they say twice counts once, what they dispute is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]

DEALS = "id,stage,created_on,amount\n"
MRR = "customer,month,amount,currency\n"


def repeated(loaded: Loaded) -> list[tuple[int, int, int]]:
    """Return rows, kept and repeated of each file."""
    return [(one.rows, one.kept, one.dropped.get("repeated", 0)) for one in loaded.inputs]


def test_overlap_counts_once_and_is_said(load: Load) -> None:
    loaded = load(
        a=DEALS + "d1,Lead,2026-01-01,5\nd2,Lead,2026-01-02,6\n",
        b=DEALS + "d2,Lead,2026-01-02,6.00\nd3,Won,2026-01-03,7\n",
    )
    assert loaded.tables["deals"].get_column("id").to_list() == ["d1", "d2", "d3"]
    assert repeated(loaded) == [(2, 2, 0), (2, 1, 1)]
    assert [(one.code, one.file, one.text) for one in loaded.findings] == [
        ("repeated", "b.csv", "1 row repeats what was read before and counts once")
    ]


def test_same_row_twice_in_one_file_counts_once(load: Load) -> None:
    loaded = load(a=DEALS + "d1,Lead,2026-01-01,5\n" * 3)
    assert loaded.tables["deals"].height == 1
    assert repeated(loaded) == [(3, 1, 2)]
    assert loaded.findings[0].text == "2 rows repeat what was read before and counts once"


def test_one_id_with_two_contents_in_a_file_is_refused_by_rows(refused: Refused) -> None:
    problems = refused(
        a=DEALS + "d1,Lead,2026-01-01,5\nd2,Lead,2026-01-01,5\nd1,Won,2026-01-01,6\n"
    )
    assert problems == (
        (
            "a.csv: row 2 and row 4 have the same id d1 but differ in stage, amount;"
            " keep the one that holds"
        ),
    )


def test_contradiction_of_two_files_names_both(refused: Refused) -> None:
    problems = refused(
        a=DEALS + "d0,Lead,2026-01-01,5\nd1,Lead,2026-01-01,5\n",
        b=DEALS + "d1,Lead,2026-01-01,\n",
    )
    assert problems == (
        (
            "a.csv: row 3 and b.csv: row 2 have the same id d1 but differ in amount;"
            " keep the one that holds"
        ),
    )


def test_all_contradictions_are_listed_and_many_summed_up(refused: Refused) -> None:
    one = "".join(f"d{number},Lead,2026-01-01,5\n" for number in range(8))
    problems = refused(a=DEALS + one, b=DEALS + one.replace("Lead", "Won"))
    assert len(problems) == 6
    assert problems[-1] == "and 3 more rows of deals that contradict each other; mend them likewise"


def test_file_without_a_column_says_nothing_against_it(load: Load) -> None:
    loaded = load(
        a="id,stage,created_on,close_on\nd1,Lead,2026-01-01,\n",
        b="id,stage,created_on,close_on,amount,owner\nd1,Lead,2026-01-01,,5,Rosa\n",
    )
    row = loaded.tables["deals"].select("id", "amount", "owner").row(0)
    assert row == ("d1", 5_000_000, "Rosa")


def test_rows_without_an_id_are_no_repeats(load: Load) -> None:
    loaded = load(a=DEALS + ",Lead,2026-01-01,5\n,Lead,2026-01-01,5\n")
    assert loaded.tables["deals"].height == 2
    people = "department,hired_on,status\nSales,2026-01-01,full-time\nSales,2026-01-01,full-time\n"
    assert load(a=people).tables["headcount"].height == 2


def test_same_month_and_department_twice_is_refused(refused: Refused) -> None:
    problems = refused(a="month,department,fte\n2026-01,Sales,3\n2026-01,Sales,4\n")
    assert problems == (
        (
            "a.csv: row 2 and row 3 have the same month 2026-01-01, department Sales but differ in"
            " fte; keep the one that holds"
        ),
    )


def test_rows_of_one_file_add_up_where_keys_may_repeat(load: Load) -> None:
    loaded = load(a=MRR + "c1,2026-01,5,USD\nc1,2026-01,6,USD\nc1,2026-01,5,USD\n")
    assert loaded.tables["mrr"].get_column("amount").to_list() == [5_000_000, 6_000_000, 5_000_000]
    assert repeated(loaded) == [(3, 3, 0)]


def test_equal_sums_of_two_files_are_overlap(load: Load) -> None:
    loaded = load(
        a=MRR + "c1,2026-01,5,USD\nc1,2026-01,6,USD\nc2,2026-01,1,USD\n",
        b=MRR + "c1,2026-01,11,USD\nc1,2026-02,11,USD\nc2,2026-01,9,EUR\n",
    )
    rows = loaded.tables["mrr"].select("customer", "month", "amount", "currency").rows()
    assert [(row[0], row[1].month, row[2], row[3]) for row in rows] == [
        ("c1", 1, 5_000_000, "USD"),
        ("c1", 1, 6_000_000, "USD"),
        ("c2", 1, 1_000_000, "USD"),
        ("c1", 2, 11_000_000, "USD"),
        ("c2", 1, 9_000_000, "EUR"),
    ]
    assert repeated(loaded) == [(3, 3, 0), (3, 2, 1)]


def test_different_sums_of_two_files_are_refused(refused: Refused) -> None:
    problems = refused(a=MRR + "c1,2026-01,5,USD\n", b=MRR + "c2,2026-01,5,USD\nc1,2026-01,6,USD\n")
    assert problems == (
        (
            "a.csv: row 2 and b.csv: row 3 have the same customer c1, month 2026-01-01,"
            " currency USD but differ in amount; keep the one that holds"
        ),
    )


def test_history_of_two_exports_overlaps(load: Load) -> None:
    header = "deal,at,stage,from_stage\n"
    loaded = load(
        a=header + "d1,2026-01-01 10:00:00,Lead,\nd1,2026-01-02 10:00:00,Won,Lead\n",
        b=header + "d1,2026-01-02 10:00:00,Won,Lead\nd2,2026-01-03 10:00:00,Lead,\n",
    )
    assert loaded.tables["deal_stages"].height == 3


def test_files_of_different_vendors_make_one_table(load: Load) -> None:
    loaded = load(
        a="Campaign,Cost,Currency code,Month\nBrand,5,USD,2026-01-01\n",
        b="month,category,amount,currency\n2026-01,sales,100,USD\n",
    )
    assert loaded.tables["spend"].select("category", "channel", "amount").rows() == [
        ("ads", "Google Ads", 5_000_000),
        ("sales", None, 100_000_000),
    ]


@pytest.mark.parametrize("same", [True, False])
def test_one_content_under_two_names(load: Load, *, same: bool) -> None:
    text = DEALS + "d1,Lead,2026-01-01,5\n"
    loaded = load(a=text, b=text if same else text + "d2,Lead,2026-01-01,5\n")
    assert loaded.tables["deals"].height == (1 if same else 2)
    assert loaded.inputs[1].kept == (0 if same else 1)


UPDATED = "id,customer,amount,interval,started_on,updated_on\n"


def states(loaded: Loaded) -> list[tuple[str, int]]:
    frame = loaded.tables["subscriptions"]
    return [(name, amount // 1_000_000) for name, amount in frame.select("id", "amount").rows()]


def test_of_two_states_the_one_updated_last_holds(load: Load) -> None:
    loaded = load(
        a=UPDATED
        + "s1,c,5,month,2026-01-01,2026-03-02\n"
        + "s1,c,6,month,2026-01-01,2026-03-01\n"
        + "s2,c,7,month,2026-01-01,2026-03-01\n",
        b=UPDATED + "s2,c,8,month,2026-01-01,2026-03-02\ns2,c,8,month,2026-01-01,2026-03-02\n",
    )
    assert states(loaded) == [("s1", 5), ("s2", 8)]
    assert [dict(one.dropped) for one in loaded.inputs] == [{"superseded": 2}, {"repeated": 1}]
    assert [one.text for one in loaded.findings if one.code == "outdated"] == [
        "2 rows tell an earlier state of what another one tells: the one updated last holds"
    ]


@pytest.mark.parametrize("updated", ["", "2026-03-02"])
def test_states_of_one_day_or_of_none_are_refused(refused: Refused, updated: str) -> None:
    problems = refused(
        a=UPDATED + "s1,c,5,month,2026-01-01,2026-03-02\n" + f"s1,c,6,month,2026-01-01,{updated}\n"
    )
    assert len(problems) == 1
    assert "row 2 and row 3 have the same id s1" in problems[0]


CUSTOMERS = "id,name,email,segment\n"


def test_customers_may_have_several_names_of_which_the_first_holds(load: Load) -> None:
    loaded = load(
        a=CUSTOMERS + "c1,Acme,,smb\nc2,,b@b.example,mid\nc3,Cog,,\n",
        b=CUSTOMERS + "c1,ACME Ltd,a@a.example,smb\nc2,Bolt,b@b.example,mid\nc3,Cog,,\n",
        c=CUSTOMERS + "c1,Acme,x@a.example,smb\nc2,Bolts,b@b.example,mid\n",
    )
    # What a file leaves empty says nothing against the name or address in another.
    assert loaded.tables["customers"].select("id", "name", "email").rows() == [
        ("c1", "Acme", "a@a.example"),
        ("c2", "Bolt", "b@b.example"),
        ("c3", "Cog", None),
    ]
    said = [one.text for one in loaded.findings if one.code == "relabelled"]
    assert said == ["2 customers have another name or email than was read before; the first holds"]
    assert [one.file for one in loaded.findings if one.code == "relabelled"] == ["c.csv"]


def test_a_customer_of_two_segments_is_refused_whatever_its_name(refused: Refused) -> None:
    (problem,) = refused(a=CUSTOMERS + "c1,Acme,,smb\nc1,ACME,,mid\n")
    assert "a.csv: row 2 and row 3 have the same id c1 but differ in segment;" in problem


def test_a_single_customer_of_two_names_in_one_file(load: Load) -> None:
    loaded = load(a=CUSTOMERS + "c1,Acme,,smb\nc1,ACME,,smb\n")
    assert loaded.tables["customers"].get_column("name").to_list() == ["Acme"]
    texts = [one.text for one in loaded.findings]
    assert "1 customer has another name or email than was read before; the first holds" in texts
