from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import cro_cli
from cro_cli.cli.main import guarded
from cro_cli.cli.streams import NoReaderError
from cro_cli.cli.topics import TOPICS
from cro_cli.errors import ConfigError
from cro_cli.messages import Problem

ROOT = Path(cro_cli.__file__).parents[1]
DATA = Path(__file__).parents[1] / "shell" / "data" / "exports"
LOADED = """
import sys
from cro_cli.cli.main import run
code = run(sys.argv[1:])
heavy = {"polars", "pydantic", "rich", "typer", "yaml"} & sys.modules.keys()
print(int(code), *sorted(heavy), file=sys.stderr)
"""


def loaded(*arguments: str, **environ: str) -> tuple[str, str]:
    """Return stdout, and the exit code with the heavy modules that were loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout, done.stderr.strip()


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["report", "x", "-V"]])
def test_the_version_is_answered_before_typer_is_loaded(arguments: list[str]) -> None:
    assert loaded(*arguments) == (f"cro {cro_cli.__version__}\n", "0")


@pytest.mark.parametrize("command", [[], ["report"], ["check"], ["schema"], ["help"]])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_loads_no_polars(command: list[str], flag: str) -> None:
    out, code = loaded(*command, flag)
    assert out.startswith(f"Usage: {' '.join(['cro', *command])} [OPTIONS]")
    assert code == "0 typer"


def test_the_schema_loads_no_polars() -> None:
    assert loaded("schema", "report")[1] == "0 pydantic typer"


@pytest.mark.parametrize("topic", [[], *([topic.name] for topic in TOPICS), ["E101"]])
def test_pages_load_no_polars(topic: list[str]) -> None:
    assert loaded("help", *topic)[1] == "0 pydantic typer"


def test_options_need_no_pydantic(tmp_path: Path) -> None:
    said = loaded("report", str(tmp_path), "-m", "nrr", "--only", "watch", "-q", "--width", "80")[1]
    *_, last = said.splitlines()
    assert last.startswith("3 polars")
    assert "pydantic" not in last


def test_a_report_needs_no_pydantic_without_a_config() -> None:
    code = loaded("report", str(DATA), "-m", "grr", HOME="/nowhere")[1]
    # YAML is loaded by the first run only: what was read of our own files is kept.
    assert code.removesuffix(" yaml") == "0 polars rich typer"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cro re", ["report"]),
        ("cro report -m nr", ["nrr"]),
        ("cro report --only at", ["at-risk"]),
        ("cro report --period q", ["quarter"]),
        ("cro check --fail-on w", ["watch"]),
        ("cro report -O j", ["json"]),
        ("cro report --color n", ["never"]),
        ("cro schema r", ["report"]),
        ("cro report --exclude", ["--exclude-bad-rows"]),
        ("cro report -m nrr,gr", ["nrr,grr", "nrr,gross_margin"]),
        ("cro report --only watch,un", ["watch,unknown"]),
        ("cro mrr --by pl", ["plan"]),
        ("cro mrr --movements ch", ["churn"]),
        ("cro report --names h", ["hide"]),
        ("cro trend gr", ["grr", "gross_margin"]),
        ("cro explain arp", ["arpa"]),
        ("cro metrics arp", ["arpa"]),
        ("cro benchmarks grr arp", ["arpa"]),
        ("cro sources --table pri", ["prices"]),
        ("cro sources --system strip", ["stripe"]),
        ("cro sources -O j", ["json"]),
        ("cro init --template pri", ["prices"]),
        ("cro validate -O j", ["json"]),
        ("cro diff -O mark", ["markdown"]),
        ("cro help env", ["environment"]),
        ("cro help E141", ["E141"]),
        ("cro report exp", []),  # a file, which the shell knows
    ],
)
def test_completion_knows_every_name_and_loads_no_polars(words: str, found: list[str]) -> None:
    out, code = loaded(
        _CRO_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )
    assert out.split() == found
    assert code.startswith("0 ")
    assert "polars" not in code


BASH = """
eval "$(_CRO_COMPLETE=source_bash cro)"
COMP_WORDS=(cro report -m new_c) COMP_CWORD=3
_cro_completion cro
echo "${COMPREPLY[@]}"
complete -p cro
"""


def test_bash_completes_with_what_it_is_given(tmp_path: Path) -> None:
    command = tmp_path / "cro"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cro_cli "$@"\n')
    command.chmod(0o755)
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "new_cac_ratio",
        "complete -o default -F _cro_completion cro",  # -o default: files where there is no name
    ]
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("shell", "action", "found"),
    [
        ("zsh", "", "_arguments '*: :((\"nrr\"))'"),
        ("fish", "get-args", "nrr"),
    ],
)
def test_other_shells_are_told_in_their_way(shell: str, action: str, found: str) -> None:
    out, _ = loaded(
        _CRO_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="cro report -m nr",
        _TYPER_COMPLETE_FISH_ACTION=action,
    )
    assert out.strip() == found
    script, _ = loaded(_CRO_COMPLETE=f"source_{shell}")
    assert f"_CRO_COMPLETE=complete_{shell}" in script


def raising(error: BaseException) -> Callable[[], int]:
    def step() -> int:
        raise error

    return step


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, ""),
        (NoReaderError(), 141, ""),
        (
            ConfigError(
                [
                    Problem("a.yaml:1:2: x: wrong\n  x: 1\n     ^", "E528"),
                    Problem("a.yaml:9:9: y\x1b[2J: wrong", "E521"),
                ]
            ),
            3,
            """\
cro: error: a.yaml:1:2: x: wrong [E528]
  x: 1
     ^
cro: error: a.yaml:9:9: y\\x1b[2J: wrong [E521]
""",
        ),
        (
            MemoryError(),
            3,
            "cro: error: not enough memory for these inputs; give fewer files at a time [E901]\n",
        ),
        (
            pl.exceptions.PanicException("lost\nnote: run with …"),
            3,
            (
                "cro: error: Polars, which computes the numbers, gave up on these inputs: lost;"
                " give the files one by one to find which it is [E902]\n"
            ),
        ),
    ],
)
def test_every_end_has_its_code_and_one_message(
    error: BaseException, code: int, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    assert capfd.readouterr() == ("", message)


def test_a_fault_of_the_program_is_one_line_with_its_place(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert guarded(raising(ZeroDivisionError("division by zero\nmore"))) == 3
    out, message = capfd.readouterr()
    start = "cro: error: a fault of cro, not of your data: ZeroDivisionError at "
    assert out == ""
    assert message.startswith(start + __file__ + ":")
    assert message.endswith(": division by zero; report it with the command you wrote [E903]\n")
    assert message.count("\n") == 1
