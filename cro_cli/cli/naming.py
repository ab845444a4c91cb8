"""Names that a user types: completing them, and finding the one that was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cro_cli.errors import UsageError
from cro_cli.messages import command_line as messages

_OF_METRICS = frozenset({"METRIC", "--metric"})  # many others are formats, tables or systems


def completing(names: Sequence[str] | Callable[[], Sequence[str]]) -> Callable[[str], list[str]]:
    """Return a completion for names, given or looked up when a shell asks.

    Of a list with commas the last name is completed; capitals do not matter, and stay as typed.
    """

    def complete(incomplete: str) -> list[str]:
        done, comma, last = incomplete.rpartition(",")
        known = names() if callable(names) else names
        found = (name for name in known if name.casefold().startswith(last.casefold()))
        return [f"{done}{comma}{last}{name[len(last) :]}" for name in found]

    return complete


def one_of(option: str, typed: str, known: Sequence[str]) -> str:
    """Return a name that is known; UsageError with the nearest when it is not."""
    if typed in known:
        return typed
    words = {"option": option, "typed": typed, "instead": _instead(option, typed, known)}
    raise UsageError(messages.NO_SUCH_VALUE.problem(**words))


def several_of(option: str, typed: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return names from repeated options, each of which may be a list with commas."""
    names = [name.strip() for text in typed for name in text.split(",")]
    return tuple(dict.fromkeys(one_of(option, name, known) for name in names))


def nearest(typed: str, known: Iterable[str]) -> str:
    """Return what to write instead; nothing when no name is near and there are many."""
    from cro_cli.config.nearest import instead

    return instead(typed, known)


def _instead(option: str, typed: str, known: Sequence[str]) -> str:
    command = "metrics" if option in _OF_METRICS else "sources"
    return nearest(typed, known) or f"`cro {command}` lists them"
