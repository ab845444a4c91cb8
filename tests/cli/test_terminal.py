from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "shell" / "data" / "exports"


def on_terminal(columns: int, *arguments: str, **environ: str) -> str:
    """Return what a terminal of a width is sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "cro_cli", "report", str(DATA), "-m", "nrr,grr", "-q", *arguments],
        env={**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", **environ},
        stdout=theirs,
    ):
        os.close(theirs)
        sent = b""
        while chunk := _read(ours):
            sent += chunk
    os.close(ours)
    return sent.decode().replace("\r\n", "\n")


def _read(number: int) -> bytes:
    try:
        return os.read(number, 4096)
    except OSError:  # the other side is gone
        return b""


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_a_report_fits_its_terminal_and_is_coloured(columns: int) -> None:
    sent = on_terminal(columns)
    assert "\x1b[30;43m! watch" in sent
    lines = re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\n")
    assert max(map(len, lines)) <= columns
    assert ("Healthy (watch)" in sent) is (columns >= 60)


def test_the_environment_is_heeded() -> None:
    assert "\x1b" not in on_terminal(80, NO_COLOR="1")
    assert "\x1b" not in on_terminal(80, TERM="dumb")
    wide, as_wide_as_said = on_terminal(120, "--width", "40"), on_terminal(40)
    assert wide == as_wide_as_said


def test_json_is_never_coloured() -> None:
    assert "\x1b" not in on_terminal(80, "-O", "json", "--color", "always")
