"""A file read piece by piece is what it is when it is read whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cro_cli.errors import InputError
from cro_cli.sources import catalogue, files, pieces, reading, recognition
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.file_read import FileRead
from cro_cli.sources.files import Size, Source
from cro_cli.sources.laying import lay
from cro_cli.sources.pieces import unseen
from cro_cli.sources.recognition import Recognised
from cro_cli.sources.rows import Splitter

HERE = Path(__file__).parent
EXPORTS = sorted(HERE.glob("*/export.csv"))
WHOLE = Size(large=2**40)

HEADER = "currency,rate,date\n"
cells = st.sampled_from(
    ["usd", "1.5", "2026-01-31", "31.01.2026", "", " ", '"l\nm"', '"u,v"', '"x""y"', '7" n', "é"]
)
rows = st.lists(cells, min_size=2, max_size=4).map(",".join)
sound = st.sampled_from(
    ["usd,1.5,2026-01-31", "eur,x,2026-01-31", ",,", '"a\nb",2,', "gbp,1,31.01.2026", "chf,1,,"]
)
quiet = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(path: Path, size: Size, *, exclude_bad_rows: bool = False) -> FileRead:
    source = Source(path=str(path), named=True)
    known = catalogue.known()
    return reading.read(
        source, known=known, exclude_bad_rows=exclude_bad_rows, hashed=True, size=size
    )


def assert_alike(path: Path, piece: int) -> None:
    for exclude in (False, True):
        whole = read(path, WHOLE, exclude_bad_rows=exclude)
        split = read(path, Size(large=1, piece=piece), exclude_bad_rows=exclude)
        assert split.problems == whole.problems
        assert split.findings == whole.findings
        assert split.record == whole.record
        assert split.encoding == whole.encoding
        assert (split.shaped is None) == (whole.shaped is None)
        if split.shaped is not None and whole.shaped is not None:
            assert_frame_equal(split.shaped.frame, whole.shaped.frame)
            assert split.shaped.supplied == whole.shaped.supplied
            assert split.shaped.bad == whole.shaped.bad
        assert set(split.also) == set(whole.also)
        for name, other in split.also.items():
            assert_frame_equal(other.frame, whole.also[name].frame)


MRR = "customer,month,amount\nc0,2026-01,1\n"


@pytest.mark.parametrize(
    "below",
    [
        "\n,,\nExported on Monday,,\n",
        ",,\nExported on Monday,,\nby Ann,,\n",
        ",,\nExported on Monday,,\n,,\nby Ann,,\n,,\n\n",
        ",,\nid,name,segment\nc1,Acme,smb\n",
        '"","",\nid,name,segment\nc1,Acme,smb\n',
        ",,\n,,\n,,\nc2,2026-01,6\n",
    ],
)
def test_what_stands_below_a_blank_row_may_be_in_another_piece(tmp_path: Path, below: str) -> None:
    path = tmp_path / "mrr.csv"
    path.write_text(MRR + "c1,2026-01,5\n" + below)
    for piece in (52, 75):
        assert_alike(path, piece)


@pytest.mark.parametrize("rows", [3, 205])
def test_below_many_blank_rows_nobody_looks_for_another_header(tmp_path: Path, rows: int) -> None:
    """Each piece looks anew; what it refuses is read whole, and then it is a row."""
    path = tmp_path / "mrr.csv"
    apart = "".join(f"c{row},2026-01,5\n\n" for row in range(rows))
    path.write_text(f"{MRR}\n{apart}id,name,segment\nc1,2026-01,5\n")
    is_refused = bool(read(path, WHOLE).problems)
    assert is_refused == (rows < 200)
    assert_alike(path, 600)


@given(
    st.one_of(
        st.lists(sound, min_size=1, max_size=12),
        st.lists(st.one_of(sound, rows), min_size=1, max_size=8),
    ).map("\n".join),
    st.integers(24, 90),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
@example('eur,1,\n7" n,2,\n9" n,3,\nusd,1,', 40, "\n", "utf-8")
@example("\n\n\nusd,1,\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\neur,2,\n\n", 24, "\n", "utf-8")
@example('usd,1,\n"open,2,\neur,2,2026-01-31', 30, "\n", "utf-8")
@quiet
def test_any_rows(tmp_path: Path, text: str, piece: int, end: str, encoding: str) -> None:
    path = tmp_path / "fx.csv"
    path.write_bytes((HEADER + text).replace("\n", end).encode(encoding))
    assert_alike(path, piece)


@pytest.mark.parametrize("below", ["", "\n", "\n\n\n"])
def test_a_header_without_rows(tmp_path: Path, below: str) -> None:
    path = tmp_path / "fx.csv"
    path.write_text(HEADER.rstrip() + below)
    assert_alike(path, 24)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: path.parent.name)
def test_every_export(export: Path) -> None:
    assert_alike(export, max(len(line) for line in export.read_bytes().split(b"\n")) * 2)


def bodies(text: str, piece: int, tmp_path: Path) -> list[tuple[bytes, int]]:
    path = tmp_path / "fx.csv"
    path.write_bytes(text.encode())
    large = pieces.opened(str(path), files.length(str(path)), piece)
    head = next(large.texts(unseen))
    found = recognition.recognise(head, "fx.csv", catalogue.known())
    assert isinstance(found, Recognised)
    plan = lay(catalogue.known().form(found.signature), found.header, found.delimiter)
    splitter = Splitter(found, plan, "fx.csv")
    return [(one.text, one.first) for one in pieces.bodies(large.texts(unseen), splitter)]


def test_cells_over_several_lines_are_not_cut(tmp_path: Path) -> None:
    # 32 bytes end in the cell of two lines: it goes to the next piece as a whole.
    text = HEADER + 'usd,1,\n"two\nlines",2,\n\neur,3,\n\n'
    assert bodies(text, 32, tmp_path) == [
        (b"usd,1,\n", 2),
        (b'"two\nlines",2,\n\neur,3,\n', 3),
    ]


def test_blank_rows_between_pieces_are_counted(tmp_path: Path) -> None:
    # The first piece ends with the first of two blank lines, which are rows 3 and 4.
    assert bodies(HEADER + "usd,1,\n\n\neur,2,\n", 28, tmp_path) == [
        (b"usd,1,\n", 2),
        (b"\n\neur,2,\n", 3),
    ]


def test_amounts_of_all_pieces_tell_the_decimal_sign(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    rows = ["2026-01;ads;1.234;USD"] * 5 + ["2026-01;ads;1.234,50;USD"]
    path.write_text("month;category;amount;currency\n" + "\n".join(rows))
    split = read(path, Size(large=1, piece=60))
    assert split.shaped is not None
    assert split.shaped.frame.get_column("amount").to_list() == [1_234_000_000] * 5 + [
        1_234_500_000
    ]


def test_dates_of_all_pieces_tell_the_order_of_day_and_month(tmp_path: Path) -> None:
    path = tmp_path / "fx.csv"
    path.write_text(HEADER + "usd,1,2026-01-31\n" * 5 + "eur,2,01/02/2026\neur,2,01/31/2026\n")
    split = read(path, Size(large=1, piece=40))
    assert split.shaped is not None
    days = split.shaped.frame.get_column("date").to_list()
    assert [str(day) for day in days] == ["2026-01-31"] * 5 + ["2026-01-02", "2026-01-31"]


def grown(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("eur,3,\n")


def shrunk(path: Path) -> None:
    os.truncate(path, 20)


def replaced(path: Path) -> None:
    """Put another file of the same length and time in its stead."""
    other = path.with_suffix(".new")
    other.write_text(path.read_text(encoding="utf-8").replace("1", "9"), encoding="utf-8")
    shutil.copystat(path, other)
    other.replace(path)


@pytest.mark.parametrize("change", [grown, shrunk, replaced])
@pytest.mark.parametrize("after", [0, 1])
def test_a_file_that_changes_between_its_pieces_is_not_read_on(
    tmp_path: Path, change: Callable[[Path], None], after: int
) -> None:
    path = tmp_path / "fx.csv"
    path.write_text(HEADER + "usd,1,\n" * 10, encoding="utf-8")
    large = pieces.opened(str(path), path.stat().st_size, 30)
    texts = large.texts(unseen)
    for _ in range(after):
        next(texts)
    change(path)
    if change is replaced and after:  # the old one is still open, and is read to its end
        assert b"9" not in b"".join(texts)
    else:
        with pytest.raises((InputError, WholeError)):
            list(texts)
    with pytest.raises((InputError, WholeError)):
        list(large.texts(unseen))


def test_a_file_that_has_grown_before_it_is_opened_is_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "fx.csv"
    path.write_text(HEADER + "usd,1,\n", encoding="utf-8")
    length = path.stat().st_size
    grown(path)
    with pytest.raises(InputError, match="was written to while it was read; try again"):
        pieces.opened(str(path), length, 30)


def test_what_is_too_large_to_be_read_whole_says_its_first_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    path = tmp_path / "fx.csv"
    path.write_text(HEADER + "usd,1,2026-01-31\n" * 10 + "usd,1\n" + "eur,1\n" * 10)
    (said, *_) = read(path, Size(large=1, piece=80)).problems
    assert "row 12 has 2 cells where the header has 3" in str(said)
    path.write_text(HEADER + "usd,1,2026-01-31\n" * 10 + 'usd,7" x,2026-01-31\n')
    (said, *_) = read(path, Size(large=1, piece=80)).problems
    assert "is larger than 1 GiB" in str(said)


def test_values_may_repeat_in_some_pieces_only(tmp_path: Path) -> None:
    # Columns of few values are read in another way, in pieces of very many rows.
    path = tmp_path / "mrr.csv"
    rows = [f"c{n},2026-08,{5 if n < 15_000 else n}.50,usd" for n in range(45_000)]
    path.write_text("customer,month,amount,currency\n" + "\n".join(rows))
    split, whole = (read(path, size) for size in (Size(large=1, piece=400_000), WHOLE))
    assert split.shaped is not None
    assert whole.shaped is not None
    assert_frame_equal(split.shaped.frame, whole.shaped.frame)
    assert split.shaped.frame.get_column("amount").sum() == 1_000_000 * (
        15_000 * 5 + sum(range(15_000, 45_000)) + 45_000 // 2
    )


@pytest.mark.parametrize("size", [WHOLE, Size(large=1, piece=40)], ids=["whole", "in pieces"])
def test_what_identifies_a_file_is_told_to_who_asks(tmp_path: Path, size: Size) -> None:
    path = tmp_path / "fx.csv"
    path.write_text(HEADER + "usd,1.5,2026-01-31\n" * 20)
    asked = read(path, size).record
    assert asked is not None
    assert asked.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    source = Source(path=str(path), named=True)
    other = reading.read(source, known=catalogue.known(), exclude_bad_rows=False, size=size).record
    assert other == asked._replace(sha256="")


@pytest.mark.parametrize("size", [WHOLE, Size(large=1, piece=40)], ids=["whole", "in pieces"])
def test_who_shows_how_far_it_is_learns_of_every_byte(tmp_path: Path, size: Size) -> None:
    path = tmp_path / "fx.csv"
    path.write_text(HEADER + "usd,1.5,2026-01-31\n" * 20)
    seen: list[int] = []
    source = Source(path=str(path), named=True)
    reading.read(
        source, known=catalogue.known(), exclude_bad_rows=False, size=size, seen=seen.append
    )
    assert sum(seen) == 19 + 20 * 19
    assert len(seen) == 1 if size is WHOLE else len(seen) > 5


def test_what_stays_in_memory_is_read_in_larger_pieces() -> None:
    size = Size(piece=10, part=50, near=100)
    assert [size.own(length)[1:3] for length in (99, 100)] == [(20, 25), (10, 50)]
