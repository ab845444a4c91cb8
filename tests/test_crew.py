"""Other processes do their share: in order, with what they raise, and gone when they are."""

from __future__ import annotations

import gc
import io
import os
import pickle
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import polars as pl
import pytest

from cro_cli import crew
from cro_cli.crew import Crew, GoneError
from cro_cli.parts.store import Store


@pytest.fixture(scope="module", name="own")
def a_crew() -> Crew:
    made = crew.of([])
    assert made is not None
    return made


def slow_first(number: int) -> tuple[int, int]:
    time.sleep(0.05 if number % 5 == 0 else 0)
    print("nobody is to read this")  # noqa: T201 - answers go the same way
    return number, os.getpid()


def told(view: object) -> tuple[object, str]:
    return view, type(view).__name__


def refuse(number: int) -> int:
    if number == 3:
        message = "three"
        raise ValueError(message)
    return number


def throw(error: Exception) -> None:
    raise error


def leave(_: int) -> None:
    os._exit(0)


def talk(number: int) -> int:
    os.write(1, b"as of a library that is not of Python")
    return number


def unspeakable(_: int) -> Callable[[], None]:
    return lambda: None


def complain(_: int) -> tuple[int, int]:
    print("nor this", file=sys.stderr)  # noqa: T201 - it goes nowhere
    os.write(2, b"nor this")
    return os.getpid(), os.getsid(0)


def settings(name: str) -> str | None:
    return os.environ.get(name)


class Placed:
    """Tells its place, and the process that it is in."""

    def __init__(self, place: int) -> None:
        self.place = place

    def __call__(self, _: int) -> tuple[int, int]:
        """Return both, a little later."""
        time.sleep(0.02)
        return self.place, os.getpid()


