from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli import figures
from cro_cli.model import Band, Better, Edge, Unit


def edge(at: str) -> Edge:
    return Edge(at=Fraction(at), source="")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0", Unit.MONEY, "0.00"),
        ("9999.994", Unit.MONEY, "9,999.99"),
        ("9999.996", Unit.MONEY, "10,000.00"),
        ("10000", Unit.MONEY, "10,000"),
        ("10000.5", Unit.MONEY, "10,000"),  # half to even
        ("10001.5", Unit.MONEY, "10,002"),
        ("0.125", Unit.MONEY, "0.12"),
        ("0.135", Unit.MONEY, "0.14"),
        ("-0.004", Unit.MONEY, "0.00"),  # no minus zero
        ("-1234567.89", Unit.MONEY, "-1,234,568"),
        ("9007199254740993.5", Unit.MONEY, "9,007,199,254,740,994"),  # beyond a float
        ("5000", Unit.MONEY_PER_DAY, "5,000.00/day"),
        ("1.042", Unit.RATIO, "104.2%"),
        ("-0.0305", Unit.RATIO, "-3.0%"),
        ("3.25", Unit.TIMES, "3.2x"),
        ("0.744", Unit.TIMES, "0.74x"),
        ("14.06", Unit.MONTHS, "14.1 mo"),
        ("84", Unit.DAYS, "84 days"),
        ("1", Unit.DAYS, "1 day"),
        ("84.5", Unit.DAYS, "84.5 days"),
        ("1234", Unit.COUNT, "1,234"),
        ("12.5", Unit.COUNT, "12.5"),
        ("1/3", Unit.COUNT, "0.3"),
    ],
)
def test_a_figure_reads_as_people_write_it(value: str, unit: Unit, text: str) -> None:
    assert figures.figure(Fraction(value), unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.1", "110.0%"),  # on the edge
        ("1.0996", "109.96%"),  # would read 110.0%
        ("1.0995", "109.95%"),  # would be 110.0% to even
        ("1.0994", "109.9%"),
        ("1.1004", "110.04%"),
        ("1.09999999", "109.999999%"),
        ("0.9999", "99.99%"),  # the other edge
    ],
)
def test_a_figure_is_never_rounded_onto_an_edge(value: str, text: str) -> None:
    edges = (Fraction("1.1"), Fraction(1))
    assert figures.figure(Fraction(value), Unit.RATIO, edges=edges) == text


def test_a_figure_that_is_as_good_as_on_the_edge_ends_somewhere() -> None:
    close = Fraction(11, 10) - Fraction(1, 10**40)
    assert figures.figure(close, Unit.RATIO, edges=[Fraction(11, 10)]) == "110.0000000000000%"


@pytest.mark.parametrize(
    ("band", "unit", "text"),
    [
        (
            Band(better=Better.HIGHER, healthy=edge("1.1"), watch=edge("1")),
            Unit.RATIO,
            "≥110% (≥100%)",
        ),
        (Band(better=Better.LOWER, healthy=edge("18"), watch=None), Unit.MONTHS, "≤18 mo"),
        (
            Band(better=Better.LOWER, healthy=edge("2"), watch=edge("2.82")),
            Unit.TIMES,
            "≤2x (≤2.82x)",
        ),
        (
            Band(
                better=Better.RANGE,
                healthy=edge("0.2"),
                watch=edge("0.1"),
                healthy_to=edge("0.4"),
                watch_to=edge("0.5"),
            ),
            Unit.RATIO,
            "20–40% (10–50%)",
        ),
        (
            Band(better=Better.RANGE, healthy=edge("3"), watch=edge("2.5"), healthy_to=edge("4")),
            Unit.TIMES,
            "3–4x (≥2.5x)",
        ),
        (
            Band(
                better=Better.RANGE,
                healthy=edge("-0.1"),
                watch=None,
                healthy_to=edge("0.1"),
                watch_to=edge("0.2"),
            ),
            Unit.RATIO,
            "-10 to 10% (≤20%)",
        ),
        (Band(better=Better.RANGE, healthy=edge("1"), watch=None), Unit.TIMES, "≥1x"),
        (Band(better=Better.HIGHER, healthy=edge("1/3"), watch=None), Unit.TIMES, "≥0.333333x"),
    ],
)
def test_a_band_in_short(band: Band, unit: Unit, text: str) -> None:
    assert figures.band(band, unit) == text


