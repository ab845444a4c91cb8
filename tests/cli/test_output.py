from __future__ import annotations

import os
import resource
import stat
import threading
from pathlib import Path

import pytest

from cro_cli.cli import output
from cro_cli.errors import OutputError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_the_mode_of_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        output.write(str(tmp_path / "report.txt"), "≥ 110%\n")
    finally:
        os.umask(before)
    assert (tmp_path / "report.txt").read_bytes() == "≥ 110%\n".encode()
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o640
    assert names(tmp_path) == ["report.txt"]


def test_an_old_file_keeps_its_mode_and_no_half_is_ever_seen(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")
    target.chmod(0o604)
    with target.open() as reader:
        output.write(str(target), "new")
        assert reader.read() == "old"  # whoever reads the old one still does
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "report.txt"
    link.symlink_to("real/report.txt")
    output.write(str(link), "new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "report.txt").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    # A terminal, as no folder of theirs takes files: a mistake here must not cost a /dev/null.
    ours, theirs = os.openpty()
    name = os.ttyname(theirs)
    output.write(name, "shown\n")
    assert os.read(ours, 100) == b"shown\r\n"
    assert stat.S_ISCHR(Path(name).stat().st_mode)
    os.close(ours)
    os.close(theirs)


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_text()))
    reader.start()
    output.write(str(pipe), "x" * 200_000)  # more than a pipe holds
    reader.join(timeout=10)
    assert found == ["x" * 200_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("", "it is a folder"),
        ("missing/report.txt", "No such file or directory"),
        ("file/report.txt", "Not a directory"),
    ],
)
def test_what_cannot_be_written_is_said_on_one_line(tmp_path: Path, target: str, why: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as caught:
        output.write(str(tmp_path / target), "text")
    (problem,) = caught.value.problems
    assert f"cannot be written: {why}" in problem
    assert names(tmp_path) == ["file"]


def test_what_fails_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))  # Python ignores the signal of it
    try:
        with pytest.raises(OutputError, match="File too large"):
            output.write(str(target), "x" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_text() == "old"
    assert names(tmp_path) == ["report.txt"]


def test_an_input_is_spared_by_any_name(tmp_path: Path) -> None:
    data = tmp_path / "deals.csv"
    data.write_text("id\n")
    (tmp_path / "link").symlink_to("deals.csv")
    (tmp_path / "hard").hardlink_to(data)
    for target in (data, tmp_path / "link", tmp_path / "hard"):
        with pytest.raises(OutputError, match="this is an input"):
            output.refuse_input(str(target), [tmp_path / "gone.csv", data])
    output.refuse_input(str(tmp_path / "report.txt"), [data])
    output.refuse_input("-", [data])
