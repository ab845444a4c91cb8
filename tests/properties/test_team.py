"""A table that several processes read and build says what it says as a whole."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from cro_cli import crew
from cro_cli.evaluation import Evaluation
from cro_cli.parts.store import Store
from cro_cli.parts.table import Parted
from cro_cli.request import Request
from cro_cli.sources import catalogue, loading, piece_read
from cro_cli.sources.files import Size
from tests.oracle.companies import RATES
from tests.oracle.program import settings_of
from tests.properties.test_parts import FAR, HEADER, WHOLE, lines, loaded, many, said, versions

TEAM = FAR._replace(many=1)


def assert_alike(folder: Path, size: Size = TEAM) -> None:
    config = settings_of(folder, RATES)
    with many():
        assert said(folder, size, config, exclude=False) == said(
            folder, WHOLE, config, exclude=False
        )


def team_of(table: Parted) -> object:
    return table.__dict__["_team"]


@contextmanager
def few_files(room: int) -> Iterator[None]:
    """Let no more than so many files be opened beside those that are open."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    with TemporaryFile() as highest:  # it has the lowest number that is free
        soft = highest.fileno() + room
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("s1,c1,3,Pro,active,1,10,EUR,month,2025-06-01,",),  # another currency
        ("s1,c2,3,Pro,active,1,10,USD,month,2025-06-01,",),  # an id of two customers
        ("s9,c9,1,Pro,active,1,x,USD,month,2025-01-01,",),  # a bad cell
        ("s9,c9,1,Pro,active,1,10,USD,moon,2025-01-01,",),  # of no rhythm
        ('s9,c9,1,"Pro",active,1,10,USD,month,2025-01-01,',),  # quoted
        ("s9,c9,1,Pro,active,9000000000,9000000000,USD,month,2025-01-01,",),  # beyond all sums
    ],
)
def test_versions_are_said_as_of_the_whole(tmp_path: Path, more: tuple[str, ...]) -> None:
    versions(tmp_path, *more)
    assert_alike(tmp_path)


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("m,i,c1,s1,Pro,9,USD,,,2025-05-01,",),  # without a period
        ("m,i,c1,s1,Pro,9,USD,2024-11-01,2024-12-01,2024-11-01,",),  # earlier than all others
    ],
)
def test_lines_are_said_as_of_the_whole(tmp_path: Path, more: tuple[str, ...]) -> None:
    lines(tmp_path, *more)
    assert_alike(tmp_path)


def test_other_processes_read_and_build_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions(tmp_path)
    for name in ("each", "each_proven"):
        monkeypatch.setattr(piece_read, name, None)  # nothing is read here
    given = loaded(tmp_path, TEAM._replace(large=300))
    table = given.parted["subscription_versions"]
    assert table.count > 4
    monkeypatch.setattr(Parted, "part", None)  # and nothing built
    run = Evaluation(given, settings_of(tmp_path, RATES), Request(as_of=None, by="segment"))
    with many():
        assert run.engine.result("nrr", run.scope.month).value is not None
    assert team_of(table) is not None


@pytest.mark.parametrize("hashed", [False, True])
@pytest.mark.parametrize("last", ["s9,c9,1,Pro", 's9,c9,1,"Pro"'])
def test_bytes_are_counted_once_however_often_they_are_read(
    tmp_path: Path, last: str, *, hashed: bool
) -> None:
    versions(tmp_path, f"{last},active,1,10,USD,month,2025-01-01,")
    path = tmp_path / "subscription_versions.csv"
    seen: list[int] = []
    loading.load(
        [str(path)],
        catalogue.known(),
        exclude_bad_rows=False,
        hashed=hashed,
        seen=seen.append,
        size=TEAM,
    )
    assert sum(seen) == path.stat().st_size


@pytest.mark.parametrize("more", [(), (HEADER,)])
def test_what_ends_before_it_starts_is_named(tmp_path: Path, more: tuple[str, ...]) -> None:
    turned = "s9,c9,{},Pro,canceled,1,10,USD,month,2025-03-02,2025-03-01"
    versions(tmp_path, turned.format(1), *more, turned.format(2))
    (found,) = (one for one in loaded(tmp_path, TEAM).findings if one.id == "W333")
    assert found.row == 1 + 24 + 1
    assert found.text.startswith("2 rows, this one the first, end before they start")


@pytest.mark.parametrize("below", ["\n\n", ",,,,,,,,,,\n", "Total,,,,,,300,,,,\n"])
def test_what_stands_below_the_last_row_is_none(tmp_path: Path, below: str) -> None:
    versions(tmp_path)
    path = tmp_path / "subscription_versions.csv"
    path.write_text(path.read_text() + below)
    assert_alike(tmp_path)


def test_processes_that_end_while_they_read_leave_it_to_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(tmp_path)
    monkeypatch.setattr(crew, "_PROGRAM", "raise SystemExit")
    assert_alike(tmp_path)


def test_processes_that_end_afterwards_leave_it_to_this_one(tmp_path: Path) -> None:
    versions(tmp_path)
    config = settings_of(tmp_path, RATES)
    given = loaded(tmp_path, TEAM)
    table = given.parted["subscription_versions"]
    team = team_of(table)
    for hand in team._crew._hands:  # type: ignore[attr-defined] # noqa: SLF001 - as if killed
        hand._process.kill()  # noqa: SLF001
    with many():
        run = Evaluation(given, config, Request(as_of=None))
        whole = Evaluation(loaded(tmp_path, WHOLE), config, Request(as_of=None))
        month = run.scope.month
        assert run.engine.result("nrr", month) == whole.engine.result("nrr", month)
    assert team_of(table) is None


@pytest.mark.parametrize("room", [0, 1, 3])
def test_without_room_for_files_it_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    made: list[object] = []
    own = tempfile.TemporaryFile

    def full(**how: object) -> object:
        made.append(how)
        if len(made) > room:
            raise OSError
        return own(**how)  # type: ignore[call-overload]

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    versions(tmp_path)
    assert_alike(tmp_path)


@pytest.mark.parametrize("room", [4, 6, 8, 10, 12])
def test_with_few_files_that_may_be_open_it_is_read_all_the_same(tmp_path: Path, room: int) -> None:
    """There is room for some of three files, and for one process, two or none."""
    versions(tmp_path)
    config = settings_of(tmp_path, RATES)
    whole = said(tmp_path, WHOLE, config, exclude=False)
    with many(), few_files(room):
        assert said(tmp_path, TEAM, config, exclude=False) == whole


def test_customers_that_cannot_be_shared_are_put_beside_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(tmp_path)
    config = settings_of(tmp_path, RATES)
    given = loaded(tmp_path, TEAM)

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Store, "add", full)
    with many():
        run = Evaluation(given, config, Request(as_of=None, by="segment"))
        assert run.engine.result("nrr", run.scope.month).value is not None
        assert [name for name, _ in run.parts("segment")] == ["smb", "ent", "(none)"]
