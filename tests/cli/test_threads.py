from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cro_cli.cli import threads

PROCESSORS = """
import os, sys
from cro_cli.cli import threads
import {module}
threads.settle(sys.argv[1:], {{}})
print(len(os.sched_getaffinity(0)))
"""


def _settled(*paths: Path, **environ: str) -> dict[str, str]:
    threads.settle([str(path) for path in paths], environ)
    return environ


def test_small_files_and_folders_get_one_thread(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id\n1\n")
    assert _settled(tmp_path) == {threads.VARIABLE: "1"}
    assert _settled(tmp_path / "a.csv") == {threads.VARIABLE: "1"}


def test_large_files_get_what_polars_takes(tmp_path: Path) -> None:
    large = tmp_path / "a.csv"
    with large.open("wb") as file:
        file.truncate(threads.SMALL + 1)
    assert _settled(large) == {}
    assert _settled(tmp_path) == {}


def test_a_size_that_nobody_knows_settles_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _settled(tmp_path / "pipe") == {}
    assert _settled(Path("-")) == {}


def test_who_says_how_many_is_heard(tmp_path: Path) -> None:
    assert _settled(tmp_path, **{threads.VARIABLE: "4"}) == {threads.VARIABLE: "4"}


def test_what_cannot_be_looked_at_settles_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert _settled(tmp_path) == {}
    assert _settled(tmp_path / ("x" * 5000)) == {}


def _processors(path: Path, module: str) -> int:
    """Return how many processors a process may use that is about to read a file."""
    program = PROCESSORS.format(module=module)
    command = (sys.executable, "-c", program, str(path))
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems offer no such call")
def test_a_small_run_stays_on_one_processor_and_others_are_left_alone(tmp_path: Path) -> None:
    small, large = tmp_path / "a.csv", tmp_path / "b.csv"
    small.write_text("id\n1\n")
    with large.open("wb") as file:
        file.truncate(threads.SMALL + 1)
    everywhere = len(os.sched_getaffinity(0))
    assert _processors(small, "os") == 1
    assert _processors(large, "os") == everywhere
    assert _processors(small, "polars") == everywhere