@pytest.mark.parametrize(
    ("healthy", "watch", "unit", "text"),
    [
        ("90", "120", Unit.DAYS, "≤90 days (≤120)"),
        ("18", "24.5", Unit.MONTHS, "≤18 mo (≤24.5)"),
        ("5000", "7500", Unit.MONEY_PER_DAY, "≤5k/day (≤7,500)"),
        ("150000", "175500", Unit.MONEY, "≤150k (≤175,500)"),  # only what is exact is abbreviated
        ("999000", "1000000", Unit.MONEY, "≤999k (≤1M)"),
        ("1500000", "2000000000", Unit.MONEY, "≤1,500k (≤2,000M)"),
        ("-2000", "0", Unit.MONEY, "≤-2k (≤0)"),
        ("1000.5", "3500/3", Unit.MONEY, "≤1,000.5 (≤1,166.666667)"),
        ("2000", "3000", Unit.COUNT, "≤2,000 (≤3,000)"),  # heads, not money
    ],
)
def test_a_band_says_a_word_once_and_abbreviates_whole_thousands_of_money(
    healthy: str, watch: str, unit: Unit, text: str
) -> None:
    given = Band(better=Better.LOWER, healthy=edge(healthy), watch=edge(watch))
    assert figures.band(given, unit) == text


@pytest.mark.parametrize(
    ("values", "unit", "better", "text", "sense"),
    [
        (("103", "100"), Unit.MONEY, Better.HIGHER, "+3.0%", "better"),
        (("97", "100"), Unit.MONEY, Better.HIGHER, "-3.0%", "worse"),
        (("97", "100"), Unit.MONEY, Better.LOWER, "-3.0%", "better"),
        (("5", "0"), Unit.MONEY, Better.HIGHER, "+5.00", "better"),
        (("5", "-5"), Unit.MONEY, Better.HIGHER, "+10.00", "better"),
        (("0", "5"), Unit.MONEY, Better.HIGHER, "-5.00", "worse"),
        (("1.1", "1.05"), Unit.RATIO, Better.HIGHER, "+5.0 pp", "better"),
        (("1.1", "1.1"), Unit.RATIO, Better.HIGHER, "no change", ""),
        (("1.1004", "1.1"), Unit.RATIO, Better.HIGHER, "no change", ""),
        (("26", "24"), Unit.MONTHS, Better.LOWER, "+2.0 mo", "worse"),
        (("26", "24"), Unit.MONTHS, Better.NEITHER, "+2.0 mo", ""),
        (("26", "24"), Unit.DAYS, Better.RANGE, "+2 days", ""),
        (("84", "84.5"), Unit.DAYS, Better.LOWER, "-0.5 days", "better"),
        (("3.12", "2.94"), Unit.TIMES, Better.HIGHER, "+0.2x", "better"),
        (("0.74", "0.8"), Unit.TIMES, Better.HIGHER, "-0.06x", "worse"),
        (("2", "0.9"), Unit.TIMES, Better.HIGHER, "+1.10x", "better"),
    ],
)
def test_a_change_and_whether_it_is_good(
    values: tuple[str, str], unit: Unit, better: Better, text: str, sense: str
) -> None:
    value, before = map(Fraction, values)
    found = figures.change(value, before, unit, better)
    assert found == figures.Change(text=text, sense=sense)


@pytest.mark.parametrize(
    ("value", "before", "sense"),
    [
        ("0.3", "0.2", ""),  # both healthy
        ("0.35", "0.45", "better"),
        ("0.55", "0.45", "worse"),
        ("0.05", "0.45", "worse"),  # 15 points below against 5 above
        ("0.19", "0.45", "better"),
    ],
)
def test_a_range_is_better_when_nearer_to_healthy(value: str, before: str, sense: str) -> None:
    band = Band(better=Better.RANGE, healthy=edge("0.2"), watch=None, healthy_to=edge("0.4"))
    found = figures.change(Fraction(value), Fraction(before), Unit.RATIO, Better.RANGE, band)
    assert found.sense == sense


@pytest.mark.parametrize(
    ("by", "beside", "unit", "text"),
    [
        ("0.058", "1.042", Unit.RATIO, "5.8 pp"),
        ("0.00001", "1.09999", Unit.RATIO, "0.001 pp"),
        ("2.3", "20.3", Unit.MONTHS, "2.3 mo"),
        ("0.81", "2.19", Unit.TIMES, "0.8x"),  # as precise as 2.2x beside it
        ("0.066", "0.684", Unit.TIMES, "0.07x"),
        ("1/1000", "2.999", Unit.TIMES, "0.001x"),
        ("1000.4", "148999.6", Unit.MONEY, "1,000"),
        ("5.5", "95.5", Unit.DAYS, "5.5 days"),
    ],
)
def test_a_gap_is_as_precise_as_its_value_and_never_zero(
    by: str, beside: str, unit: Unit, text: str
) -> None:
    assert figures.gap(Fraction(by), Fraction(beside), unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-1234.5", "-1234.5"),
        ("1234567.000001", "1234567.000001"),
        ("1/8", "0.125"),
        ("10/3", "10/3"),
        ("-1/12", "-1/12"),
    ],
)
def test_exact_is_exact(value: str, text: str) -> None:
    assert figures.exact(Fraction(value)) == text
    assert Fraction(text) == Fraction(value)
