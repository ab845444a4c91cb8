"""Rows in a temporary file: what is added is what is read, however it is written."""

from __future__ import annotations

import gc
import os
import pickle
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cro_cli.parts.store import Store


def rows(number: int, height: int = 3) -> pl.DataFrame:
    return pl.DataFrame({"n": [number] * height, "text": [f"{number}"] * height})


def test_rows_are_read_from_where_they_were_written() -> None:
    store = Store()
    first, second = store.add([rows(1), rows(2, 0)])
    (third,) = store.add(rows(number) for number in (3,))
    for place, expected in ((third, rows(3)), (first, rows(1)), (second, rows(2, 0))):
        assert_frame_equal(store.read(place), expected)
    # One after the other, with nothing between.
    assert first[0] == 0
    assert second[0] == first[1]
    assert third == (sum(second), third[1])


def test_what_is_written_bit_by_bit_is_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system may write less than it is asked to."""
    write = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: write(file, data[:10], at))
    store = Store()
    places = store.add([rows(1), rows(2)])
    assert_frame_equal(
        pl.concat(store.read(place) for place in places), pl.concat([rows(1), rows(2)])
    )


def test_threads_write_one_after_the_other() -> None:
    store = Store()
    given = [[rows(10 * one + at, 2_000) for at in range(10)] for one in range(8)]
    with ThreadPoolExecutor(4) as pool:
        places = list(pool.map(store.add, given))
    for own, frames in zip(places, given, strict=True):
        for place, frame in zip(own, frames, strict=True):
            assert_frame_equal(store.read(place), frame)


def test_a_copy_reads_the_same_file_which_is_closed_with_the_first() -> None:
    store = Store()
    (place,) = store.add([rows(1)])
    copy = pickle.loads(pickle.dumps(store))  # noqa: S301 - of this test
    assert_frame_equal(copy.read(place), rows(1))
    descriptor = store.descriptor
    del copy
    gc.collect()
    assert_frame_equal(store.read(place), rows(1))
    del store
    gc.collect()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)
