"""Every published example through the declared metrics, or why its definition is not ours."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.examples import COMPANIES, NOT_OURS
from tests.metrics import tiny

EXAMPLES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("examples.json").read_text(encoding="utf-8")
)["examples"]
OURS = [example for example in EXAMPLES if example["id"] not in NOT_OURS]

SCALE = {"percent": 100, "points": 100, "million": 1}


@pytest.mark.parametrize("example", OURS, ids=[f"{e['id']}-{e['metric']}" for e in OURS])
def test_an_example_is_what_its_publisher_says(example: dict[str, Any], tmp_path: Path) -> None:
    company = COMPANIES[example["metric"]](example["inputs"])
    reading = tiny.read(tmp_path, company.tables, company.key, settings=company.settings)
    value = company.result(reading) * SCALE.get(example["unit"], 1)
    published = example["published"]
    if isinstance(published, dict):
        published = published["mrr"]
        assert company.key.startswith(example["published"]["type"])
    assert abs(value - Fraction(str(published))) <= Fraction(str(example.get("tolerance", 0)))


def test_an_example_is_either_computed_or_explained() -> None:
    ids = [example["id"] for example in EXAMPLES]
    assert len(set(ids)) == len(ids)
    assert set(ids) >= set(NOT_OURS)
    assert {example["metric"] for example in OURS} == set(COMPANIES)
    assert len(OURS) >= 50
