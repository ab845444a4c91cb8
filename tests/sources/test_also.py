"""One file can tell of several tables; what is wrong with it is still said once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded
from cro_cli.sources.format import Format
from cro_cli.sources.laying import lay
from cro_cli.sources.plan import Header

Load = Callable[..., Loaded]

HEADER = 'Record ID,Deal Name,Deal Stage,Create Date,"Date entered ""Demo (Sales)"""\n'


def test_bad_cell_of_a_shared_column_is_said_once_for_both_tables(load: Load) -> None:
    loaded = load(a=HEADER + "8E+17,A,Demo,2026-01-01,2026-01-02\n8,B,Demo,2026-01-01,\n")
    (finding,) = loaded.findings
    assert finding.text.startswith("'8E+17' was turned into a rounded number")
    assert finding.fields == ("deals.id", "deal_stages.deal")


def test_row_that_is_bad_in_one_table_is_left_out_of_both(load: Load) -> None:
    rows = "8,A,Demo,2026-01-01,soon\n9,B,Demo,someday,2026-01-03\n7,C,Demo,2026-01-01,2026-01-02\n"
    loaded = load(a=HEADER + rows, exclude_bad_rows=True)
    assert loaded.tables["deals"]["id"].to_list() == ["7"]
    assert loaded.tables["deal_stages"]["deal"].to_list() == ["7"]
    (record,) = loaded.inputs
    assert (record.kept, record.bad, dict(record.also)) == (1, 2, {"deal_stages": 1})


def test_overlapping_files_count_their_rows_once_in_every_table(load: Load) -> None:
    row = "8,A,Demo,2026-01-01,2026-01-02\n"
    loaded = load(a=HEADER + row, b=HEADER + row + "9,B,Demo,2026-01-01,2026-01-03\n")
    assert loaded.tables["deals"].height == 2
    assert loaded.tables["deal_stages"].height == 2
    assert [one.text for one in loaded.findings] == [
        "1 row repeats what was read before and counts once"
    ]


def test_history_without_any_entry_is_no_table(load: Load) -> None:
    loaded = load(a=HEADER + "8,A,Demo,2026-01-01,\n")
    assert set(loaded.tables) == {"deals"}
    assert not loaded.inputs[0].also


@pytest.mark.parametrize(
    ("header", "stage"),
    [
        ('Date entered "Demo (Sales Pipeline)"', "Demo"),
        ("date entered ''Demo (Sales Pipeline)''", "Demo"),
        ("Date entered 'Won (paper) (Sales (EU))'", "Won (paper)"),
        ("Date  entered “Closed won”", "Closed won"),
        ("hs_v2_date_entered_closedwon", "closedwon"),
        ("Date exited “Closed won”", None),
    ],
)
def test_stage_is_taken_out_of_the_header(header: str, stage: str | None) -> None:
    history = _format("hubspot_deals").also[0]
    plan = lay(history, Header(["Record ID", header]), ",")
    assert list(plan.spread.values()) == ([stage] if stage else [])


def _format(name: str) -> Format:
    from cro_cli.sources import catalogue

    return catalogue.form(next(one for one in catalogue.signatures() if one.name == name))


def test_first_pattern_that_fits_any_header_counts() -> None:
    history = _format("hubspot_deals").also[0]
    names = ["hs_object_id", "hs_date_entered_1", "hs_v2_date_entered_1", "hs_v2_date_entered_2"]
    assert lay(history, Header(names), ",").spread == {"2": "1", "3": "2"}
