"""What holds of the explanation of every metric, on the sample company."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Config
from cro_cli.engine import Engine
from cro_cli.evaluation import Evaluation
from cro_cli.explaining.behind import Behind, behind
from cro_cli.explaining.leaves import BY_KEY, Leaf, leaves
from cro_cli.explaining.origins import BY_FACT
from cro_cli.explaining.places import Places
from cro_cli.metrics import METRICS
from cro_cli.model import Grid, Note, Status
from cro_cli.reports import REPORTS
from cro_cli.request import Request
from cro_cli.sources.loaded import Loaded

SPEC = next(spec for spec in REPORTS if spec.name == "explain")
KEYS = [metric.key for metric in METRICS]
# Nothing is measured of what no file of the sample company tells.
WITHOUT_ROWS = {"assumed_margin"}


def value(engine: Engine, leaf: Leaf, month: int) -> Fraction | None:
    """Return a leaf as the engine has it: of several month ends the mean."""
    values = [
        engine.measured(leaf.measure, at).value for at in range(month - leaf.months + 1, month + 1)
    ]
    known = [one for one in values if one is not None]
    return sum(known, Fraction()) / len(values) if len(known) == len(values) else None


def summed(run: Evaluation, key: str, engine: Engine, part: str = "") -> int:
    """Return how many parts of a metric were seen to be what their rows add up to."""
    count = 0
    for given in behind(run, BY_KEY[key], engine, part):
        for number, leaf in enumerate(given.leaves):
            if leaf.measure.is_additive:
                raw = given.rows[f"c{number}"]
                assert raw.dtype.is_integer()
                total = Fraction(int(raw.sum()), leaf.scale * leaf.divide)
                assert total == value(engine, leaf, run.scope.month), (leaf.label, part)
                count += 1
    return count


def has_sums(run: Evaluation, key: str, engine: Engine) -> bool:
    """Tell whether a metric is known and rests on a sum."""
    rested = {measure for measure, _ in engine.leaves(key, run.scope.month)}
    is_known = run.reading(BY_KEY[key], engine=engine).value is not None
    return is_known and any(measure.is_additive for measure in rested)


@pytest.fixture(scope="module")
def in_june(company: tuple[Loaded, Config]) -> Evaluation:
    return Evaluation(*company, Request(as_of=dt.date(2026, 6, 30), period="quarter"))


@pytest.fixture(scope="module")
def by_segment(run: Evaluation) -> list[tuple[str, Engine]]:
    return run.parts("segment")


@pytest.mark.parametrize("key", KEYS)
def test_the_rows_of_an_additive_part_add_up_to_it(
    run: Evaluation, in_june: Evaluation, by_segment: list[tuple[str, Engine]], key: str
) -> None:
    assert summed(run, key, run.engine) or not has_sums(run, key, run.engine)
    assert summed(in_june, key, in_june.engine) or not has_sums(in_june, key, in_june.engine)
    for name, engine in by_segment:
        assert summed(run, key, engine, name) or not has_sums(run, key, engine)


def test_rows_by_segment_say_which_and_numbers_stand_beside_their_parts(
    company: tuple[Loaded, Config],
) -> None:
    report = SPEC.build(*company, Request(metric="nrr", by="segment", rows=True))
    grids = {block.key: block for block in report.blocks if isinstance(block, Grid)}
    names = [column.key for column in grids["rows"].columns]
    sums: dict[str, Fraction] = {}
    for row in grids["rows"].rows:
        cells = dict(zip(names, row, strict=True))
        top = cells["nrr.top × 12"].value or Fraction()
        sums[cells["segment"].text] = sums.get(cells["segment"].text, Fraction()) + top
    table = grids["by_segment"]
    parts = {row[0].text: row[1:] for row in table.rows}
    keys = [one.key for one in table.columns[1:]]
    now = dict(zip(keys, parts["MRR of the same customers now"], strict=True))
    assert {name: total / 12 for name, total in sums.items()} == {
        name: cell.value for name, cell in now.items() if name != "all"
    }
    drivers = SPEC.build(*company, Request(metric="nrr", by="segment"))
    (grid,) = (one for one in drivers.blocks if isinstance(one, Grid) and "drivers" in one.key)
    assert [column.key for column in grid.columns[:3]] == ["customer", "name", "segment"]


def test_what_cannot_be_told_apart_says_so(company: tuple[Loaded, Config]) -> None:
    report = SPEC.build(*company, Request(metric="gross_margin", by="segment"))
    (note,) = (one for one in report.blocks if isinstance(one, Note) and one.title == "By segment")
    assert note.lines == (
        "Gross margin is not known by segment: financials cannot be told apart by segment",
    )


@pytest.mark.parametrize("key", KEYS)
def test_rows_that_decide_are_among_those_considered(run: Evaluation, key: str) -> None:
    for given in behind(run, BY_KEY[key]):
        for number, leaf in enumerate(given.leaves):
            marks = given.rows[f"d{number}"]
            if leaf.measure.is_additive:
                assert not marks.count()
            else:
                assert marks.any()
                assert given.rows.filter(marks)[f"c{number}"].null_count() == 0


@pytest.mark.parametrize("fact", sorted(BY_FACT))
def test_every_row_behind_a_number_is_found_in_a_file(
    run: Evaluation, company: tuple[Loaded, Config], fact: str
) -> None:
    places = Places(run.collected, company[0].inputs, company[1].habits, exclude_bad_rows=False)
    found: list[Behind] = [
        given for key in KEYS for given in behind(run, BY_KEY[key]) if given.fact == fact
    ]
    for given in found[:1]:
        where = places.of(given.rows, given.origin, given.tables)
        assert len(where) == given.rows.height
        assert all(row is not None for spots in where.values() for _, row in spots)
        files = {file for spots in where.values() for file, _ in spots}
        assert all(Path(file).is_file() for file in files)


def test_every_fact_that_a_metric_measures_has_its_origin() -> None:
    measured = {leaf.measure.fact for metric in METRICS for leaf in leaves(metric, {})}
    assert measured <= set(BY_FACT)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("shown", ["drivers", "rows"])
def test_every_metric_is_explained(company: tuple[Loaded, Config], key: str, shown: str) -> None:
    report = SPEC.build(*company, Request(metric=key, rows=shown == "rows"))
    (reading,) = report.readings
    assert reading.key == key
    grids = {block.key: block for block in report.blocks if isinstance(block, Grid)}
    if reading.status is not Status.UNKNOWN:
        assert any(name.startswith(shown) for name in grids)


@pytest.mark.parametrize("key", KEYS)
def test_every_metric_is_explained_though_it_is_unknown(tmp_path: Path, key: str) -> None:
    (tmp_path / "fx.csv").write_text("currency,rate,date\nEUR,1.1,2026-09-30\n")
    loaded = sources.load([str(tmp_path / "fx.csv")])
    report = SPEC.build(loaded, Config(), Request(metric=key, as_of=dt.date(2026, 9, 30)))
    assert [reading.status for reading in report.readings] == [Status.UNKNOWN]
