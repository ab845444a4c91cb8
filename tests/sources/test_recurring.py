"""Columns of few texts are read once a text, and say what they say when each cell is read."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cro_cli.sources import catalogue, handful, recognition, recurring, words
from cro_cli.sources.files import Size
from cro_cli.sources.laying import lay
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised
from cro_cli.sources.recurring import Recurring
from cro_cli.sources.rows import line_ends
from tests.sources.test_pieces import WHOLE, read

CELLS = st.sampled_from(
    ["active", " active ", "Active", "", " ", '""', '"active"', "late", "N/A", "é", '"a\nb"']
)
AMOUNTS = st.sampled_from(
    ["1.50", "1", "-2.25", "1e5", "+3", "1.234", "007", '"1,234.50"', "", " ", '"7"', "$5", "(4)"]
)
DATES = st.sampled_from(
    [
        "2026-01-31",
        "2026-01-31 10:05",
        " 2026-01-30",
        "31.01.2026",
        "0026-01-01",
        "",
        '"2026-02-01"',
    ]
)
LINES = st.tuples(CELLS, AMOUNTS, DATES)
HEADER = "id,customer,status,amount,started_on,interval\n"


OFTEN = [f"text {n % 9}" for n in range(28)]


def lines(*cells: tuple[str, str, str], start: int = 0) -> str:
    return "".join(
        f"s{start + n},c,{status},{amount},{day},month\n"
        for n, (status, amount, day) in enumerate(cells)
    )


def plan_of(text: str) -> Plan:
    found = recognition.recognise(text.encode(), "a.csv", catalogue.known())
    assert isinstance(found, Recognised)
    return lay(catalogue.known().form(found.signature), found.header, found.delimiter)


PLAN = plan_of(HEADER + lines(("active", "1.50", "2026-01-31")))


def coded(*texts: str | None) -> pl.DataFrame:
    columns = [cell.target for cell in PLAN.cells]
    frame = pl.DataFrame(dict.fromkeys(columns, pl.Series(texts, dtype=pl.String)))
    return frame.with_columns(pl.col("status").cast(pl.Categorical))


@given(
    st.lists(LINES, min_size=1, max_size=3),
    st.lists(LINES, max_size=4),
    st.sampled_from([(1, 150, 8), (1, 400, 0), (2, 150, 0), (2, 400, 8)]),
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_pieces_say_what_the_whole_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    often: list[tuple[str, str, str]],
    once: list[tuple[str, str, str]],
    size: tuple[int, int, int],
) -> None:
    times, piece, most = size
    monkeypatch.setattr(handful, "MOST", most)
    path = tmp_path / "subscriptions.csv"
    many = often * 3 * times
    path.write_text(HEADER + lines(*many) + lines(*once, start=900) + lines(*many, start=100))
    whole, split = (read(path, size) for size in (WHOLE, Size(large=1, piece=piece)))
    assert split.problems == whole.problems
    assert split.findings == whole.findings
    assert split.record == whole.record
    if whole.shaped is not None and split.shaped is not None:
        assert_frame_equal(split.shaped.frame, whole.shaped.frame)


def test_columns_of_many_texts_or_a_handful_are_no_such_columns_nor_are_ids() -> None:
    sample = pl.DataFrame(
        {
            "0": OFTEN,
            "1": OFTEN,
            "2": [*OFTEN[:9], None, *OFTEN[9:-1]],
            "3": [str(n // 2) for n in range(28)],
            "4": OFTEN,
            "5": [f"text {n % 8}" for n in range(28)],
        }
    )
    assert Recurring(sample, [PLAN]).places == {"2", "4"}
    assert not Recurring(None, [PLAN]).places


@pytest.mark.parametrize(("times", "recur"), [(2, False), (3, True)])
def test_an_empty_cell_repeats_nothing(times: int, *, recur: bool) -> None:
    cells = [f"text {n}" for n in range(9)] * times
    sample = pl.DataFrame({str(n): OFTEN for n in range(6)})
    sample = sample.with_columns(pl.Series("2", [*cells, *[None] * (28 - len(cells))]))
    assert ("2" in Recurring(sample, [PLAN]).places) is recur


def test_columns_that_tell_which_rows_count_are_no_such_columns() -> None:
    plan = plan_of((Path(__file__).parent / "hubspot_contacts" / "export.csv").read_text())
    used = {str(place) for rule in plan.rules for place in (rule.place, rule.after)}
    assert any(used.intersection(cell.places) for cell in plan.cells)
    sample = pl.DataFrame({str(place): OFTEN for place in plan.needed})
    found = Recurring(sample, [plan]).places
    assert found
    assert not found & used


def test_texts_of_later_pieces_join_those_that_are_known() -> None:
    known = Recurring(None, [PLAN])
    for texts, expected in (
        (["active", "active", None], ["active", "active", None]),
        (["canceled", "active"], ["canceled", "active"]),
        ([None, None], [None, None]),
        (["active", "canceled"], ["active", "canceled"]),
    ):
        _, values = known.read(coded(*texts), PLAN)
        assert values["status"].to_list() == expected


@pytest.mark.parametrize("odd", ["Active", " ", "", "unheard of"])
def test_a_text_that_needs_a_look_leaves_the_column_as_it_is_written(odd: str) -> None:
    known = Recurring(pl.DataFrame({str(place): OFTEN for place in range(6)}), [PLAN])
    text, values = known.read(coded("active", odd), PLAN)
    assert not values
    assert "2" not in known.places
    assert text.get_column("status").to_list() == ["active", odd]
    assert text.get_column("status").dtype == pl.String
    assert known.read(coded("active", None), PLAN)[1]["status"].to_list() == ["active", None]


def test_a_column_whose_texts_become_many_is_none_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({str(place): OFTEN for place in range(6)})
    known = Recurring(frame, [PLAN])
    assert "2" in known.places
    _, values = known.read(coded("active", "canceled", "active"), PLAN)
    assert values["status"].to_list() == ["active", "canceled", "active"]
    assert "2" not in known.places
    monkeypatch.setattr(recurring, "_MOST", 0)
    text, values = Recurring(None, [PLAN]).read(coded("active"), PLAN)
    assert not values
    assert text.get_column("status").to_list() == ["active"]


def test_a_handful_of_texts_is_known_from_piece_to_piece_and_may_become_others() -> None:
    sample = pl.DataFrame({str(place): ["active", "canceled"] for place in range(6)})
    known = Recurring(sample, [PLAN], numbered=True)
    for texts in (
        ["active", "canceled", None],
        ["canceled", "active", "active"],  # both are known
        ["canceled", None, None],
        ["paused", "active"],  # one is not
        [None, None],
        ["active", "paused"],
    ):
        text = coded(*texts).with_columns(pl.col("status").cast(pl.String))
        found, values = known.read(text, PLAN)
        assert values["status"].to_list() == texts
        assert values["status"].dtype == pl.Enum
        assert found is text


@pytest.mark.parametrize("odd", ["Active", " ", "", "unheard of", "N/A"])
def test_a_handful_that_needs_a_look_is_left_to_who_looks(odd: str) -> None:
    sample = pl.DataFrame({str(place): ["active", "canceled"] for place in range(6)})
    known = Recurring(sample, [PLAN])
    plain = coded("active", "canceled").with_columns(pl.col("status").cast(pl.String))
    assert "status" in known.read(plain, PLAN)[1]
    strange = coded("active", odd).with_columns(pl.col("status").cast(pl.String))
    assert "status" not in known.read(strange, PLAN)[1]
    assert "status" not in known.read(plain, PLAN)[1]


def test_more_than_a_handful_is_none() -> None:
    sample = pl.DataFrame({str(place): ["active", "canceled"] for place in range(6)})
    known = Recurring(sample, [PLAN])
    many = pl.DataFrame(
        {one.target: [f"2026-01-{n:02}" for n in range(1, 10)] for one in PLAN.cells}
    )
    assert "started_on" not in known.read(many, PLAN)[1]
    assert "started_on" in Recurring(sample, [PLAN]).read(many.head(8), PLAN)[1]


def test_a_header_in_the_midst_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.csv"
    row = ("active", "1.50", "2026-01-31")
    path.write_text(HEADER + lines(*[row] * 20) + HEADER + lines(*[row] * 20, start=50))
    split = read(path, Size(large=1, piece=400))
    assert split.shaped is not None
    assert split.shaped.frame.height == 40
    assert split.shaped.dropped == {"repeated header": 1}


@example(["x", "12e+5"])
@given(
    st.lists(
        st.none() | st.text("aE+1.0_-='\" \t\x0b\x0c\x85\xa0\u3000é\x00", max_size=5), max_size=3
    )
)
def test_ids_that_stand_are_read_as_they_stand(ids: list[str | None]) -> None:
    text = pl.Series("id", ids, dtype=pl.String)
    read_ids = text.to_frame().select(words.quick_id(pl.col("id").str.strip_chars())).to_series()
    if words.stand(text):
        assert read_ids.equals(text, null_equal=True)


def test_plain_ids_stand() -> None:
    ids = {"plain": ["in_1a-B2", None, "006Kj00000abcDE"], "none": [None] * 3, "odd": ["a b"] * 3}
    frame = pl.DataFrame(ids, schema=dict.fromkeys(ids, pl.String))
    assert [column.name for column in frame if words.stand(column)] == ["plain", "none"]


@given(st.integers(0, 200), st.sampled_from([b"", b"a", b"a\n\nb"]), st.integers(0, 3))
def test_line_ends_before_a_place(ends: int, start: bytes, further: int) -> None:
    text = start + b"\n" * ends + b"x" * further
    assert line_ends(text, len(start) + ends) == ends
