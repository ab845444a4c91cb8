"""What is said of a number."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from cro_cli.explaining import sentences
from cro_cli.explaining.leaves import BY_KEY
from cro_cli.model import Band, Better, Edge, Part, Reading, Remark, Status, Unit, Window


def reading(formula: str, value: Fraction | None, *parts: tuple[str, str, int | None]) -> Reading:
    return Reading(
        key="x",
        title="X",
        group="G",
        unit=Unit.TIMES,
        better=Better.HIGHER,
        meaning="What it is.",
        formula=formula,
        definition="4.2",
        window=Window("now", None, dt.date(2026, 9, 30)),
        value=value,
        status=Status.NO_BAND,
        parts=tuple(
            Part(key, label, Unit.COUNT, None if number is None else Fraction(number))
            for key, label, number in parts
        ),
    )


@pytest.mark.parametrize(
    ("formula", "parts", "said"),
    [
        ("won deals ÷ deals", [("top", "won deals", 3), ("bottom", "deals", 4)], "3 ÷ 4 = 2.0x"),
        ("new ÷ (new + back)", [("new", "new MRR", 3), ("back", "b", 4)], "3 ÷ (3 + 4) = 2.0x"),
        ("won by count", [("won", "won deals", 3)], ""),  # words are left that no part explains
        ("new ÷ lost", [("new", "new", 3), ("lost", "lost", None)], ""),
    ],
)
def test_the_formula_with_numbers(
    formula: str, parts: list[tuple[str, str, int | None]], said: str
) -> None:
    assert sentences.with_numbers(reading(formula, Fraction(2), *parts)) == said


def test_no_numbers_without_a_value() -> None:
    assert sentences.with_numbers(reading("new", None, ("new", "new", 3))) == ""


def test_each_edge_of_a_band_has_its_source() -> None:
    band = Band(
        better=Better.RANGE,
        healthy=Edge(Fraction(3), "a survey", 2025, "A"),
        watch=Edge(Fraction(2), "our convention"),
        healthy_to=Edge(Fraction(5), "a survey", 2025, "B"),
        remarks=(Remark("too good", above=Fraction(9)),),
    )
    assert list(sentences.band(band, Unit.TIMES)) == [
        "Healthy ≥ 3x: a survey, 2025, grade A",
        "Healthy ≤ 5x: a survey, 2025, grade B",
        "Watch ≥ 2x: our convention, grade D",
        "Above 9x: too good",
    ]


def test_definitions_in_force_are_those_that_matter() -> None:
    metrics = [BY_KEY["quick_ratio"]]
    own = list(sentences.definitions(metrics, {}, shapes=()))
    assert [line.partition(":")[0] for line in own] == ["quick_ratio_reactivation"]
    given = {"month_rule": "any_overlap"}
    every = list(sentences.definitions(metrics, given, shapes={"movements"}))
    assert any(line.startswith("month_rule: any_overlap, where last_day is") for line in every)
    names = [line.partition(":")[0] for line in every]
    assert "lapse_grace_days" in names
    assert not {"magic_number", "end_inclusive", "churn_at"}.intersection(names)
