"""Sessions as a user types them: each `*.test` file holds commands with what they must do.

    # a title
    $ a command line, for bash, in a fresh folder with all of `data/` in it
    what stdout must be, or `> /a regular expression/` to be found in it
    >2 what stderr must be on one line, or `>2 /a regular expression/`; nothing when left out
    >= the exit code

An expectation is exact unless it is a regular expression.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import cro_cli

HERE = Path(__file__).parent
ROOT = Path(cro_cli.__file__).parents[1]
BLOCK = re.compile(
    r"^# (?P<title>.+)\n"
    r"^\$ (?P<command>.+)\n"
    r"(?P<out>(?:^(?!>2|>=).*\n)*?)"
    r"(?P<err>(?:^>2.*\n)*)"
    r"^>= (?P<code>[0-9]+)\n",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Case:
    name: str
    command: str
    out: str
    err: str
    code: int


def cases() -> Iterator[Case]:
    for path in sorted(HERE.glob("*.test")):
        text = path.read_text(encoding="utf-8")
        found = list(BLOCK.finditer(text))
        assert len(found) == len(re.findall(r"^\$ ", text, re.MULTILINE)), f"{path}: a bad block"
        for match in found:
            err = "".join(line[2:].strip() + "\n" for line in match["err"].splitlines())
            yield Case(
                f"{path.stem}: {match['title']}", match["command"], match["out"], err,
                int(match["code"]),
            )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the data, and a `cro` on the path."""
    shutil.copytree(HERE / "data", tmp_path / "work")
    command = tmp_path / "bin" / "cro"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cro_cli "$@"\n')
    command.chmod(0o755)
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COV")}
    return {
        **kept,
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }


def agrees(expected: str, found: str) -> bool:
    pattern = re.fullmatch(r"(?:> )?/(.+)/\n", expected)
    return bool(re.search(pattern[1], found)) if pattern else expected == found


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_session(case: Case, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", case.command],
        cwd=folder / "work",
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = f"{done.stdout}{done.stderr}"
    assert done.returncode == case.code, said
    assert agrees(case.err, done.stderr), said
    assert agrees(case.out, done.stdout), said
    assert "Traceback" not in said
