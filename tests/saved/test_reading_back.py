"""A saved report comes back as it was, and nothing but a report does."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cro_cli import saved
from cro_cli.errors import InputError
from cro_cli.model import (
    Band,
    Better,
    Cell,
    Column,
    Edge,
    Finding,
    Grid,
    Input,
    Interval,
    Note,
    Part,
    Reading,
    Reason,
    Report,
    Scorecard,
    Severity,
    Status,
    Unit,
    Window,
)
from cro_cli.render import Look, json_document
from cro_cli.saved import decoding

DAY = dt.date(2026, 9, 30)
REASON = Reason("no_input", "needs spend", "add spend.csv")
EDGE = Edge(at=Fraction(11, 10), source="a survey", year=2024, grade="B")
READING = Reading(
    key="nrr",
    title="NRR",
    group="Retention",
    unit=Unit.RATIO,
    better=Better.RANGE,
    meaning="What is kept.",
    formula="kept ÷ base",
    definition="4.4",
    window=Window("12 months", dt.date(2025, 10, 1), DAY),
    value=Fraction(1, 3),
    status=Status.WATCH,
    parts=(
        Part("kept", "kept", Unit.MONEY, Fraction("12.5"), rows=3),
        Part("base", "base", Unit.MONEY, None, REASON),
    ),
    band=Band(Better.RANGE, EDGE, None, EDGE._replace(year=None), EDGE, profile="growth"),
    previous=Fraction(-7),
    previous_end=dt.date(2026, 8, 31),
    rows=12,
    low_n=4,
    interval=Interval(Fraction(1, 4), Fraction(1, 2)),
    assumptions=("a month has 30 days",),
    notes=("few cases",),
)
UNKNOWN = READING._replace(
    key="cac", value=None, status=Status.UNKNOWN, reason=REASON, previous=None, previous_end=None,
    previous_reason=REASON, band=None, low_n=None, interval=None, parts=(),
    window=Window("today", None, DAY),
)  # fmt: skip
TABLE = Grid(
    "months",
    "Month by month",
    (Column("month", "Month"), Column("nrr", "NRR", Unit.RATIO)),
    (
        (Cell(text="2026-08"), Cell(value=Fraction(1, 3), status=Status.WATCH)),
        (Cell(text="2026-09"), Cell(value=Fraction(5), unit=Unit.COUNT)),
    ),
)
REPORT = Report(
    name="report",
    title="Revenue report",
    company="Acme | Söhne",
    as_of=DAY,
    period="month",
    currency="EUR",
    profile="growth",
    blocks=(Scorecard((READING, UNKNOWN)), TABLE, Note("Taken for granted", ("one", "two"))),
    findings=(
        Finding(Severity.ERROR, "E301", "bad", "is no date", "write one", "a.csv", 3, "on", "x"),
        Finding(Severity.NOTE, "W301", "empty", "is empty", fields=("deals.on",)),
    ),
    inputs=(
        Input("a.csv", "own", "deals", "0" * 64, 5, 3, {"v1.0 rows": 2}, DAY, also={"spend": 1}),
        Input("b.csv", "own", "spend", "1" * 64, 0, 0),
    ),
)


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json_document.render(REPORT, Look()))
    return found


def write(folder: Path, text: str | bytes) -> str:
    path = folder / "old.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def refusal(folder: Path, text: str | bytes) -> str:
    path = write(folder, text)
    with pytest.raises(InputError) as caught:
        saved.read(path)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{path}: ")
    return f"{problem.removeprefix(f'{path}: ')} [{problem.code}]"


def test_a_report_comes_back_as_it_was(tmp_path: Path) -> None:
    found = saved.read(write(tmp_path, json_document.render(REPORT, Look())))
    assert found.report == REPORT
    assert found.left_out == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_any_encoding_of_unicode_is_read(tmp_path: Path, encoding: str) -> None:
    text = json.dumps(document(), ensure_ascii=False)
    assert saved.read(write(tmp_path, text.encode(encoding))).report == REPORT


def test_what_only_left_out_is_counted(tmp_path: Path) -> None:
    look = Look(shown=frozenset({"cac"}))
    assert saved.read(write(tmp_path, json_document.render(REPORT, look))).left_out == 1


def test_members_that_a_newer_cro_added_are_passed_over(tmp_path: Path) -> None:
    newer = document() | {"format_version": "1.99", "weather": "fine"}
    newer["readings"][0]["mood"] = {"deep": [1]}
    assert saved.read(write(tmp_path, json.dumps(newer))).report == REPORT


def test_members_that_an_older_cro_did_not_write_may_be_missing(tmp_path: Path) -> None:
    older = document() | {"format_version": "1.0"}
    del older["notes"], older["charts"], older["tables"], older["inputs"][0]["also"]
    del older["readings"][0]["interval"], older["findings"][0]["id"]
    found = saved.read(write(tmp_path, json.dumps(older))).report
    assert found.readings[0] == READING._replace(interval=None)
    assert found.inputs[0].also == {}


def test_what_would_steer_a_terminal_is_shown_instead(tmp_path: Path) -> None:
    forged = document()
    forged["report"]["company"] = "\x1b[31mAcme\n\ud800\u202e"
    found = saved.read(write(tmp_path, json.dumps(forged))).report
    assert found.company == "\\x1b[31mAcme \\ud800\\u202e"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no JSON: it is empty; save one with `cro report -o FILE.json` [E804]"),
        ("{", "is no JSON: Expecting property name enclosed in double quotes: line 1 column 2"),
        ("NaN", "is no JSON: NaN is no number"),
        ('{"a": -Infinity}', "is no JSON: -Infinity is no number"),
        ('{"a": 1, "a": 2}', "is no JSON: a name stands twice in one object"),
        ("[" * 100_000, "is no JSON: it is nested too deeply"),
        ('{"a":' * 100_000, "is no JSON: it is nested too deeply"),
        ("9" * 5_000, "is no JSON: a number has too many digits; save one"),
        (b"\xff\xfe\xfd{", "is no JSON: "),
        (b"\xff\xfe{", "is no JSON: it is no text in an encoding of Unicode; save one"),
        ("id,amount\n1,2\n", "is no JSON: "),
        ("[]", "is no report of cro: `schema` is missing"),
        ("null", "is no report of cro: `schema` is missing"),
        ('{"schema": 1}', "is no report of cro: `schema` is missing"),
        ('{"schema": "cro.validation"}', "is no report of cro: `schema` is `cro.validation`"),
        ('{"schema": "cro.report"}', "`format_version` is missing: nothing that cro wrote"),
        (
            '{"schema": "cro.report", "format_version": "2.0"}',
            "is of format version 2.0, which this cro cannot read (it reads 1.x);",
        ),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert refusal(tmp_path, text).startswith(said)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("report", None, "`report` is no object"),
        ("report.as_of", "2026-06-31", "`report.as_of` is no day"),
        ("report.as_of", 20260630, "`report.as_of` is no day"),
        ("report.company", ["x"], "`report.company` is no text"),
        ("readings", {}, "`readings` is no array"),
        ("readings.0", 3, "`readings[0]` is no object"),
        ("readings.0.exact", 3, "`readings[0].exact` is no exact number"),
        ("readings.0.exact", "1e999", "`readings[0].exact` is no exact number"),
        ("readings.0.exact", "1/0", "`readings[0].exact` is no exact number"),
        ("readings.0.exact", "9" * 31, "`readings[0].exact` is no exact number"),
        ("readings.0.exact", "0." + "9" * 2000, "`readings[0].exact` is no exact number"),
        ("readings.0.status", "superb", "`readings[0].status` is no name that is known"),
        ("readings.0.status", "unknown", "`readings[0]` is unknown and has a value"),
        ("readings.0.rows", -1, "`readings[0].rows` is no count"),
        ("readings.0.rows", True, "`readings[0].rows` is no count"),
        ("readings.0.band.healthy", None, "`readings[0].band.healthy` is missing"),
        ("readings.0.band.healthy.exact", None, "`readings[0].band.healthy.exact` is null"),
        ("inputs.0.dropped", [], "`inputs[0].dropped` is no object"),
        ("verdict", [], "`verdict` is no object"),
        ("readings.1.key", "nrr", "nrr stands there twice"),
        ("report.name", "diff", "is itself what `cro diff` printed"),
        ("tables.0.rows.0", [], "`tables[0]` has rows of another length than its head"),
        ("tables.0.rows.0.1.exact", "1e5", "`tables[0].rows[0][1].exact` is no exact number"),
        ("tables.0.rows.0.1.status", "fine", "`tables[0].rows[0][1].status` is no name"),
        ("tables.0.columns.1.unit", "yards", "`tables[0].columns[1].unit` is no name"),
    ],
)
def test_a_member_that_is_wrong_is_named(
    tmp_path: Path, path: str, value: object, said: str
) -> None:
    forged = document()
    *way, last = path.split(".")
    inner: Any = forged
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = value
    assert refusal(tmp_path, json.dumps(forged)).startswith(said)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "Is a directory"), (tmp_path / "no", "No such file")):
        with pytest.raises(InputError, match=f"cannot be read: {why}"):
            saved.read(str(path))
    with pytest.raises(InputError, match="cannot be read: embedded null byte"):
        saved.read("a\0b")


def test_a_file_larger_than_any_report_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(decoding.AT_MOST + 1)
    with pytest.raises(InputError, match=r"is larger than any report \(20,000,000 bytes\)"):
        saved.read(str(path))


def test_two_saved_reports_are_compared_without_polars(tmp_path: Path) -> None:
    path = write(tmp_path, json_document.render(REPORT, Look()))
    program = (
        "import sys; from cro_cli.cli.main import run;"
        f"code = run(['diff', {path!r}, {path!r}, '-o', '/dev/null', '-O', 'json']);"
        "sys.exit(code or 9 * bool({'polars', 'yaml'} & sys.modules.keys()))"
    )
    # 3: the report holds a bad value
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 3
    program = program.replace("code or ", "")
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
