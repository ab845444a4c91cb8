"""What is known of files, of those that are refused too."""

from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.sources.taken import taken
from cro_cli.validation import Origin

TO_MEND = "; write as many; a cell that holds the separator needs quotes"

MRR = "customer,month,amount\na,2026-09,5\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_that_is_refused_does_not_stop_the_others() -> None:
    Path("good.csv").write_text(MRR)
    Path("accounts.csv").write_text("id,name,domain\n1,Acme\n")
    found = sources.examine(["good.csv", "accounts.csv", "nowhere.csv"])
    good, short = found.files
    assert found.loaded.tables.keys() == {"mrr"}
    assert good.record is not None
    assert good.record.kept == 1
    assert short.record is None
    assert short.problems == (f"accounts.csv: row 2 has 2 cells where the header has 3{TO_MEND}",)
    assert [one.path for one in found.refused] == ["nowhere.csv"]
    assert found.problems == (
        "nowhere.csv: there is no such file or folder; check the path",
        f"accounts.csv: row 2 has 2 cells where the header has 3{TO_MEND}",
    )


def test_rows_know_where_they_stand() -> None:
    Path("a.csv").write_text(MRR)
    Path("b.csv").write_text("customer,month,amount\n\nb,2026-09,7\n")
    placed = sources.examine(["a.csv", "b.csv"]).placed["mrr"]
    assert placed.files == ("a.csv", "b.csv")
    assert placed.frame.select("customer", " file", " row").rows() == [("a", 0, 2), ("b", 1, 3)]


def test_files_that_contradict_each_other() -> None:
    Path("a.csv").write_text(MRR)
    Path("b.csv").write_text(MRR.replace(",5", ",6"))
    found = sources.examine(["a.csv", "b.csv"])
    assert [one.problems for one in found.files] == [(), ()]
    assert len(found.contradictions) == 1
    assert found.problems == found.contradictions


def test_what_a_file_was_taken_for() -> None:
    Path("deals.csv").write_text(
        "Pipeline 2026\n\nComment;Id;Stage;Created_on;id2\n;d1;Demo;2026-09-01;x\n"
    )
    (one,) = sources.examine(["deals.csv"]).files
    found = taken(one)
    assert found is not None
    assert (found.format, found.table, found.row, found.delimiter) == (
        "deals", "deals", 3, "semicolon",
    )  # fmt: skip
    assert found.by == ("Id", "Stage", "Created_on")
    assert found.origins == (
        Origin(column="id", headers="Id"),
        Origin(column="stage", headers="Stage"),
        Origin(column="created_on", headers="Created_on"),
    )
    assert found.unused == ("Comment", "id2")


def test_what_a_wide_file_was_taken_for() -> None:
    name = "mrr.csv"
    Path(name).write_text("Customer ID,Currency,2026-08,2026-09\na,usd,1,2\n")
    (one,) = sources.examine([name]).files
    found = taken(one)
    assert found is not None
    assert found.by == ("Customer ID", "Currency", "2026-08")
    months = "2026-08 to 2026-09, 2 columns"
    assert {origin.column: origin.headers for origin in found.origins} == {
        "customer": "Customer ID", "month": months, "amount": months, "currency": "Currency",
    }  # fmt: skip


def test_what_the_header_or_the_format_says_itself() -> None:
    Path("ads.csv").write_text(
        "Campaign name,Reporting starts,Reporting ends,Amount spent (EUR)\n"
        "x,2026-09-01,2026-09-30,5\n"
    )
    (one,) = sources.examine(["ads.csv"]).files
    found = taken(one)
    assert found is not None
    origins = {origin.column: origin.headers for origin in found.origins}
    assert origins["currency"] == "always EUR"
    assert origins["month"] == "Reporting starts, Reporting ends"


def test_a_file_that_was_recognised_before_it_was_refused() -> None:
    Path("s.csv").write_text(
        "id,customer,amount,interval,started_on,id\n1,a,5,month,2026-01-01,2\n"
    )
    (one,) = sources.examine(["s.csv"]).files
    found = taken(one)
    assert one.problems
    assert found is not None
    assert (found.title, found.table, found.origins) == ("plain subscriptions file", "", ())


def test_a_file_that_nothing_fits() -> None:
    Path("x.csv").write_text("foo,bar\n1,2\n")
    (one,) = sources.examine(["x.csv"]).files
    assert one.problems
    assert taken(one) is None
