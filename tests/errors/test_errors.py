"""Every message a user can get, provoked by the least that does: its words, its code, its exit.

`cases/*.yaml` hold a case for each code: the files, the command, a part of what is said. A message
that needs more than files stands below as a function. A new message without a case fails here.

    E131: {files: {a.csv: "customer,month\na\n"}, run: 'report a.csv', says: 'a.csv: row 2 has'}

`before` is a command to run first, or several, `bytes` are files in Latin-1, `rows` so many rows
in a.csv, `config` is config.yaml, `mrr` a sound export, `export` that of a format's own
tests as a.csv, `exit` the exit code where it is not 3 for an error and 0 for a warning.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

import cro_cli
from cro_cli.cli import main
from cro_cli.cli.exits import Exit
from cro_cli.config import shape
from cro_cli.messages import catalogue

HERE = Path(__file__).parent
ROOT = Path(cro_cli.__file__).parents[1]
SOURCES = HERE.parent / "sources"
MRR = "customer,month,amount,currency\na,2026-08,5,USD\na,2026-09,6,USD\nb,2026-09,1,USD\n"
NEVER_SAID = re.compile(
    r"Traceback|panicked|RUST_BACKTRACE|internal error|Warning:|[\x00-\x09\x0b-\x1f\x7f-\x9f]"
)
CASES: dict[str, Any] = {
    str(code): case
    for path in sorted((HERE / "cases").glob("*.yaml"))
    for code, case in yaml.safe_load(path.read_text("utf-8")).items()
}

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: Patch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CRO_CONFIG", "CRO_FORMAT", "CRO_COLOR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CRO_WIDTH", "9999")
    return tmp_path


def lay(case: dict[str, Any]) -> None:
    """Write the files of a case."""
    texts = {name: text.encode() for name, text in case.get("files", {}).items()}
    texts |= {name: text.encode("latin-1") for name, text in case.get("bytes", {}).items()}
    if "config" in case:
        texts["config.yaml"] = case["config"].encode()
    if "export" in case:
        texts["a.csv"] = (SOURCES / case["export"] / "export.csv").read_bytes()
        texts["config.yaml"] = b"currency: USD\nfx: {EUR: 1.1, GBP: 1.2}\nas_of: 2026-09\n"
    if "rows" in case:
        rows = "".join(f"c{number},2026-09,1\n" for number in range(case["rows"]))
        texts["a.csv"] = f"customer,month,amount\n{rows}".encode()
    if mrr := case.get("mrr"):
        texts["mrr.csv" if mrr is True else mrr] = MRR.encode()
    for name, data in texts.items():
        Path(name).parent.mkdir(exist_ok=True, parents=True)
        Path(name).write_bytes(data)


def said_by(command: str, capfd: Capture) -> tuple[int, str, str]:
    """Run a command and return its exit code and what it wrote."""
    code = main.run(shlex.split(command))
    out, err = capfd.readouterr()
    return code, out, err


def expect(code: str, says: str, done: tuple[int, str, str], *, exit_: int) -> None:
    """Assert that a message was said, with its code, and nothing that never may be."""
    found, out, err = done
    # Below a bullet a long line goes on indented.
    lines = [*out.replace("\n  ", " ").splitlines(), *err.splitlines()]
    assert any(says in line and line.endswith(f"[{code}]") for line in lines), out + err
    assert not NEVER_SAID.search(out + err), out + err
    assert found == exit_, out + err


@pytest.mark.parametrize("code", CASES)
def test_message(code: str, capfd: Capture, monkeypatch: Patch) -> None:
    case = CASES[code]
    lay(case)
    for name, value in case.get("env", {}).items():
        monkeypatch.setenv(name, value)
    before = case.get("before", [])
    for command in [before] if isinstance(before, str) else before:
        assert said_by(command, capfd)[0] == Exit.DONE
    done = said_by(case["run"], capfd)
    wanted = case.get("exit", Exit.DONE if code.startswith("W") else Exit.NO_ANSWER)
    expect(code, case["says"], done, exit_=wanted)


IN_JSON = [code for code in CASES if code[:2] in {"E2", "W3", "E3"}]


@pytest.mark.parametrize("code", IN_JSON)
def test_finding_has_its_code_in_json(code: str, capfd: Capture) -> None:
    lay(CASES[code])
    _, out, _ = said_by(f"{CASES[code]['run']} -O json", capfd)
    assert code in {one["id"] for one in json.loads(out)["findings"]}


# ---- messages that need more than files

Provoke = Callable[[Capture, Patch], None]
PROVOKED: dict[str, Provoke] = {}


def provokes(code: str) -> Callable[[Provoke], Provoke]:
    """Register what provokes a message."""

    def register(provoke: Provoke) -> Provoke:
        PROVOKED[code] = provoke
        return provoke

    return register


@provokes("E103")
def _(capfd: Capture, _: Patch) -> None:
    with Path("a.csv").open("wb") as file:
        file.truncate(2**30 + 1)
    expect("E103", "a.csv: is larger than 1 GiB", said_by("report a.csv", capfd), exit_=3)


@provokes("E803")
def _(capfd: Capture, _: Patch) -> None:
    Path("mrr.csv").write_text(MRR)
    with Path("old.json").open("wb") as file:
        file.truncate(2**30)
    expect(
        "E803",
        "old.json: is larger than any report",
        said_by("diff old.json mrr.csv", capfd),
        exit_=3,
    )


@provokes("E809")
def _(capfd: Capture, _: Patch) -> None:
    Path("mrr.csv").write_text(MRR)
    said_by("report mrr.csv -m mrr -o old.json", capfd)
    saved = json.loads(Path("old.json").read_text())
    saved["readings"] *= 2
    Path("old.json").write_text(json.dumps(saved))
    says = "old.json: mrr stands there twice"
    expect("E809", says, said_by("diff old.json mrr.csv", capfd), exit_=3)


@provokes("E135")
def _(capfd: Capture, _: Patch) -> None:
    # The quote amid text makes the file one to be split row by row.
    Path("a.csv").write_text(f'customer,month,amount\n5" x,{"y" * (2**24 + 1)},1\n6",x,1\n')
    says = "a.csv: row 2: cannot be split into cells (a cell is larger than 16 MB)"
    expect("E135", says, said_by("report a.csv", capfd), exit_=3)


@provokes("W331")
def _(capfd: Capture, _: Patch) -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_text(MRR)
    os.mkfifo("in/b.csv")
    expect("W331", "in/b.csv: ignored: a pipe or a device", said_by("report in", capfd), exit_=0)


@provokes("E155")
def _(capfd: Capture, patch: Patch) -> None:
    path, look = Path("a.csv"), os.fstat
    path.write_text(MRR)

    def grow(descriptor: int) -> os.stat_result:
        found = look(descriptor)
        if os.path.samestat(found, path.stat()):
            path.write_text(f"{path.read_text()}c,2026-09,1,USD\n")
        return found

    patch.setattr(os, "fstat", grow)
    expect("E155", "a.csv: was written to while", said_by("report a.csv", capfd), exit_=3)


@provokes("E504")
def _(capfd: Capture, _: Patch) -> None:
    Path("config.yaml").write_text(f"company: {'x' * 70_000}")
    expect("E504", "config.yaml: is larger than 64 kB", said_by("report", capfd), exit_=3)


@provokes("E507")
def _(capfd: Capture, _: Patch) -> None:
    Path("config.yaml").write_text("".join(f"key{number}: 1\n" for number in range(200)))
    expect("E507", "config.yaml: there are more problems", said_by("report", capfd), exit_=3)


@provokes("E528")
def _(_: Capture, __: Patch) -> None:
    # No value is known that gets here; whatever pydantic will complain of one day does.
    said = shape.said({"type": "new", "loc": ("a",), "msg": "does not fit", "input": 1})
    assert (said, said.code) == ("does not fit; `cro schema config` has what fits", "E528")


@provokes("E601")
def _(_: Capture, __: Patch) -> None:
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m cro_cli help >/dev/full'],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    says = "cannot write to standard output: No space left on device"
    expect("E601", says, (done.returncode, done.stdout, done.stderr), exit_=3)


@provokes("W502")
def _(capfd: Capture, _: Patch) -> None:
    days = "".join(f"c{day},Customer {day},2026-09-{day:02}\n" for day in range(1, 31))
    Path("a.csv").write_text(f"id,name,created_on\n{days}c99,Slip,2062-09-01\n")
    Path("a.csv").rename("customers.csv")
    Path("config.yaml").write_text("as_of: 2026-09")
    says = "2062-09-01 lies after 2026-09-30, where the data end"
    expect("W502", says, said_by("validate customers.csv", capfd), exit_=0)


def _raising(error: BaseException) -> Callable[[], int]:
    def step() -> int:
        raise error

    return step


FAULTS = {
    "E901": (MemoryError(), "not enough memory for these inputs; give fewer files at a time"),
    "E902": (pl.exceptions.PanicException("lost\nRUST_BACKTRACE"), "gave up on these inputs: lost"),
    "E903": (ZeroDivisionError("by zero"), "a fault of cro, not of your data: ZeroDivisionError"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_fault(code: str, capfd: Capture) -> None:
    error, says = FAULTS[code]
    found = main.guarded(_raising(error))
    expect(code, says, (found, *capfd.readouterr()), exit_=3)


@pytest.mark.parametrize("code", sorted(PROVOKED))
def test_message_that_is_provoked(code: str, capfd: Capture, monkeypatch: Patch) -> None:
    PROVOKED[code](capfd, monkeypatch)


def test_every_message_has_a_case() -> None:
    assert sorted({*CASES, *PROVOKED, *FAULTS}) == sorted(catalogue.BY_CODE)
    assert not CASES.keys() & PROVOKED.keys()
