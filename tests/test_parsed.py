"""What is kept of the files that ship with us holds as long as these do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cro_cli.parsed import Parsed

ROOT = Path(__file__).parents[1]
VALUES = {"a": {"b": ["c", ("d", 1), frozenset({"e"}), None, 2.5, True]}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one file, and let Python write bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "a.yaml").write_text("b: c", encoding="utf-8")
    return tmp_path


def _place(folder: Path) -> Path:
    (place,) = (folder / "__pycache__").iterdir()
    return place


def test_what_one_run_keeps_the_next_one_finds(folder: Path) -> None:
    assert Parsed(folder).find("a") is None
    first = Parsed(folder)
    first.keep(VALUES)
    first.keep({"f": "g"})
    assert first.find("a") == Parsed(folder).find("a") == VALUES["a"]
    assert Parsed(folder).find("f") == "g"


@pytest.mark.parametrize("change", ["edited", "touched", "replaced", "added", "removed"])
def test_it_is_thrown_away_when_a_file_changes(folder: Path, change: str) -> None:
    (folder / "z.py").write_text("", encoding="utf-8")
    Parsed(folder).keep(VALUES)
    assert Parsed(folder).find("a")
    if change == "edited":
        (folder / "a.yaml").write_text("b: other", encoding="utf-8")
    elif change == "touched":
        os.utime(folder / "a.yaml", (1, 1))
    elif change == "replaced":  # by one of the same size and date, as builds may date all alike
        state = (folder / "a.yaml").stat()
        (folder / "a.yaml").unlink()
        (folder / "a.yaml").write_text("b: d", encoding="utf-8")
        os.utime(folder / "a.yaml", ns=(state.st_mtime_ns, state.st_mtime_ns))
    elif change == "added":
        (folder / "b.yaml").write_text("", encoding="utf-8")
    else:
        (folder / "z.py").unlink()
    assert Parsed(folder).find("a") is None


@pytest.mark.parametrize("spoiled", [b"", b"\x00", b"no marshal", b"\xe9\x05\x00\x00\x00"])
def test_what_is_spoiled_is_made_anew(folder: Path, spoiled: bytes) -> None:
    Parsed(folder).keep(VALUES)
    whole = _place(folder).read_bytes()
    for data in (spoiled, whole[:-9], whole[: len(whole) // 2]):
        _place(folder).write_bytes(data)
        again = Parsed(folder)
        assert again.find("a") is None
        again.keep(VALUES)
        assert Parsed(folder).find("a") == VALUES["a"]


def test_nothing_is_written_where_python_writes_no_bytecode(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept = Parsed(folder)
    kept.keep(VALUES)
    assert kept.find("a") == VALUES["a"]
    assert [one.name for one in folder.iterdir()] == ["a.yaml"]


def test_a_folder_that_cannot_be_written_to_is_no_hindrance(folder: Path) -> None:
    (folder / "__pycache__").write_text("a file where a folder belongs", encoding="utf-8")
    kept = Parsed(folder)
    kept.keep(VALUES)
    assert kept.find("a") == VALUES["a"]


def test_nothing_is_left_behind_where_another_run_is_in_the_way(folder: Path) -> None:
    Parsed(folder).keep(VALUES)
    place = _place(folder)
    place.unlink()
    place.mkdir()
    Parsed(folder).keep(VALUES)
    assert _place(folder) == place


def test_without_a_name_for_bytecode_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    kept = Parsed(folder)
    kept.keep(VALUES)
    assert kept.find("a") == VALUES["a"]
    assert not (folder / "__pycache__").exists()


def test_a_report_is_the_same_with_what_was_kept_and_without(tmp_path: Path) -> None:
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    command = (sys.executable, "-m", "cro_cli", "report", "sample_data", "-O", "json")
    said = [
        subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True).stdout
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert len([*tmp_path.rglob("*.marshal")]) == 2
