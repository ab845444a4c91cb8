"""Which files are read: named ones, those of folders, standard input; and nothing else."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import threading
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.errors import InputError
from cro_cli.sources import files

TO_QUOTE = "; write as many; a cell that holds the separator needs quotes"

CUSTOMERS = "id,name,email\nc1,Acme,a@acme.example\n"
RATES = "currency,rate,date\nEUR,1.1,2026-01-01\n"

OPEN = "; see that it is there, and that you may read it"


def problems(*paths: str) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        sources.load(paths)
    return caught.value.problems


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folder_is_looked_through_by_name_and_not_below() -> None:
    folder = Path("exports")
    (folder / "older").mkdir(parents=True)
    (folder / "b.csv").write_text(CUSTOMERS)
    (folder / "A.TSV").write_text(RATES.replace(",", "\t"))
    (folder / ".hidden.csv").write_text("broken")
    (folder / "notes.md").write_text("no data")
    (folder / "older" / "c.csv").write_text("broken")
    (folder / "d.csv").mkdir()
    (folder / "e").write_text("broken")
    (folder / ".git").mkdir()
    (folder / ".git" / "f.csv").write_text("broken")
    loaded = sources.load(["exports"])
    assert [one.file for one in loaded.inputs] == ["exports/A.TSV", "exports/b.csv"]
    assert [(one.id, one.file) for one in loaded.findings] == [("W324", "exports/older")]


def test_folder_of_folders_says_which_to_name() -> None:
    Path("in/crm").mkdir(parents=True)
    Path("in/notes").mkdir()
    Path("in/crm/a.csv").write_text(CUSTOMERS)
    (said,) = problems("in")
    assert said == "in: holds no .csv, .tsv or .txt file; name 'in/crm' to read what is in it"


def test_own_empty_output_is_no_input(capfd: pytest.CaptureFixture[str]) -> None:
    with capfd.disabled():  # so that stdout is a file of this test
        Path("a.csv").write_text(CUSTOMERS)
        kept = os.dup(1)
        with Path("report.csv").open("w") as out:
            os.dup2(out.fileno(), 1)
            try:
                read = [one.file for one in sources.load(["."]).inputs]
            finally:
                os.dup2(kept, 1)
                os.close(kept)
    assert read == ["a.csv"]
    # An empty file that is somebody else's is refused all the same.
    assert problems(".") == ("report.csv: is empty; export it again, or take it away",)


def test_names_are_no_patterns() -> None:
    Path("[1]*.csv").write_text(CUSTOMERS)
    Path("1.csv").write_text("broken")
    assert [one.file for one in sources.load(["[1]*.csv"]).inputs] == ["[1]*.csv"]


def test_file_given_twice_is_read_once(folder: Path) -> None:
    Path("a.csv").write_text(CUSTOMERS)
    loaded = sources.load([".", "a.csv", str(folder / "a.csv")])
    assert [one.file for one in loaded.inputs] == ["a.csv"]


def test_input_says_what_was_read() -> None:
    Path("a.csv").write_text(CUSTOMERS)
    (record,) = sources.load(["a.csv"], hashed=True).inputs
    assert record.sha256 == hashlib.sha256(CUSTOMERS.encode()).hexdigest()
    assert (record.format, record.table, record.rows, record.kept) == (
        "customers",
        "customers",
        1,
        1,
    )


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CUSTOMERS.encode())))
    assert sources.load(["-"]).inputs[0].file == "-"


def test_pipe_is_read() -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_text, args=(CUSTOMERS,))
    writer.start()
    assert sources.load(["pipe"]).tables["customers"].height == 1
    writer.join()


def test_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert problems("-") == (f"-: cannot be read: standard input is closed{OPEN}",)


def test_empty_path_is_not_the_current_folder() -> None:
    Path("a.csv").write_text(CUSTOMERS)
    assert problems("") == ("a path is empty; name a file or a folder",)


def test_pipe_in_a_folder_is_not_waited_for() -> None:
    Path("a.csv").write_text(CUSTOMERS)
    os.mkfifo("b.csv")
    Path("c.csv").symlink_to("/dev/zero")
    Path("d.csv").mkdir()
    loaded = sources.load(["."])
    assert [one.file for one in loaded.inputs] == ["a.csv"]
    ignored = [(one.file, one.id) for one in loaded.findings if one.code == "ignored"]
    assert ignored == [("b.csv", "W331"), ("c.csv", "W331")]


def test_link_to_nothing_in_a_folder_is_named() -> None:
    Path("a.csv").symlink_to("nowhere")
    assert problems(".") == (f"a.csv: cannot be read: No such file or directory{OPEN}",)


def test_current_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.csv").write_text(CUSTOMERS)
    Path("below").mkdir()
    monkeypatch.chdir("below")
    (tmp_path / "below").rmdir()
    assert [one.file for one in sources.load(["../a.csv"]).inputs] == ["../a.csv"]


def test_whatever_is_not_there_is_named_all_at_once() -> None:
    Path("empty").mkdir()
    assert problems("nowhere.csv", "empty", "https://example.com/a.csv", "a\0b") == (
        "nowhere.csv: there is no such file or folder; check the path",
        "empty: holds no .csv, .tsv or .txt file; put exports there as CSV",
        "https://example.com/a.csv: is an address, not a file; download it first",
        f"a\0b: cannot be read: embedded null byte{OPEN}",
    )


def test_file_in_place_of_a_folder() -> None:
    Path("a.csv").write_text(CUSTOMERS)
    assert problems("a.csv/b.csv") == (f"a.csv/b.csv: cannot be read: Not a directory{OPEN}",)


def test_file_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    Path("a.csv").write_text(CUSTOMERS)
    monkeypatch.setattr(Path, "open", refuse)  # the administrator may open whatever there is
    assert problems("a.csv") == (f"a.csv: cannot be read: Permission denied{OPEN}",)


def test_folder_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    Path("in").mkdir()
    monkeypatch.setattr(Path, "iterdir", refuse)
    assert problems("in") == (f"in: cannot be read: Permission denied{OPEN}",)


def test_pipe_beyond_all_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_text, args=(CUSTOMERS,))
    writer.start()
    assert problems("pipe") == ("pipe: is larger than 1 GiB; split it or export less",)
    writer.join()


def test_file_beyond_all_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    Path("a.csv").write_text(CUSTOMERS)
    assert problems("a.csv") == ("a.csv: is larger than 1 GiB; split it or export less",)


UNKNOWN = "Invoice,Shipped,Weight\n1,2026-01-01,5\n"


def test_unknown_file_that_was_named_is_refused_with_the_nearest_formats() -> None:
    Path("a.csv").write_text("id,Customer ID,Plan,Interval,Status,note\n1,2,3,4,5,6\n")
    (problem,) = problems("a.csv")
    assert problem == (
        "a.csv: is no export that is known; nearest are Stripe subscriptions (lacks Amount, Current"
        " Period End (UTC) or Current Period Start (UTC) or Current Period End); plain prices file"
        " (lacks amount); plain subscription items file (lacks subscription); see `cro sources`, or"
        " describe it under `formats:` in the config"
    )


def test_unknown_file_in_a_folder_is_named_as_ignored() -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_text(CUSTOMERS)
    Path("in/b.csv").write_text(UNKNOWN)
    Path("in/c.xlsx").write_bytes(b"PK\x03\x04")
    loaded = sources.load(["in"])
    assert [one.file for one in loaded.inputs] == ["in/a.csv"]
    assert [(one.severity.value, one.code, one.file) for one in loaded.findings] == [
        ("warning", "ignored", "in/c.xlsx"),
        ("warning", "ignored", "in/b.csv"),
    ]
    assert loaded.findings[1].text.startswith(
        "ignored: no export that is known; no known export has "
    )


def test_folder_with_nothing_known_is_refused() -> None:
    Path("in").mkdir()
    Path("in/b.csv").write_text(UNKNOWN)
    (problem,) = problems("in")
    assert problem.startswith("in/b.csv: ignored: no export that is known; no known export has ")


def test_broken_file_in_a_folder_is_refused_like_a_named_one() -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_text(CUSTOMERS)
    Path("in/b.csv").write_text("")
    Path("in/c.csv").write_text("id,name,email\nc1\n")
    assert problems("in") == (
        "in/b.csv: is empty; export it again, or take it away",
        f"in/c.csv: row 2 has 1 cell where the header has 3{TO_QUOTE}",
    )


def test_no_paths_at_all_is_nothing() -> None:
    loaded = sources.load([])
    assert (loaded.tables, loaded.inputs) == ({}, ())


def test_a_missing_path_hides_no_other_problem() -> None:
    Path("u.csv").write_text("foo,bar\n1,2\n")
    missing, unknown = problems("nowhere.csv", "u.csv")
    assert missing == "nowhere.csv: there is no such file or folder; check the path"
    assert unknown.startswith("u.csv: is no export that is known")


def test_link_to_itself_in_a_folder_is_named() -> None:
    Path("a.csv").symlink_to("a.csv")
    Path("2026-01-31").symlink_to(".")
    assert problems(".") == (
        f"a.csv: cannot be read: Too many levels of symbolic links{OPEN}",
        f"2026-01-31/a.csv: cannot be read: Too many levels of symbolic links{OPEN}",
    )
