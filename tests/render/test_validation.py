"""A validation with every hard value, in every format that draws one."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.cells import cell_len

from cro_cli import validation_words as words
from cro_cli.messages import Problem
from cro_cli.messages.catalogue import BY_CODE
from cro_cli.messages.checks import ROUND_COUNT, WON_WITHOUT_AMOUNT
from cro_cli.messages.remarks import ENCODING, STALE
from cro_cli.model import Input, Severity, Status, finding
from cro_cli.render import FORMATS, QUIET, VERBOSE, Look
from cro_cli.render.schemas import schema
from cro_cli.validation import (
    Checked,
    Coverage,
    Evidence,
    FileSeen,
    Origin,
    Span,
    State,
    Taken,
    Validation,
)

EVIL = "[red]\x1b[31m\u202eexports & <b>.csv"
LONG = "exports/an_export_with_a_name_that_is_longer_than_any_line_of_a_narrow_screen_can_be.csv"
TAKEN = Taken(
    format="deals",
    title="Salesforce opportunities",
    table="deals",
    by=("Id", "StageName"),
    row=3,
    delimiter="semicolon",
    origins=(
        Origin(column="id", headers="Id"),
        Origin(column="amount", headers="Wert", guessed=True),
    ),
    unused=("Fax", EVIL),
    evidence=(Evidence(column="Wert", what="decimal comma", why="1.234,56 has one"),),
)
GIVEN = Input(
    file=LONG,
    format="deals",
    table="deals",
    sha256="0" * 64,
    rows=2003,
    kept=2000,
    dropped={"total": 1, "blank": 2},
    newest=dt.date(2026, 9, 30),
    encoding="cp1252",
    also={"deal_stages": 7},
)
WON = tuple(
    finding(WON_WITHOUT_AMOUNT, Severity.WARNING, file=LONG, row=row, column="Wert", table="deals")
    for row in range(4, 14)
)
HARD = Validation(
    company=EVIL,
    files=(
        FileSeen(
            file=LONG,
            state=State.READ,
            encoding="cp1252",
            taken=TAKEN,
            given=GIVEN,
            span=Span(dt.date(2024, 1, 1), dt.date(2026, 9, 30)),
            findings=(finding(ENCODING, Severity.NOTE, file=LONG),),
        ),
        FileSeen(file=EVIL, state=State.IGNORED, findings=()),
        FileSeen(
            file="b.csv",
            state=State.REFUSED,
            encoding="utf-8",
            taken=TAKEN._replace(table="", origins=(), unused=(), evidence=()),
            problems=(Problem("b.csv: row 2 has 2 cells", "E131"),),
        ),
    ),
    coverage=(
        Coverage("deals", 1, 2000, Span(dt.date(2024, 1, 1), dt.date(2026, 9, 30))),
        Coverage("mrr", 1, 3, Span(dt.date(2024, 1, 1), dt.date(2026, 9, 1), is_monthly=True)),
        Coverage("fx", 1, 1, Span()),
    ),
    checks=(
        Checked(
            key="won_without_amount",
            title="Won deals without an amount",
            rows=12,
            findings=WON,
        ),
        Checked(
            key="round_count",
            title="Exports that may have stopped at a limit",
            rows=1,
            findings=(finding(ROUND_COUNT, Severity.WARNING, file=LONG, count=2000),),
        ),
        Checked(
            key="stale",
            title="Tables older than the config allows",
            rows=1,
            findings=(
                finding(
                    STALE, Severity.ERROR, file=LONG, table="deals", kind="deals",
                    newest=dt.date(2026, 9, 30), age=30, allowed=7,
                ),
            ),
        ),
        Checked(key="negative", title="Prices below zero"),
        Checked(key="gaps", title="Months missing", needs=("mrr.month",)),
    ),
    problems=(Problem("a.csv and b.csv contradict each other", "E151"),),
    as_of=dt.date(2026, 9, 30),
    currency="USD",
)  # fmt: skip
EMPTY = Validation(company="", files=())
DRAWING = tuple(given for given in FORMATS if given.validation)


def text(validation: Validation, **look: Any) -> str:  # noqa: ANN401 - any of Look
    return DRAWING[0].validate(validation, Look(**look))


def test_codes_of_these_cases_exist() -> None:
    assert {"E131", "E151"} <= BY_CODE.keys()


@pytest.mark.parametrize("name", ["validation.txt", "validation-30.txt", "validation-verbose.txt"])
def test_golden(name: str) -> None:
    looks: dict[str, dict[str, Any]] = {
        "validation.txt": {},
        "validation-30.txt": {"width": 30, "unicode": False},
        "validation-verbose.txt": {"width": 200, "verbosity": VERBOSE},
    }
    golden = Path(__file__).parent / "golden" / name
    assert text(HARD, **looks[name]) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_no_line_is_wider_than_the_screen_and_no_value_is_cut(width: int) -> None:
    drawn = text(HARD, width=width, verbosity=VERBOSE)
    assert [line for line in drawn.splitlines() if cell_len(line) > width] == []
    joined = "".join(drawn.split())
    assert LONG in joined
    assert "…" not in drawn
    for one in WON:
        assert f":{one.row}Wert" in joined


def test_nothing_in_the_data_colours_or_hides_anything() -> None:
    for drawn in (text(HARD), text(HARD, verbosity=VERBOSE), DRAWING[1].validate(HARD, Look())):
        assert "\x1b" not in drawn
        assert "\u202e" not in drawn
    assert "[red]" in text(HARD)


def test_quiet_leaves_out_what_was_not_found() -> None:
    assert "Nothing found" in text(HARD)
    assert "Nothing found" not in text(HARD, verbosity=QUIET)
    assert "Won deals without an amount" in text(HARD, verbosity=QUIET)


def test_nothing_at_all() -> None:
    assert text(EMPTY) == "✓ sound · files: none\nValidation\n"


@pytest.mark.parametrize("validation", [HARD, EMPTY])
def test_json_is_as_its_schema_says(validation: Validation) -> None:
    document = json.loads(DRAWING[1].validate(validation, Look()))
    known = json.loads(schema("validate"))
    for one in (known, closed(known)):
        validator = jsonschema.Draft202012Validator(one)
        validator.check_schema(one)
        assert [error.message for error in validator.iter_errors(document)] == []


def test_json_says_all() -> None:
    document = json.loads(DRAWING[1].validate(HARD, Look(verbosity=QUIET)))
    assert document["verdict"] == {
        "standing": "at_risk",
        "files": {"read": 1, "refused": 1, "ignored": 1},
        "findings": {"error": 1, "warning": 13, "note": 1},
        "rows": 2003,
        "kept": 2000,
    }
    assert [len(check["findings"]) for check in document["checks"]] == [10, 1, 1, 0, 0]
    assert document["files"][2]["problems"] == [{"id": "E131", "text": "b.csv: row 2 has 2 cells"}]
    assert document["files"][0]["taken"]["evidence"] == [
        {"column": "Wert", "what": "decimal comma", "why": "1.234,56 has one", "plain": False}
    ]


@pytest.mark.parametrize(
    ("validation", "status"),
    [
        (EMPTY, Status.HEALTHY),
        (EMPTY._replace(checks=HARD.checks[3:]), Status.HEALTHY),
        (EMPTY._replace(files=HARD.files[:2]), Status.HEALTHY),
        (EMPTY._replace(checks=HARD.checks[:1]), Status.WATCH),
        (EMPTY._replace(checks=HARD.checks[:3]), Status.AT_RISK),
        (EMPTY._replace(files=HARD.files), Status.AT_RISK),
        (EMPTY._replace(problems=HARD.problems), Status.AT_RISK),
    ],
)
def test_the_standing_is_the_worst(validation: Validation, status: Status) -> None:
    assert words.standing(validation) is status


def closed(given: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the schema with no room for members that it does not name."""
    if isinstance(given, list):
        return [closed(item) for item in given]
    if not isinstance(given, dict):
        return given
    inner = {key: closed(value) for key, value in given.items()}
    if given.get("type") == "object" and "properties" in given:
        inner["additionalProperties"] = False
    return inner
