"""What drives a number most stands first."""

from __future__ import annotations

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
    rows = [
        f"{customer},{month},{amount}\n"
        for customer, (then, now) in amounts.items()
        for month, amount in (("2025-09", then), ("2026-09", now))
    ]
    (folder / "mrr.csv").write_text("".join(["customer,month,amount\n", *rows]))
    report = SPEC.build(sources.load([str(folder)]), Config(), Request(metric=key))
    (grid,) = (
        block
        for block in report.blocks
        if isinstance(block, Grid) and block.key.startswith("drivers")
    )
    assert all(row[0].private for row in grid.rows)
    return [row[0].text for row in grid.rows]


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
        ("mrr", {"a": (9, 1), "b": (9, 3), "c": (9, 2)}, ["b", "c", "a"]),
    ],
)
def test_the_largest_come_first(
    tmp_path: Path, key: str, amounts: dict[str, tuple[int, int]], order: list[str]
) -> None:
    assert drivers(tmp_path, key, **amounts) == order


def test_of_many_ten_are_shown(tmp_path: Path) -> None:
    many = {f"c{number:02}": (9, number) for number in range(1, 13)}
    assert drivers(tmp_path, "mrr", **many) == [f"c{number:02}" for number in range(12, 2, -1)]
