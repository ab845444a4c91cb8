"""Our named tuples do what the library's do."""

from __future__ import annotations

import copy
import typing

import pytest

from cro_cli import named_tuple


class Ours(named_tuple.NamedTuple):
    """A band."""

    low: int
    high: int = 9
    name: str = "band"

    @property
    def width(self) -> int:
        """Return how wide it is."""
        return self.high - self.low


class Theirs(typing.NamedTuple):
    """The same."""

    low: int
    high: int = 9
    name: str = "band"


def test_fields_are_given_by_place_by_name_or_by_default() -> None:
    assert Ours(1, 2, "x") == Ours(name="x", low=1, high=2) == (1, 2, "x")
    assert Ours(1) == Ours(low=1) == (*Theirs(1),) == (1, 9, "band")
    assert Ours(1, name="x") == (*Theirs(1, name="x"),)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        ((), {"high": 1}),
        ((1, 2, "x", 4), {}),
        ((1,), {"low": 2}),
        ((1, 2, "x"), {"name": "y"}),
        ((1,), {"depth": 2}),
    ],
)
def test_a_field_that_is_missing_unknown_or_said_twice_is_an_error(
    values: tuple[typing.Any, ...], named: dict[str, typing.Any]
) -> None:
    for one in (Theirs, Ours):
        with pytest.raises(TypeError):
            one(*values, **named)


def test_a_field_is_read_by_name_and_never_written() -> None:
    one = Ours(1)
    assert (one.low, one.high, one.name, one.width) == (1, 9, "band", 8)
    with pytest.raises(AttributeError):
        setattr(one, "low", 2)  # noqa: B010 - what the type checker would not let pass
    with pytest.raises(AttributeError):
        setattr(one, "depth", 2)  # noqa: B010


def test_it_is_a_tuple() -> None:
    low, *others = Ours(1)
    assert (low, others) == (1, [9, "band"])
    assert {Ours(1): "found"}[Ours(1, 9)] == "found"
    assert Ours(1) < Ours(2)
    match Ours(1):
        case Ours(low, high, name):
            assert (low, high, name) == (1, 9, "band")


def test_copies_are_the_same() -> None:
    one = Ours(1)
    assert Ours._make([1, 9]) == copy.deepcopy(one) == one
    assert type(Ours._make([1])) is type(copy.copy(one)) is Ours


def test_changes_make_another() -> None:
    one = Ours(1)
    assert one._replace(high=3) == Ours(1, 3)
    assert type(one._replace()) is Ours
    assert one.high == 9
    with pytest.raises(TypeError):
        typing.cast("typing.Any", one)._replace(depth=1)


def test_names_and_values() -> None:
    assert Ours._fields == Theirs._fields == ("low", "high", "name")
    assert Ours(1)._asdict() == Theirs(1)._asdict()
    assert repr(Ours(1)) == repr(Theirs(1)).replace("Theirs", "Ours")
