"""A few things at a time: no more are taken than are worked on, and all of these at once."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier

import pytest

from cro_cli import in_order


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_of_many_only_as_many_are_taken_as_keep_all_threads_at_work(threads: int) -> None:
    """While the oldest is waited for, each thread has one, and one more waits."""
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(20):
            taken += 1
            yield number

    found = in_order.each(items(), lambda number: number * number, threads)
    assert next(found) == 0
    assert taken == threads + 1
    assert list(found) == [number * number for number in range(1, 20)]
    assert taken == 20


def test_all_threads_work_at_once() -> None:
    """Each waits for the other two."""
    together = Barrier(3)
    found = in_order.each(range(3), lambda number: (number, together.wait(timeout=20) >= 0), 3)
    assert list(found) == [(number, True) for number in range(3)]


def test_of_nothing_there_is_nothing() -> None:
    assert list(in_order.each([], str, 2)) == []