class Writer:
    """Writes a row to a file, and tells where it is."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, number: int) -> tuple[Store, tuple[int, int]]:
        """Write a row of a number."""
        return self.store, self.store.add([pl.DataFrame({"number": [number]})])[0]


def test_results_come_in_order_from_all_processes(own: Crew) -> None:
    found = list(own.each(range(20), [slow_first] * crew.COUNT))
    assert [number for number, _ in found] == list(range(20))
    pids = {pid for _, pid in found}
    assert len(pids) == crew.COUNT
    assert os.getpid() not in pids


def test_each_process_has_a_work_of_its_own(own: Crew) -> None:
    """Whoever asks in between, so that works are told anew."""
    places = list(range(crew.COUNT))
    placed = own.each(range(20), [Placed(place) for place in places])
    others = own.each(range(20), [talk] * crew.COUNT)
    found = {place for place, _ in zip(placed, others, strict=True)}
    assert sorted(place for place, _ in found) == places
    assert len({pid for _, pid in found}) == crew.COUNT


def test_processes_find_what_this_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "somewhere_else.py").write_text("def double(number): return 2 * number\n")
    monkeypatch.syspath_prepend(tmp_path)
    double = import_module("somewhere_else").double
    made = crew.of([])
    assert made is not None
    assert list(made.each([1, 2], [double] * crew.COUNT)) == [2, 4]


def test_mappings_that_cannot_be_changed_are_copied_too(own: Crew) -> None:
    view: object = MappingProxyType({"a": MappingProxyType({})})
    assert list(own.each([view], [told] * crew.COUNT)) == [(view, "mappingproxy")]


def test_what_works_raise_is_raised_here_and_ends_nothing(own: Crew) -> None:
    with pytest.raises(ValueError, match="three"):
        list(own.each(range(5), [refuse] * crew.COUNT))
    for error in (OSError(28, "no room"), LookupError("nowhere")):
        with pytest.raises(type(error), match=str(error.args[-1])):
            list(own.each([error], [throw] * crew.COUNT))
    assert list(own.each([1, 2], [refuse] * crew.COUNT)) == [1, 2]


def test_who_asks_between_two_answers_gets_his_own(own: Crew) -> None:
    """Both generators are half way through when the other goes on."""
    pids = own.each(range(8), [slow_first] * crew.COUNT)
    same = own.each(range(8, 16), [refuse] * crew.COUNT)
    for number in range(8):
        assert next(pids)[0] == number
        assert next(same) == number + 8


def test_a_process_has_its_share_of_threads_and_memory(own: Crew) -> None:
    names = ["POLARS_MAX_THREADS", "_RJEM_MALLOC_CONF"]
    threads, memory = own.each(names, [settings] * crew.COUNT)
    assert str(memory).endswith(f"narenas:{threads}")
    assert threads == str(max(pl.thread_pool_size() // crew.COUNT, 1))


def test_a_process_keeps_some_memory_that_was_freed_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told() -> list[str | None]:
        found = crew.of([])
        assert found is not None
        return list(found.each(["GLIBC_TUNABLES"], [settings] * crew.COUNT))

    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    kept = "glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=16777216"
    assert told() == [kept]
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.check=0")
    assert told() == ["glibc.malloc.check=0"]


def test_a_process_knows_the_environment_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRO_TOLD", "by this one")
    made = crew.of([])
    assert made is not None
    assert list(made.each(["CRO_TOLD"], [settings] * crew.COUNT)) == ["by this one"]


def test_what_interrupts_this_one_and_what_it_shows_is_apart(
    capfd: pytest.CaptureFixture[str],
) -> None:
    made = crew.of([])
    assert made is not None
    for pid, session in made.each(range(4), [complain] * crew.COUNT):
        assert pid == session
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_copied_cannot_be_done(own: Crew) -> None:
    with pytest.raises(GoneError):
        list(own.each([1], [lambda one: one] * crew.COUNT))


def test_what_is_printed_by_no_python_is_no_answer(own: Crew) -> None:
    assert list(own.each([1, 2], [talk] * crew.COUNT)) == [1, 2]


@pytest.mark.parametrize("said", ["cho\nhello", "hello", "0", "F-1\n."])
def test_what_is_printed_before_there_are_answers_is_none(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    program = crew.__dict__["_PROGRAM"]
    monkeypatch.setattr(crew, "_PROGRAM", f"print({said!r}, flush=True); {program}")
    made = crew.of([])
    assert made is not None
    with pytest.raises(GoneError):
        list(made.each([1], [talk] * crew.COUNT))


def test_what_a_process_raises_does_not_keep_it() -> None:
    made = crew.of([])
    assert made is not None
    gone = weakref.ref(made)
    gc.disable()
    try:
        with pytest.raises(ValueError, match="three"):
            list(made.each([3], [refuse] * crew.COUNT))
        del made
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("work", [leave, unspeakable])
def test_a_process_that_ends_is_gone(work: Callable[[int], object]) -> None:
    made = crew.of([])
    assert made is not None
    with pytest.raises(GoneError):
        list(made.each([1], [work] * crew.COUNT))
    with pytest.raises(GoneError):
        list(made.each(range(9), [slow_first] * crew.COUNT))


def test_processes_end_with_who_has_them() -> None:
    made = crew.of([])
    assert made is not None
    pids = {pid for _, pid in made.each(range(6), [slow_first] * crew.COUNT)}
    del made
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_rows_go_from_one_to_another_by_a_file() -> None:
    stores = [Store() for _ in range(crew.COUNT)]
    made = crew.of([one.descriptor for one in stores])
    assert made is not None
    found = made.each(range(8), [Writer(store) for store in stores])
    assert [store.read(place).item() for store, place in found] == list(range(8))


def test_there_is_none_where_there_can_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(sys, "frozen", True, raising=False)
        assert crew.of([]) is None
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", None)
        assert crew.of([]) is None
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        assert crew.of([]) is None
    with monkeypatch.context() as patch:
        patch.setattr(pl, "thread_pool_size", lambda: 1)
        assert crew.of([]) is None
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refused)
        assert crew.of([]) is None


def test_what_is_told_is_answered_until_there_is_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_it = io.BytesIO()
    for message in ((True, refuse), (False, 2), (False, 3)):
        pickle.dump(message, told_it)
    told_it.seek(0)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(told_it))
    path = tmp_path / "answers"
    with path.open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        crew.serve()
    answers = io.BytesIO(path.read_bytes())
    assert pickle.load(answers) == (True, 2)  # noqa: S301 - of this test
    is_done, error = pickle.load(answers)  # noqa: S301 - of this test
    assert not is_done
    assert str(error) == "three"
