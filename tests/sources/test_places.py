"""A value that only the whole run finds wrong is still named by file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli import sources

DEALS = "id,stage,created_on,amount,Currency\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.csv").write_text("Invoice,Shipped,Weight\n1,2026-01-01,5\n")
    Path("a.csv").write_text(DEALS + "d1,Lead,2026-01-01,5,usd\n")
    Path("b.csv").write_text(DEALS + "d2,Lead,2026-01-01,5,usd\n,,,,\nd3,Lead,2026-01-01,5,gbp\n")


def test_first_cell_that_is_read_as_the_value_is_named() -> None:
    paths = ["notes.csv", "a.csv", "b.csv"]
    assert sources.place(paths, "currency", "GBP") == "b.csv: row 4, column 'Currency'"
    assert sources.place(paths, "currency", "USD") == "a.csv: row 2, column 'Currency'"


def test_all_files_are_named_where_none_can_be_read_again() -> None:
    assert sources.place(["-", "a.csv"], "currency", "JPY") == "-, a.csv"


def test_every_table_of_a_file_is_looked_at() -> None:
    header = 'Record ID,Deal Name,Deal Stage,Amount,Currency,"Date entered ""Demo (Sales)"""\n'
    Path("c.csv").write_text(header + "8,A,Demo,5,EUR,2026-01-02\n")
    assert sources.place(["c.csv"], "stage", "Demo") == "c.csv: row 2, column 'Deal Stage'"
    assert sources.place(["c.csv"], "deal", "8") == "c.csv: row 2, column 'Record ID'"
    assert sources.place(["c.csv"], "currency", "JPY") == "c.csv"
