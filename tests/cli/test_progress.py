"""The bar on stderr, as a terminal shows it: there while work takes long, and nothing of it after.

A slow run is one whose input is a pipe that is written to once the bar is there.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import cro_cli
from cro_cli.cli.progress import Meter

# What is waited for on the terminal, and what is done then.
Step = tuple[str, Callable[[], object]]

ROOT = Path(cro_cli.__file__).parents[1]
DATA = str(Path(__file__).parents[1] / "shell" / "data" / "exports")
MRR = Path(DATA, "mrr.csv").read_text()
PROGRAM = """
import sys
from cro_cli.cli import main, progress
progress.AFTER, progress.EVERY = map(float, sys.argv[1:3])
code = main.run(sys.argv[3:])
sys.exit(99 if progress.AFTER > 9 and "rich.progress" in sys.modules else code)
"""
HALF_READ = """
import sys, time
from pathlib import Path
from cro_cli.cli import progress
progress.AFTER, progress.EVERY = map(float, sys.argv[1:3])
meter = progress.Meter([sys.argv[3]])
meter.seen(Path(sys.argv[3]).stat().st_size // 2)
meter.show(color=False)
def wait_for(name):
    while not Path(sys.argv[4], name).exists():
        time.sleep(0.01)
wait_for("half")
meter.compute()
wait_for("computing")
meter.end()
"""
CONTROL = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|(\r)|(\n)|([^\x1b\r\n]+)")


def screen(sent: str) -> list[str]:
    """Return the lines that a terminal shows after all that it was sent."""
    lines, row, column = [""], 0, 0
    for number, letter, back, down, words in CONTROL.findall(sent):
        if back:
            column = 0
        elif down:
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif letter == "A":
            row -= int(number or 1)
        elif letter == "K":
            assert number == "2"
            lines[row] = ""
        elif words:
            lines[row] = (
                lines[row][:column].ljust(column) + words + lines[row][column + len(words) :]
            )
            column += len(words)
        else:
            assert letter == "m", (number, letter)  # colour, and no cursor that is hidden
    return lines


def on_terminal(  # noqa: PLR0913 - what a run depends on
    *arguments: str,
    columns: int = 80,
    after: float = 0,
    every: float = 0.01,
    steps: Sequence[Step] = (),
    program: str = PROGRAM,
    environ: dict[str, str] | None = None,
) -> tuple[str, str, int]:
    """Return what stderr was sent, stdout and the code; each step is taken at what it awaits."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", program, str(after), str(every), *arguments],
        env={**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
        | (environ or {}),
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    ) as running:
        os.close(theirs)
        # A chunk may end within a letter.
        letters = codecs.getincrementaldecoder("utf-8")()
        sent, left = "", list(steps)
        try:
            while chunk := _read(ours):
                sent += letters.decode(chunk)
                if left and left[0][0] in sent:
                    left.pop(0)[1]()
            assert running.stdout is not None
            out = running.stdout.read()
        except BaseException:
            running.kill()  # it would wait for ever for somebody to read
            raise
    os.close(ours)
    return sent, out, running.returncode


def _read(number: int) -> bytes:
    try:
        return os.read(number, 4096)
    except OSError:  # the other side is gone
        return b""


@pytest.mark.parametrize("columns", [20, 45, 80])
def test_a_slow_run_shows_a_bar_and_nothing_is_left_of_it(tmp_path: Path, columns: int) -> None:
    pipe = tmp_path / "mrr.csv"
    os.mkfifo(pipe)
    sent, out, code = on_terminal(
        "report", str(pipe), "-m", "mrr", columns=columns,
        steps=[("reading", lambda: pipe.write_text(MRR))],
    )  # fmt: skip
    assert code == 0
    assert "MRR" in out
    assert "━" in sent
    assert " s" in sent or columns < 40
    drawn = [screen(sent[: match.start()]) for match in re.finditer("\r", sent)]
    assert max(len(line) for lines in drawn for line in lines) < columns
    assert set(screen(sent)) == {""}


def test_it_says_how_much_is_read_and_then_that_it_computes(tmp_path: Path) -> None:
    sent, _, code = on_terminal(
        f"{DATA}/mrr.csv", str(tmp_path), program=HALF_READ,
        steps=[("50%", (tmp_path / "half").touch), ("computing", (tmp_path / "computing").touch)],
    )  # fmt: skip
    assert code == 0
    assert re.search(r"reading .*50%.* s", sent)
    assert re.search(r"computing .* s", sent)
    assert set(screen(sent)) == {""}


def test_an_error_stands_where_the_bar_was(tmp_path: Path) -> None:
    pipe = tmp_path / "mrr.csv"
    os.mkfifo(pipe)
    sent, _, code = on_terminal(
        "report", str(pipe),
        steps=[("reading", lambda: pipe.write_text("a,b\n1,2\n"))],
    )  # fmt: skip
    first, *_ = screen(sent)
    assert first.startswith("cro: error: ")
    assert code == 3


@pytest.mark.parametrize(
    ("arguments", "environ"), [(["-q"], {}), ([], {"TERM": "dumb"})], ids=["quiet", "dumb"]
)
def test_nobody_who_does_not_want_it_sees_it(arguments: list[str], environ: dict[str, str]) -> None:
    sent, _, code = on_terminal("report", DATA, "-m", "mrr", *arguments, environ=environ)
    assert (sent, code) == ("", 0)


def test_a_short_run_neither_shows_nor_imports_it() -> None:
    assert on_terminal("validate", DATA, after=10)[::2] == ("", 0)
    assert on_terminal("report", DATA, "-m", "mrr", after=10)[::2] == ("", 0)


def test_without_a_terminal_there_is_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "0", "0.01", "report", DATA],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""


def test_colour_is_as_for_the_report() -> None:
    arguments = ("report", DATA, "-m", "mrr")
    assert "\x1b[3" not in on_terminal(*arguments, "--color", "never")[0]
    assert "\x1b[3" in on_terminal(*arguments)[0]
    narrow = on_terminal(*arguments, environ={"PYTHONIOENCODING": "ascii"})[0]
    assert "reading" in narrow
    assert narrow.isascii()


def test_a_meter_that_is_not_shown_only_counts() -> None:
    meter = Meter()
    meter.seen(3)
    meter.seen(4)
    assert meter.read == 7
    meter.end()
