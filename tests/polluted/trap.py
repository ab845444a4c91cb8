"""What a trap is: a way to spoil an export, and what a reader has to make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tests.polluted.company import Export


class Oracle(Enum):
    """What may come of a spoilt export; other numbers than those of the clean one never may."""

    MUST_READ = "the same numbers"
    MAY_REFUSE = "the same numbers, or a message"
    MUST_REFUSE = "a message"


Spoil = Callable[[Export], "str | bytes | Export | None"]


@dataclass(frozen=True)
class Trap:
    """One way to spoil an export; `spoil` returns None where it does not apply."""

    name: str
    oracle: Oracle
    spoil: Spoil

    def data(self, export: Export) -> bytes | None:
        """Return the bytes of the spoilt export, None where the trap does not apply."""
        spoilt = self.spoil(export)
        if isinstance(spoilt, Export):
            spoilt = None if spoilt == export else spoilt.text()
        return spoilt.encode() if isinstance(spoilt, str) else spoilt


TRAPS: list[Trap] = []


def must_read(spoil: Spoil) -> Spoil:
    """Register a trap that changes nothing of what the export says."""
    return _register(spoil, Oracle.MUST_READ)


def may_refuse(spoil: Spoil) -> Spoil:
    """Register a trap after which a reader may give up, but may not be wrong."""
    return _register(spoil, Oracle.MAY_REFUSE)


def must_refuse(spoil: Spoil) -> Spoil:
    """Register a trap after which nobody can know what the export said."""
    return _register(spoil, Oracle.MUST_REFUSE)


def _register(spoil: Spoil, oracle: Oracle) -> Spoil:
    TRAPS.append(Trap(spoil.__name__, oracle, spoil))
    return spoil
