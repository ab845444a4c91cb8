"""Files that are called .csv and are something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.errors import InputError

Refused = Callable[..., tuple[str, ...]]

AGAIN = "open it in a browser to see what it says, and export the file again"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04.....xl/workbook.xml", "is a workbook, whatever it is called"),
        (b"PK\x03\x04.....[Content_Types].xml", "is a workbook, whatever it is called"),
        (b"PK\x05\x06", "is a zip archive; unpack it first"),
        (b"BZh91AY", "is packed with bzip2; unpack it first"),
        (b"PAR1", "is a Parquet table, whatever it is called; export CSV instead"),
        (b"SQLite format 3\0", "is a SQLite database, whatever it is called; export CSV instead"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is the pointer of Git LFS to a file"),
        (b"\n <!DOCTYPE html><html>", f"is a web page, such as one to log in; {AGAIN}"),
        (b"<!-- hi --><HTML lang=en>", f"is a web page, such as one to log in; {AGAIN}"),
        (b"<?xml version='1.0'?><Workbook>", "is XML; export CSV instead"),
        (b"<records>\n", "is XML; export CSV instead"),
        (b"id,name\n<<<<<<< HEAD\nc1,A\n", "holds the marks of a merge that was never finished"),
        (b'{"error": "no"}', "is JSON, perhaps the answer of an interface; export CSV instead"),
        (b'[\n {"id": 1}]', "is JSON, perhaps the answer of an interface; export CSV instead"),
        (b"\xff\xfe" + '{"id": 1}'.encode("utf-16-le"), "is JSON, perhaps the answer"),
    ],
)
def test_what_a_file_is_is_named(refused: Refused, data: bytes, words: str) -> None:
    (problem,) = refused(a=data)
    assert problem.startswith(f"a.csv: {words}")


@pytest.mark.parametrize("header", ["<id>,name,email", "{id},name", "[id],[name]", "< 1,b"])
def test_a_header_in_brackets_is_no_disguise(refused: Refused, header: str) -> None:
    (problem,) = refused(a=f"{header}\n1,2\n")
    assert ("XML" in problem) == header.startswith("<id>")
    assert "JSON" not in problem


def test_a_page_to_log_in_is_refused_in_a_folder_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("<html><title>Log in</title></html>")
    (tmp_path / "b.csv").write_text("id,name,email\nc1,Acme,a@b.co\n")
    with pytest.raises(InputError, match=r"a\.csv: is a web page"):
        sources.load([str(tmp_path)])
