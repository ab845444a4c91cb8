from __future__ import annotations

import shlex
from functools import cache
from pathlib import Path

import pytest

import cro_cli
from cro_cli.cli import help as helping
from cro_cli.cli import main
from cro_cli.cli.app import answer
from cro_cli.cli.exits import Exit
from cro_cli.reports import REPORTS

ROOT = Path(cro_cli.__file__).parents[1]
EXAMPLES = {
    "": helping.ROOT,
    **{spec.name: spec.examples for spec in REPORTS},
    "check": helping.CHECK,
    "diff": helping.DIFF,
    "validate": helping.VALIDATE,
    "metrics": helping.METRICS,
    "benchmarks": helping.BENCHMARKS,
    "init": helping.INIT,
    "sources": helping.SOURCES,
    "schema": helping.SCHEMA,
    "help": helping.HELP,
}


@cache
def saved_report() -> str:
    arguments = ["report", str(ROOT / "sample_data"), "-c", str(ROOT / "config.example.yaml")]
    return answer([*arguments, "-O", "json"]).document


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_leads_with_the_examples(command: str) -> None:
    shown = answer([*command.split(), "--help"])
    assert shown.code is Exit.DONE
    usage, _, head, *lines = shown.document.split("\n")
    assert usage.startswith(f"Usage: cro {command}".rstrip())
    assert head == "  Examples:"
    examples = EXAMPLES[command]
    assert lines[: len(examples)] == [f"    {example}" for example in examples]
    assert len(examples) == 3


@pytest.mark.parametrize("example", sorted({one for some in EXAMPLES.values() for one in some}))
def test_an_example_runs(
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").symlink_to(ROOT / "sample_data")
    if not example.startswith("cro init"):  # which finds none
        (tmp_path / "config.yaml").write_text("currency: USD\nfx: {EUR: 1.08}\n")
    for name in ("last-week.json", "this-week.json") if example.startswith("cro diff") else ():
        (tmp_path / name).write_text(saved_report())
    program, *arguments = shlex.split(example)
    assert program == "cro"
    code = main.run(arguments)
    shown = capfd.readouterr()
    assert shown.err == ""
    assert code in {Exit.DONE, Exit.WATCH, Exit.AT_RISK}
    written = [path.name for path in tmp_path.iterdir() if path.suffix == ".json"]
    assert shown.out or written


def test_every_exit_code_is_in_the_help() -> None:
    text = answer(["-h"]).document
    assert max(map(len, text.splitlines())) <= 80
    words = " ".join(text.split())
    for code in Exit:
        assert f"{code.value} {code.meaning}" in words
