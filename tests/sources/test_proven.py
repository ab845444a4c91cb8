"""Rows of a large file whose cells prove that none of them was padded, cut or left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cro_cli.parts.table import Parted
from cro_cli.sources import catalogue, piece_read, reading, recognition
from cro_cli.sources.file_read import FileRead
from cro_cli.sources.files import Size, Source
from cro_cli.sources.laying import lay
from cro_cli.sources.recognition import Recognised
from cro_cli.sources.rows import Rows, Splitter

HEADER = "currency,rate,date,\n"  # the last column has no name, and is not read
WIDTH = 4
CODED = frozenset({"0"})
VERSIONS = "id,customer,version,amount,currency,interval,started_on,ended_on\n"
ROWS = [f"s{n},c{n % 7},1,{n}.50,USD,month,2026-01-{n % 28 + 1:02},\n" for n in range(60)]


def splitter(header: str = HEADER) -> Splitter:
    found = recognition.recognise((header + "a,1,,\n").encode(), "fx.csv", catalogue.known())
    assert isinstance(found, Recognised)
    form = catalogue.known().form(found.signature)
    return Splitter(found, lay(form, found.header, found.delimiter), "fx.csv", CODED)


def cells(rows: Rows) -> list[list[str]]:
    places = [name for name in rows.frame.columns if name.isdigit()]
    return [[cell or "" for cell in row] for row in rows.frame.select(places).iter_rows()]


said = st.sampled_from(["", "usd", "1.5", "é", " ", "#", "'", "\t", "7 n", "€ 5"])


@given(
    st.lists(st.lists(said, min_size=WIDTH - 1, max_size=WIDTH + 1).map(",".join), min_size=1),
)
@example(["usd,1,,", "eur,2,"])
@example(["usd,1,,", "eur,2,,,"])
@example(["usd,1,,x", "", "eur,2,,"])
@example(["usd,1,", "eur,2,,,"])  # as many separators as two rows have
@settings(max_examples=60, deadline=None)
def test_rows_are_split_as_they_are_written_or_not_at_all(lines: list[str]) -> None:
    written = [line.split(",") for line in lines]
    found = splitter().proven("".join(f"{line}\n" for line in lines).encode())
    is_alike = all(len(row) == WIDTH for row in written)
    is_blank = any(not "".join(row[:3]).strip() for row in written)
    if not is_alike:
        assert found is None
    elif not is_blank:
        assert found is not None
        assert cells(found) == [row[:3] for row in written]


def test_rows_are_numbered_and_only_what_is_needed_is_kept() -> None:
    found = splitter().proven(b"usd,1,,x\neur,2,2026-01-31,y\n")
    assert found is not None
    assert found.frame.columns == [" row", "0", "1", "2"]
    assert found.frame.get_column(" row").to_list() == [0, 1]


def read(path: Path, size: Size) -> FileRead:
    source = Source(path=str(path), named=True)
    return reading.read(source, known=catalogue.known(), exclude_bad_rows=False, size=size)


def amounts(table: Parted) -> list[int]:
    parts = [table.part(number).rows.get_column("amount") for number in range(table.count)]
    return sorted(amount for part in parts for amount in part.to_list())


@pytest.mark.parametrize(
    ("change", "is_proven"),
    [
        pytest.param(lambda text: text, True, id="as it is"),
        pytest.param(lambda text: text[:-1], True, id="no line end"),
        pytest.param(lambda text: text + "\n\n", True, id="line ends below"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), True, id="CRLF"),
        pytest.param(lambda text: text.replace("s50,", '"s50",'), False, id="quotes in a piece"),
        pytest.param(lambda text: text.replace("s1,", '"s1",'), False, id="quotes in the first"),
        pytest.param(lambda text: text.replace("s50,", "\ns50,"), False, id="blank row"),
        pytest.param(lambda text: text.replace("s50,", "\n,,,,,,,\ns50,"), False, id="empty row"),
    ],
)
def test_a_table_is_the_same_proven_or_not(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[str], str],
    is_proven: bool,  # noqa: FBT001 - a case
) -> None:
    path = tmp_path / "versions.csv"
    path.write_text(change(VERSIONS + "".join(ROWS)), newline="")
    ways: list[str] = []
    for name in ("each_proven", "each"):
        way = getattr(piece_read, name)

        def seen(*given: object, name: str = name, way: Callable[..., object] = way) -> object:
            ways.append(name)
            return way(*given)

        monkeypatch.setattr(piece_read, name, seen)
    found = read(path, Size(large=1, piece=400, part=600, near=2**40))
    assert not found.problems
    assert found.shaped is not None
    assert isinstance(found.shaped.rows, Parted)
    assert amounts(found.shaped.rows) == [(n * 100 + 50) * 10_000 for n in range(60)]
    assert (ways == ["each_proven"]) == is_proven


def test_a_row_that_lacks_a_cell_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "versions.csv"
    path.write_text(VERSIONS + "".join(ROWS[:50]) + "s50,c1,1,50.50,USD,month,2026-01-01\n")
    (said, *_) = read(path, Size(large=1, piece=400, part=600)).problems
    assert "row 52 has 7 cells where the header has 8" in str(said)
