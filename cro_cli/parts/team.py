"""A crew and the files by which rows go from one process to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from cro_cli import crew
from cro_cli.crew import Crew
from cro_cli.parts.store import Store

Item = TypeVar("Item")
Result = TypeVar("Result")


class Team:
    """Processes that read and write rows: to a `store` of this one, and one of each of theirs."""

    def __init__(self, store: Store, stores: list[Store], own: Crew) -> None:
        self.store = store
        self._stores = {one.descriptor: one for one in stores}
        self._crew = own

    def own(self, copy: Store) -> Store:
        """Return the store of which another process sent a copy; it is open as long as this is."""
        return self._stores[copy.descriptor]

    def each(
        self, items: Iterable[Item], work: Callable[[int, Store], Callable[[Item], Result]]
    ) -> Iterator[Result]:
        """Yield what is made of items, in their order, by the work made for each place and store.

        Raises:
            GoneError: when a process does not answer.
        """
        return self._crew.each(
            items, [work(place, store) for place, store in enumerate(self._stores.values())]
        )


def gathered() -> Team | None:
    """Return a team; None where there can be none."""
    try:
        store, *stores = [Store() for _ in range(crew.COUNT + 1)]
    except OSError:
        return None
    own = crew.of([one.descriptor for one in (store, *stores)])
    return None if own is None else Team(store, stores, own)
