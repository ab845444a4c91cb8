"""Reports in groups: whose name goes to which rows, and which rows are none."""

from __future__ import annotations

import pytest

from cro_cli.errors import InputError
from cro_cli.sources.format import Groups
from cro_cli.sources.group_rows import Ungrouped, ungroup

TO_REMOVE = "; remove the row, or export the report again"

SALES = Groups(
    name="customers",
    title="Sales by Customer Detail",
    totals=("Total for ",),
    whole=" with sub-customers",
    footers=("Accrual Basis",),
)
LIST = SALES._replace(title="")
TITLE = ("Acme Inc.", "Sales by customer detail", "January 2026")


def run(*lines: str, rule: Groups = SALES, above: tuple[str, ...] = TITLE) -> Ungrouped:
    records = [(number, line.split(",")) for number, line in enumerate(lines, start=6)]
    return ungroup(records, rule, above, "a.csv")


def test_group_gives_its_name_to_the_rows_below() -> None:
    done = run("Acme", ",1", ",2", "Total for Acme,3", "Beta", ",4", "Total for Beta,4", "TOTAL,7")
    assert done.records == ((7, ["Acme", "1"]), (8, ["Acme", "2"]), (11, ["Beta", "4"]))
    assert done.dropped == {"customers": 2, "totals": 3}


def test_group_may_hold_others() -> None:
    done = run(
        "Acme,,",
        ",1,",
        "North,,",
        ",2,",
        "Total for North,2,",
        ",3,",
        "Total for Acme with sub-customers,6,",
        "North,,",
        ",4,",
        "Total for North,4,",
    )
    assert [cells[0] for _, cells in done.records] == ["Acme", "Acme:North", "Acme", "North"]


def test_group_without_a_total_ends_where_the_next_begins() -> None:
    done = run("Acme", ",1", "Beta", ",2", "TOTAL,3")
    assert [cells[0] for _, cells in done.records] == ["Acme", "Beta"]


def test_customer_who_is_called_total_heads_a_group() -> None:
    names = ("Total", "Total for Less", "Total Wine")
    lines = [line for name in names for line in (name, ",1", f"Total for {name},1")]
    assert [cells[0] for _, cells in run(*lines).records] == list(names)


def test_footer_is_neither_group_nor_data() -> None:
    done = run("Acme", ",1", "Total for Acme,1", "", "Accrual Basis Friday", ",")
    assert done.dropped == {"customers": 1, "totals": 1, "footer": 1}
    assert done.records == ((7, ["Acme", "1"]), (9, [""]), (11, ["", ""]))


def test_balance_brought_forward_is_no_data() -> None:
    rule = LIST._replace(asides=("Beginning Balance",))
    done = run("Sales", "Beginning Balance,9", ",1", "Total for Sales,10", rule=rule)
    assert done.records == ((8, ["", "1"]),)
    assert done.dropped == {"customers": 1, "totals": 2}


def test_names_are_left_out_where_they_are_no_data() -> None:
    done = run(",1", "Rosa", ",2", "Total for Rosa,2", rule=LIST, above=())
    assert done.records == ((6, ["", "1"]), (8, ["", "2"]))


def test_names_need_a_title_that_says_what_they_are() -> None:
    with pytest.raises(InputError) as caught:
        run("Retail", ",1", above=("Acme", "Sales by Customer Type Detail"))
    (problem,) = caught.value.problems
    assert problem == (
        "a.csv: rows stand in groups, and no title above the header says of what; export the"
        " report 'Sales by Customer Detail' and keep the lines above its header"
    )


def test_row_in_no_group_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        run("Acme", ",1", "Total for Acme,1", ",2")
    assert caught.value.problems == (f"a.csv: row 9 stands in no group{TO_REMOVE}",)


def test_row_that_cannot_be_told_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        run("Acme", "Gamma,1", "Total for Delta,1", *["x,1"] * 5)
    assert caught.value.problems[:2] == (
        f"a.csv: row 7 is neither in a group nor the head or total of one{TO_REMOVE}",
        f"a.csv: row 8 is neither in a group nor the head or total of one{TO_REMOVE}",
    )
    assert caught.value.problems[5:] == ("a.csv: and 2 more such rows; mend them likewise",)
