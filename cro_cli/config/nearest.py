"""The nearest of the words that are known."""

from __future__ import annotations

from collections.abc import Iterable

from cro_cli.messages import Problem
from cro_cli.messages import config as messages

_FEW = 12


def instead(word: str, known: Iterable[str]) -> str:
    """Return what to write in place of a word: the nearest known one, or all when they are few."""
    from difflib import get_close_matches

    words = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), words, n=1)
    if near:
        return f"did you mean {words[near[0]]}?"
    return f"write one of {', '.join(words.values())}" if len(words) <= _FEW else ""


def no_metric(key: str, known: Iterable[str]) -> Problem:
    """Return what to say about the key of a metric that does not exist."""
    return messages.NO_METRIC.problem(instead=instead(key, known) or "`cro metrics` lists them")
