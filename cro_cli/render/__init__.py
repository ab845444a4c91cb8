"""Formats: how a report is drawn. Adding one is one file beside this one and its line in FORMATS.

A format is imported when it is used: the list of them costs help and completion nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from cro_cli.model import Reading, Report, Severity
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from cro_cli.validation import Validation

QUIET, NORMAL, VERBOSE = -1, 0, 1


class Look(NamedTuple):
    """What the reader's screen can show and what the reader wants to see.

    `shown` are the keys of the readings to draw, None for all; the verdict counts every reading.
    Quiet leaves out the notes, verbose explains every reading and lists every input and finding,
    even where no reading is to be drawn.
    `to` and `sender` are the addresses of a mail.
    """

    width: int = 100
    color: bool = False
    unicode: bool = True
    shown: frozenset[str] | None = None
    verbosity: int = NORMAL
    to: tuple[str, ...] = ()
    sender: str = ""

    def select(self, report: Report) -> tuple[Reading, ...]:
        """Return the readings to draw."""
        shown = self.shown
        return tuple(one for one in report.readings if shown is None or one.key in shown)

    def wants_nothing(self, report: Report) -> bool:
        """Tell whether nothing of a report is to be drawn: no reading, no problem, no note."""
        if self.shown is None or self.verbosity >= VERBOSE or self.select(report):
            return False
        return all(one.severity is not Severity.ERROR for one in report.findings)


class Format(NamedTuple):
    """One format, declared once; an extension of `-o` picks it.

    Some draw a validation too. What is `sent` goes to people by name, and names nobody unless
    told to; `pictures` has room for charts that nobody asked for, `full` for every number, and what
    `hashes` tells by what each input is known again.
    """

    name: str
    extensions: tuple[str, ...]
    module: str
    says: str
    validation: str = ""
    sent: bool = False
    pictures: bool = False
    full: bool = False
    hashes: bool = False

    def render(self, report: Report, look: Look) -> str:
        """Return the document."""
        drawn: str = import_module(self.module).render(report, look)
        return drawn

    def validate(self, validation: Validation, look: Look) -> str:
        """Return the document of a validation."""
        drawn: str = import_module(self.validation).render(validation, look)
        return drawn


FORMATS = (
    Format(
        name="text",
        extensions=(".txt",),
        module="cro_cli.render.text",
        says="For a terminal: a verdict, a table, a paragraph for all that is not healthy.",
        validation="cro_cli.render.text.validation",
    ),
    Format(
        name="plain",
        extensions=(),
        module="cro_cli.render.plain",
        says="One metric a line, no boxes: for screen readers and grep.",
    ),
    Format(
        name="json",
        extensions=(".json",),
        module="cro_cli.render.json_document",
        says="For programs; `cro schema report` prints its schema.",
        validation="cro_cli.render.json_document.validation",
        full=True,
        hashes=True,
    ),
    Format(
        name="csv",
        extensions=(".csv",),
        module="cro_cli.render.csv_rows",
        says="One number a row: for spreadsheets and pivot tables.",
        full=True,
    ),
    Format(
        name="markdown",
        extensions=(".md", ".markdown"),
        module="cro_cli.render.markdown",
        says="For GitHub, wikis and chats.",
    ),
    Format(
        name="html",
        extensions=(".html", ".htm"),
        module="cro_cli.render.html",
        says="One page with charts that needs neither network nor script.",
        pictures=True,
        full=True,
    ),
    Format(
        name="email",
        extensions=(".eml",),
        module="cro_cli.render.mail",
        says="A whole message for `sendmail -t`, with text, page and CSV.",
        sent=True,
    ),
)
