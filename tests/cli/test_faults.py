"""What goes wrong while a report is written: the old file or the new one, one line, the code."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import cro_cli
from cro_cli.cli import output, streams
from cro_cli.errors import OutputError

ROOT = Path(cro_cli.__file__).parents[1]
SIZE = 3_000_000
NOBODY = 65534
# Writes one document after the other for ever, each of a single letter.
WRITER = """
import sys
from cro_cli.cli import output
while True:
    for letter in sys.argv[2]:
        output.write(sys.argv[1], letter * int(sys.argv[3]))
"""


@contextmanager
def writer(target: Path, letters: str) -> Iterator[None]:
    """Let another process write all the while, and kill it at the end."""
    running = subprocess.Popen(
        [sys.executable, "-c", WRITER, target, letters, str(SIZE)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield
    finally:
        running.kill()  # which is signal 9
        running.wait()


def is_whole(target: Path) -> bool:
    found = target.read_text()
    return len(found) == SIZE and found == found[:1] * SIZE


def wait_for(target: Path) -> None:
    deadline = time.monotonic() + 30
    while not target.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_killed_run_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    for delay in (0.001, 0.01, 0.02, 0.03, 0.035, 0.04, 0.045, 0.05):
        target.unlink(missing_ok=True)  # so that it is there once the writing has begun
        with writer(target, "ab"):
            wait_for(target)
            time.sleep(delay)
        assert is_whole(target)
    left = {path.name for path in tmp_path.iterdir()} - {"report.txt"}
    assert all(name.startswith(".report.txt.") for name in left)


def test_two_runs_to_one_file_never_mix(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    with writer(target, "a"), writer(target, "b"):
        wait_for(target)
        deadline, letters = time.monotonic() + 20, set[str]()
        whole = True
        while whole and letters != {"a", "b"} and time.monotonic() < deadline:
            whole = is_whole(target)
            letters.add(target.read_text()[:1])
    assert whole
    assert letters == {"a", "b"}


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """Return a folder that takes no file from us; root is somebody else meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.txt").write_text("old")
        folder.chmod(0o555)
        with ExitStack() as stack:
            if os.geteuid() == 0:
                os.seteuid(NOBODY)
                stack.callback(os.seteuid, 0)
            yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize("name", ["report.txt", "new.txt"])
def test_a_read_only_folder_is_said_and_left_as_it_is(closed_folder: Path, name: str) -> None:
    with pytest.raises(OutputError, match="cannot be written: Permission denied"):
        output.write(str(closed_folder / name), "new")
    assert [path.name for path in closed_folder.iterdir()] == ["report.txt"]
    assert (closed_folder / "report.txt").read_text() == "old"


def test_a_pipe_whose_reader_leaves_is_no_error(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def read_a_little() -> None:
        with pipe.open("rb") as reader:
            reader.read(1)

    reader = threading.Thread(target=read_a_little)
    reader.start()
    with pytest.raises(streams.NoReaderError):
        output.write(str(pipe), "x" * 1_000_000)
    reader.join(timeout=10)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_device_is_said() -> None:
    with pytest.raises(OutputError, match="/dev/full: cannot be written: No space left on device"):
        output.write("/dev/full", "x")


def test_a_link_that_leads_round_in_a_circle_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OutputError, match="Too many levels of symbolic links"):
        output.write(str(tmp_path / "a"), "x")


@pytest.mark.parametrize("letter", ["r", "é"])
def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path, letter: str) -> None:
    target = tmp_path / (letter * (251 // len(letter.encode())) + ".txt")
    output.write(str(target), "new")
    assert target.read_text() == "new"
