"""What drives a number most stands first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Config
from cro_cli.model import Grid
from cro_cli.reports import REPORTS
from cro_cli.request import Request

SPEC = next(spec for spec in REPORTS if spec.name == "explain")


def drivers(folder: Path, key: str, **amounts: tuple[int, int]) -> list[str]:
    """Return who drives a metric, largest first, from MRR a year ago and now."""
    grid = table(folder, key, amounts)
    assert all(row[0].private for row in grid.rows)
    return [row[0].text for row in grid.rows]


def table(
    folder: Path, key: str, amounts: Mapping[str, tuple[int, int]], before: str = "2025-09"
) -> Grid:
    """Return the table of drivers of a metric."""
    rows = [
        f"{customer},{month},{amount}\n"
        for customer, (then, now) in amounts.items()
        for month, amount in ((before, then), ("2026-09", now))
    ]
    return explained(folder, key, "", rows)


def explained(folder: Path, key: str, by: str, rows: Sequence[str]) -> Grid:
    (folder / "mrr.csv").write_text("".join(["customer,month,amount\n", *rows]))
    return drivers_of(key, folder, by)


def drivers_of(key: str, folder: Path, by: str = "") -> Grid:
    report = SPEC.build(sources.load([str(folder)]), Config(), Request(metric=key, by=by))
    return next(
        block
        for block in report.blocks
        if isinstance(block, Grid) and block.key.startswith("drivers")
    )


@pytest.mark.parametrize(
    ("key", "amounts", "order"),
    [
        # apart by 0, 40 and 30
        ("nrr", {"a": (100, 100), "b": (10, 50), "c": (30, 0)}, ["b", "c", "a"]),
        # what b grew by does not count
        ("grr", {"a": (100, 100), "b": (10, 50), "c": (30, 0)}, ["c", "a", "b"]),
        # one of three is lost: the rarer outcome
        ("logo_churn", {"a": (9, 9), "b": (9, 9), "c": (9, 0)}, ["c", "a", "b"]),
        # two of three are lost: the one that stays is rarer
        ("logo_churn", {"a": (9, 0), "b": (9, 0), "c": (9, 9)}, ["c", "a", "b"]),
        # one of two is lost: losses are what is asked for
        ("logo_churn", {"a": (9, 9), "b": (9, 0)}, ["b", "a"]),
        # apart by 10 each: the larger one
        ("nrr", {"a": (10, 20), "b": (30, 40)}, ["b", "a"]),
        ("mrr", {"a": (9, 1), "b": (9, 3), "c": (9, 2)}, ["b", "c", "a"]),
        # who pays nothing now drives nothing
        ("mrr", {"a": (9, 0), "b": (9, 3)}, ["b"]),
    ],
)
def test_the_largest_come_first(
    tmp_path: Path, key: str, amounts: dict[str, tuple[int, int]], order: list[str]
) -> None:
    assert drivers(tmp_path, key, **amounts) == order


def test_of_many_ten_are_shown(tmp_path: Path) -> None:
    many = {f"c{number:02}": (9, number) for number in range(1, 13)}
    assert drivers(tmp_path, "mrr", **many) == [f"c{number:02}" for number in range(12, 2, -1)]


def test_all_that_there_are_are_not_the_largest(tmp_path: Path) -> None:
    """Losses weigh as much as gains; amounts are those of a month."""
    found = table(tmp_path, "net_new_mrr", {"a": (10, 20), "b": (50, 0)}, before="2026-08")
    assert found.title == "What drives it most: mrr changes"
    assert [row[0].text for row in found.rows] == ["b", "a"]
    (lost,) = (at for at, column in enumerate(found.columns) if column.key == "net_new_mrr.total")
    assert [row[lost].value for row in found.rows] == [-50, 10]


def test_of_deals_that_weigh_the_same_the_largest_comes_first(tmp_path: Path) -> None:
    """Two of four are won: these first, each by its amount."""
    header = "id,account,stage,status,amount,currency,created_on,close_on,updated_on\n"
    rows = [
        f"{name},{name} Ltd,Closed,{status},{amount},USD,2026-08-01,2026-09-10,2026-09-30\n"
        for name, status, amount in (
            ("a", "won", 10),
            ("b", "won", 30),
            ("c", "lost", 20),
            ("d", "lost", 40),
        )
    ]
    for told in (rows, rows[::-1]):
        (tmp_path / "deals.csv").write_text("".join([header, *told]))
        found = drivers_of("win_rate", tmp_path)
        assert [row[0].text for row in found.rows] == ["b", "a", "d", "c"]


def test_of_many_rows_the_first_are_named_and_of_no_segment_that_there_is_none(
    tmp_path: Path,
) -> None:
    rows = [f"a,2026-0{n},{n}\nb,2026-0{n},1\n" for n in range(4, 10)]
    (tmp_path / "customers.csv").write_text("id,segment\na,smb\nb,\n")
    found = explained(tmp_path, "mrr", "segment", rows)
    assert [row[-2].text for row in found.rows] == ["2, 4, 6, 8 and 2 more", "3"]
    (at,) = (at for at, column in enumerate(found.columns) if column.key == "segment")
    assert [row[at].text for row in found.rows] == ["smb", "(none)"]
