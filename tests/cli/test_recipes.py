"""The recipes of `cro help cron`, run as far as it goes without the machines they are for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from email import message_from_string
from pathlib import Path

import pytest
import yaml

import cro_cli
from cro_cli.cli.app import answer
from cro_cli.cli.topics.recipes import RECIPES

ROOT = Path(cro_cli.__file__).parents[1]
EXPORTS = ROOT / "tests" / "shell" / "data" / "exports"
BY_NAME = {recipe.name: recipe.text for recipe in RECIPES}
HEALTHY, WATCH, AT_RISK = "grr", "grr,nrr", "grr,revenue_growth"
# Programs that no machine must have for these tests: each does what its manual says, and no more.
STANDING_IN = {
    "sendmail": "exec cat",
    "ifne": 'input=$(cat); [ -z "$input" ] || printf "%s\\n" "$input" | "$@"',
    "mail": 'echo "$@"; exec cat',
    "curl": 'echo "$@" >&2; exec cat',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXPORTS, tmp_path / "exports")
    (tmp_path / "bin").mkdir()
    cro = f'export PYTHONPATH="{ROOT}"; exec "{sys.executable}" -m cro_cli "$@"'
    for name, does in {**STANDING_IN, "cro": cro}.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def run(folder: Path, script: str, *, metrics: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script as cron does: no variable but PATH, no terminal, a home that takes no file."""
    here = script.replace("/srv/exports", f"{folder}/exports")
    here = here.replace("/usr/local/bin/cro", "cro")
    if metrics:
        here = re.sub(r"(cro (?:check|report) \S+)", rf"\1 -m {metrics}", here)
    path = f"{folder}/bin:/usr/bin:/bin"
    return subprocess.run(
        ["/usr/bin/env", "-i", f"PATH={path}", "HOME=/proc", "HOOK=https://chat.example/x",
         f"GITHUB_STEP_SUMMARY={folder}/summary.md", "sh", "-c", here],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def crontab_command() -> str:
    line = BY_NAME["crontab"].splitlines()[1]
    found = re.fullmatch(r"0 7 \* \* 1  (cro .+)", line)
    assert found
    return found[1]


def test_every_recipe_is_on_the_page_as_it_is_to_be_written() -> None:
    page = answer(["help", "cron"]).document
    for recipe in RECIPES:
        assert "".join(f"  {line}\n" for line in recipe.text.splitlines()) in page
        assert max(map(len, recipe.text.splitlines())) <= 58


def test_cron_is_silent_when_all_is_well_and_speaks_when_it_is_not(folder: Path) -> None:
    done = run(folder, crontab_command(), metrics=WATCH)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 1)
    done = run(folder, crontab_command(), metrics=AT_RISK)
    assert re.search("^Revenue growth .* at risk$", done.stdout, re.MULTILINE)
    assert (done.stderr, done.returncode) == ("", 2)
    done = run(folder, crontab_command().replace("exports", "nowhere"))
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.returncode == 3


def test_the_mail_is_a_mail(folder: Path) -> None:
    done = run(folder, BY_NAME["mail"], metrics=AT_RISK)
    mail = message_from_string(done.stdout)
    assert done.returncode == 0
    assert mail["To"] == "ann@example.com"
    assert mail["Subject"].startswith("[cro] 1 at risk: Revenue growth")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_nothing_is_mailed_when_nothing_is_to_be_said(folder: Path) -> None:
    assert run(folder, BY_NAME["ifne"], metrics=HEALTHY).stdout == ""
    said = run(folder, BY_NAME["ifne"], metrics=WATCH).stdout
    assert said.startswith("-s Revenue metrics ann@example.com\n1 healthy")


def test_the_second_week_says_what_changed(folder: Path) -> None:
    first = run(folder, BY_NAME["weekly"])
    assert (first.stdout, first.stderr, first.returncode) == ("", "", 0)
    rows = (folder / "exports" / "mrr.csv").read_text().splitlines()
    (folder / "exports" / "mrr.csv").write_text("\n".join(rows[:-1]) + "\n")
    second = run(folder, BY_NAME["weekly"])
    assert "## Inputs to look at" in second.stdout
    assert "shrank | 26 rows | 25 rows |" in second.stdout
    assert not (folder / "new.json").exists()
    kept = (folder / "old.json").read_bytes()
    (folder / "exports" / "mrr.csv").write_text("")
    assert run(folder, BY_NAME["weekly"]).returncode == 3
    assert (folder / "old.json").read_bytes() == kept


def test_the_chat_gets_json_and_only_bad_news(folder: Path) -> None:
    if shutil.which("jq", path="/usr/bin:/bin") is None:
        pytest.skip("jq, which this recipe is about, is not installed")
    done = run(folder, BY_NAME["chat"], metrics=AT_RISK)
    assert json.loads(done.stdout) == {"text": "Revenue growth is at risk"}
    assert done.stderr == "-sS -H Content-Type: application/json -d @- https://chat.example/x\n"
    done = run(folder, BY_NAME["chat"], metrics=HEALTHY)
    assert (done.stdout, done.stderr) == ("", "")


def test_monitoring_gets_its_code(folder: Path) -> None:
    done = run(folder, BY_NAME["monitor"])
    assert done.returncode == 1
    assert re.search("^NRR: 100.0%, watch", done.stdout, re.MULTILINE)


def test_the_workflow_writes_the_summary_and_fails_at_risk(folder: Path) -> None:
    workflow = yaml.safe_load(BY_NAME["actions"])
    (job,) = workflow["jobs"].values()
    script = job["steps"][-1]["run"]
    assert run(folder, f"set -e; {script}", metrics=AT_RISK).returncode == 2
    assert (folder / "summary.md").read_text().startswith("# Revenue report\n")
    assert run(folder, f"set -e; {script}", metrics=WATCH).returncode == 0
    assert workflow[True]["schedule"] == [{"cron": "0 7 * * 1"}]  # YAML 1.1 takes `on` for true


def test_the_service_starts_what_runs(folder: Path) -> None:
    found = re.search(r"^ExecStart=(.+)$", BY_NAME["service"], re.MULTILINE)
    assert found
    assert run(folder, found[1], metrics=WATCH).returncode == 1
    assert "SuccessExitStatus=1\n" in BY_NAME["service"]
    verify = shutil.which("systemd-analyze")
    if verify is None:
        return
    for name in ("service", "timer"):
        text = BY_NAME[name].replace("/usr/local/bin/cro", "/bin/true")
        (folder / f"cro.{name}").write_text(text)
        done = subprocess.run(
            [verify, "verify", "--man=no", folder / f"cro.{name}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Unknown" not in done.stderr
        assert "Failed to parse" not in done.stderr
