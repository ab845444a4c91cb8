"""Formats: how a report is drawn. Adding one is one file beside this one and its line in FORMATS.

A format is imported when it is used: the list of them costs help and completion nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cro_cli.model import Reading, Report

QUIET, NORMAL, VERBOSE = -1, 0, 1


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the reader's screen can show and what the reader wants to see.

    `shown` are the keys of the readings to draw, None for all; the verdict counts every reading.
    Quiet leaves out the notes, verbose explains every reading and lists every input and finding.
    """

    width: int = 100
    color: bool = False
    unicode: bool = True
    shown: frozenset[str] | None = None
    verbosity: int = NORMAL

    def select(self, report: Report) -> tuple[Reading, ...]:
        """Return the readings to draw."""
        shown = self.shown
        return tuple(one for one in report.readings if shown is None or one.key in shown)


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format, declared once; an extension of `-o` picks it."""

    name: str
    extensions: tuple[str, ...]
    render: Callable[[Report, Look], str]


def _text(report: Report, look: Look) -> str:
    from cro_cli.render import text

    return text.render(report, look)


def _json(report: Report, look: Look) -> str:
    from cro_cli.render import json_document

    return json_document.render(report, look)


FORMATS = (
    Format(name="text", extensions=(".txt",), render=_text),
    Format(name="json", extensions=(".json",), render=_json),
)
