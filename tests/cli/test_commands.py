"""What commands make of what was asked, told by their own JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli.cli.app import answer
from cro_cli.cli.exits import Exit
from cro_cli.cli.output import refuse_input, write
from cro_cli.errors import UsageError

SHELL = Path(__file__).parents[1] / "shell" / "data"
EXPORTS = str(SHELL / "exports")

Save = Callable[..., str]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an empty folder the current one, with no config anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("CRO_CONFIG", raising=False)


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Save a report and return where."""

    def run(*arguments: str) -> str:
        path = tmp_path / "old.json"
        path.write_text(answer([*arguments, "-O", "json"]).document)
        return str(path)

    return run


@pytest.mark.parametrize("arguments", [["explain", "nrr"], ["trend", "mrr", "grr"]], ids="-".join)
def test_a_report_of_metrics_is_compared_with_one_of_the_same(
    save: Save, arguments: list[str]
) -> None:
    old = save(*arguments, EXPORTS)
    (summary,) = json.loads(answer(["diff", old, EXPORTS, "-O", "json"]).document)["tables"]
    counts = {row[0]["text"]: row[1]["value"] for row in summary["rows"]}
    assert counts["cells of tables that changed"] == 0
    assert counts["cells of tables compared"] > 20


def test_a_word_that_is_nearly_a_metric_is_no_file() -> None:
    with pytest.raises(UsageError) as caught:
        answer(["trend", "nrrr", EXPORTS])
    assert caught.value.problems == ("METRIC: there is no `nrrr`; did you mean nrr?",)


def test_a_metric_that_is_known_in_no_month_is_no_line() -> None:
    answered = answer(["trend", "cac", "mrr", EXPORTS, "-O", "json"])
    found = json.loads(answered.document)
    (months,) = (one for one in found["tables"] if one["key"] == "months")
    assert [column["key"] for column in months["columns"]] == ["month", "mrr"]
    assert answered.code is Exit.NO_ANSWER
    alone = json.loads(answer(["trend", "cac", EXPORTS, "-O", "json"]).document)
    assert [one["key"] for one in alone["tables"] if one["key"] == "months"] == []


def test_rows_with_bad_values_may_be_left_out() -> None:
    asked = ["report", str(SHELL / "bad"), "-m", "mrr", "-O", "json"]
    (refused,) = json.loads(answer(asked).document)["readings"]
    (reading,) = json.loads(answer([*asked, "--exclude-bad-rows"]).document)["readings"]
    assert refused["value"] is None
    assert reading["value"] is not None


def test_a_new_file_is_no_input(tmp_path: Path) -> None:
    refuse_input(str(tmp_path / "new.json"), [tmp_path / "a.csv", "b.csv"])


def test_a_dash_is_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    refuse_input("-", ["-"])
    write("-", "a report\n")
    assert capfd.readouterr() == ("a report\n", "")
    assert not Path("-").exists()
