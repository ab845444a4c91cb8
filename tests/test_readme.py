"""What the README shows is true: its commands run, its snippets are the program's own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cro_cli import benchmarks, config, sources
from cro_cli.metrics import METRICS
from tests.metrics.tiny import expand

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")

EXPORTS = {
    "mrr.csv": "customer,month,amount\nA,2025-08..2026-09,100\nB,2026-02..2026-09,50\n",
    "spend.csv": "month,category,amount\n2025-08..2026-09,sales,20\n2025-08..2026-09,marketing,5\n",
    "financials.csv": "month,subscription_revenue,subscription_cost\n2025-08..2026-09,100,20\n",
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


def test_two_commands_set_everything_up() -> None:
    setup = [command for command in commands() if not command.startswith("cro ")]
    assert len(setup) == 2
    assert all(command.startswith("python3 -m venv .venv && ") for command in setup)
    assert setup[0].endswith(".venv/bin/cro report -c config.example.yaml")
    assert ".venv/bin/pytest" in setup[1]


def test_quoted_parts_are_fresh() -> None:
    cog = [sys.executable, "-m", "cogapp", "-I", ".", "--check", "--diff", "README.md"]
    done = subprocess.run(cog, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("cro ")])
def test_commands_run(command: str, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    for name, text in EXPORTS.items():
        (tmp_path / "exports" / name).write_text(expand(text), encoding="utf-8")
    own, _, _ = command.partition(" | ")  # what others make of it is their affair
    program = [sys.executable, "-m", "cro_cli", *shlex.split(own)[1:]]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("CRO_")}
    env = {**plain, "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        program, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or (tmp_path / command.rpartition(" -o ")[2]).stat().st_size


@pytest.mark.parametrize("snippet", blocks("yaml"))
def test_the_configs_it_shows_are_some(snippet: str, tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(snippet, encoding="utf-8")
    (tmp_path / "our-formats").mkdir()
    shutil.copy(ROOT / "cro_cli" / "sources" / "google_ads.yaml", tmp_path / "our-formats")
    read = config.load(
        file,
        metrics={metric.key: metric.better for metric in METRICS},
        units={metric.key: metric.unit for metric in METRICS},
        bands=benchmarks.bands,
        profiles=benchmarks.PROFILES,
        formats=sources.check_format,
    )
    assert "our-formats" not in snippet or len(read.formats) == 2


def test_the_metric_it_shows_is_declared_so() -> None:
    (snippet,) = blocks("python")
    declared = (ROOT / "cro_cli" / "metrics" / "retention.py").read_text(encoding="utf-8")
    assert textwrap.indent(snippet.rstrip(), "    ") in declared


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target
