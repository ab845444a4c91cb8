from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cro_cli.render

CRO = f"'{sys.executable}' -m cro_cli"
SCHEMA = (Path(cro_cli.render.__file__).parent / "report.schema.json").read_bytes()
UNWRITTEN = "cro: error: cannot write to standard output: {}; write to a file with -o [E601]\n"
UNBUFFERED = pytest.mark.parametrize("unbuffered", ["", "1"])


def bash(script: str, unbuffered: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@UNBUFFERED
@pytest.mark.parametrize("command", ["schema report", "--help", "--version"])
def test_a_full_disk_is_one_line_and_no_answer(command: str, unbuffered: str) -> None:
    done = bash(f"{CRO} {command} >/dev/full", unbuffered)
    assert (done.returncode, done.stderr) == (3, UNWRITTEN.format("No space left on device"))


@UNBUFFERED
def test_a_closed_stdout_is_one_line_and_no_answer(unbuffered: str) -> None:
    done = bash(f"{CRO} schema report >&-", unbuffered)
    assert (done.returncode, done.stderr) == (3, UNWRITTEN.format("Bad file descriptor"))


def test_with_every_stream_closed_the_code_is_still_right() -> None:
    assert bash(f"{CRO} schema report <&- >&- 2>&-").returncode == 3
    assert bash(f"{CRO} no-such-command <&- >&- 2>&-").returncode == 3


@pytest.mark.parametrize("closed", [[1], [0, 1], [1, 2], [0, 1, 2]])
def test_no_file_gets_the_number_of_a_closed_stream(closed: list[int], tmp_path: Path) -> None:
    program = f"""
import os, sys
for number in {closed}:
    os.close(number)
from cro_cli.cli import streams
streams.hold()
with open({str(tmp_path / "file")!r}, "w") as file:
    sys.exit(0 if file.fileno() > 2 else 1)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_file_written_with_closed_streams_holds_the_document(tmp_path: Path) -> None:
    target = tmp_path / "schema.json"
    assert bash(f"{CRO} schema report -o {target} <&- >&- 2>&-").returncode == 0
    assert target.read_bytes() == SCHEMA


@UNBUFFERED
def test_a_reader_that_leaves_is_no_error(unbuffered: str) -> None:
    script = f"{CRO} schema report | true; echo ${{PIPESTATUS[0]}}"
    done = bash(f"sleep() {{ :; }}; {script}", unbuffered)
    assert done.stderr == ""
    # `true` may be gone before or after the first write.
    assert done.stdout in {"141\n", "0\n"}


@UNBUFFERED
def test_nobody_reads(unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "cro_cli", "schema", "report"],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@UNBUFFERED
def test_every_byte_arrives_through_a_small_pipe_that_does_not_block(unbuffered: str) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writing, False)
    with subprocess.Popen(
        [sys.executable, "-m", "cro_cli", "schema", "report"],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=writing,
    ) as running:
        os.close(writing)
        found = b""
        while chunk := os.read(reading, 1000):
            found += chunk
            time.sleep(0.002)
        os.close(reading)
    assert running.returncode == 0
    assert found == SCHEMA
    assert len(found) > 2 * 4096
    json.loads(found)


def test_when_nothing_can_be_said_the_code_says_it() -> None:
    assert bash(f"{CRO} no-such-command 2>/dev/full").returncode == 3


def test_an_interrupt_is_said_by_the_code_alone() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cro_cli", "report", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        time.sleep(2)  # until it waits for its input
        running.send_signal(signal.SIGINT)
        output, message = running.communicate(timeout=30)
    assert (running.returncode, output, message) == (130, b"", b"")


def test_a_result_in_a_narrow_encoding_is_never_an_error() -> None:
    done = bash(f"{CRO} schema report", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert json.loads(done.stdout)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-le", "cp037"])
def test_an_encoding_of_other_bytes_for_plain_text_is_not_written(encoding: str) -> None:
    done = bash(f"{CRO} help nothing; {CRO} --version", PYTHONIOENCODING=encoding)
    assert done.stdout == f"cro {cro_cli.__version__}\n"
    assert done.stderr.startswith("cro: error: ")
