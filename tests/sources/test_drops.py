"""Which rows a rule of a format takes for no data."""

from __future__ import annotations

import pytest

from cro_cli.sources.format import Drop


@pytest.mark.parametrize(
    ("drop", "dropped", "kept"),
    [
        (Drop(name="test", columns=None, words=("test",)), ("Test ", "TEST"), ("", "testing")),
        (Drop(name="total", columns=None, starts=("Total: ",)), ("Total: all",), ("Total Wine",)),
        (Drop(name="blank", columns=None, blank=True), ("", " "), ("x",)),
        (Drop(name="others", columns=None, others=("a b",)), ("", "b"), ("A B", " a b ")),
    ],
)
def test_drop_covers(drop: Drop, dropped: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert all(map(drop.covers, dropped))
    assert not any(map(drop.covers, kept))
