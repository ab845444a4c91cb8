"""Whatever the bytes, loading ends in tables or in an InputError that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cro_cli import sources, tables
from cro_cli.errors import InputError
from cro_cli.sources import Loaded

HERE = Path(__file__).parent
EXPORTS = sorted(HERE.glob("*/export.csv"))

quiet = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

cells = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-1",
            "1,5",
            "1.234,5",
            "nan",
            "2026-01-31",
            "1/2/2026",
            "31/12/2026",
            '"',
            "€5",
        ]
    ),
    st.text(max_size=6),
)


def ends_well(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    loaded, problems = outcome(str(path))
    assert all(problem.startswith(str(path)) for problem in problems)
    if loaded is None:
        assert problems
    else:
        (record,) = loaded.inputs
        assert record.rows >= record.kept
        assert set(loaded.tables) == {record.table, *record.also}


def outcome(path: str) -> tuple[Loaded | None, tuple[str, ...]]:
    try:
        return sources.load([path]), ()
    except InputError as error:
        return None, error.problems


@given(data=st.binary(max_size=200))
@example(data=b"\xef\xbb\xbf")
@example(data=b"\xff\xfe")
@example(data=b'id,name,email\n"\n')
@quiet
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    ends_well(tmp_path / "a.csv", data)


@given(
    table=st.sampled_from(tables.TABLES),
    rows=st.lists(st.lists(cells, min_size=1, max_size=12), max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@quiet
def test_any_cells_below_a_header(
    tmp_path: Path, table: tables.Table, rows: list[list[str]], delimiter: str, end: str
) -> None:
    header = sources.template(table.name).replace(",", delimiter)
    lines = [header, *(delimiter.join(row) for row in rows)]
    ends_well(tmp_path / "a.csv", end.join(lines).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: path.parent.name)
@given(data=st.data())
@settings(quiet, max_examples=8)
def test_any_export_cut_or_damaged(tmp_path: Path, export: Path, data: st.DataObject) -> None:
    whole = export.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    junk = data.draw(st.binary(max_size=3))
    ends_well(tmp_path / "a.csv", whole[:start] + junk + whole[end:])
