"""Every metric by hand: `<key>.yaml` holds tiny companies with the sum written out.

A case has a `name`, `because` (the sum), `tables` (canonical CSV, see tiny.py), maybe `as_of`,
`period` and `config`, and what is expected: `value`, or `unknown` (the code of the reason, or true
for any), and maybe `status`, `parts`, `notes` and `previous` (null: not known).
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from cro_cli.metrics import METRICS
from cro_cli.model import Status
from tests.metrics import tiny

FOLDER = Path(__file__).parent
KEYS = [metric.key for metric in METRICS]
FIELDS = {
    "name",
    "because",
    "as_of",
    "period",
    "config",
    "tables",
    "value",
    "unknown",
    "status",
    "parts",
    "notes",
    "previous",
}

Case = dict[str, Any]


def cases_of(key: str) -> list[Case]:
    file = FOLDER / f"{key}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []


CASES = [
    pytest.param(key, case, id=f"{key}: {case['name']}") for key in KEYS for case in cases_of(key)
]


@pytest.mark.parametrize(("key", "case"), CASES)
def test_a_metric_is_what_the_sum_says(key: str, case: Case, tmp_path: Path) -> None:
    reading = tiny.read(
        tmp_path,
        case["tables"],
        key,
        as_of=case.get("as_of", tiny.AS_OF),
        period=case.get("period", "month"),
        settings=case.get("config"),
    )
    if "value" in case:
        assert reading.value == Fraction(str(case["value"])), reading.reason
    else:
        assert reading.value is None
        assert reading.reason is not None
        assert case["unknown"] in (True, reading.reason.code), reading.reason
        assert reading.status is Status(case.get("status", "unknown"))
    if "status" in case:
        assert reading.status is Status(case["status"])
    values = {part.key: part.value for part in reading.parts}
    for part, value in case.get("parts", {}).items():
        assert values[part] == Fraction(str(value)), part
    if "previous" in case:
        assert reading.previous == (case["previous"] and Fraction(str(case["previous"])))
    for note in case.get("notes", []):
        assert note in reading.notes


@pytest.mark.parametrize("key", KEYS)
def test_every_metric_has_cases_that_are_well_formed(key: str) -> None:
    cases = cases_of(key)
    assert len(cases) >= 2
    assert any("value" in case for case in cases)
    assert len({case["name"] for case in cases}) == len(cases)
    for case in cases:
        assert set(case) <= FIELDS
        assert case["because"].strip()
        assert ("value" in case) != ("unknown" in case)


def test_every_file_of_cases_belongs_to_a_metric() -> None:
    assert {file.stem for file in FOLDER.glob("*.yaml")} == set(KEYS)
