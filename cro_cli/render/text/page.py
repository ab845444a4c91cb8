"""The page that lines are made on: every word that is shown is cleaned and wrapped here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from cro_cli import display
from cro_cli.model import Status
from cro_cli.render import NORMAL, VERBOSE, Look

if TYPE_CHECKING:
    from rich.console import Console

INDENT = "  "
BETWEEN = " · "  # parts the items of a line
LINE_AT_MOST = 100  # longer sentences are hard to read, however wide the screen

# Told apart by lightness too, not by hue alone.
STYLES = {
    Status.HEALTHY: "green",
    Status.WATCH: "bold yellow",
    Status.AT_RISK: "bold reverse red",
    Status.UNKNOWN: "magenta",
    Status.NO_BAND: "dim",
}


class Page(NamedTuple):
    """The look, and the console that wraps."""

    look: Look
    console: Console

    @property
    def is_verbose(self) -> bool:
        """Tell whether the reader wants everything."""
        return self.look.verbosity >= VERBOSE

    @property
    def has_notes(self) -> bool:
        """Tell whether the reader wants more than what needs attention."""
        return self.is_verbose or (self.look.verbosity >= NORMAL and self.look.shown is None)

    def text(self, words: str, style: str = "") -> Text:
        """Return words as Text. Nothing else makes Text of data, so what is shown is clean."""
        say = display.clean if self.look.unicode else display.plain
        return Text(say(words), style=style)

    def wrap(self, words: Text, *, width: int, lead: Text | None = None) -> list[Text]:
        """Return lines of at most `width` cells, the first behind `lead`, the rest indented."""
        # The sums begin with an empty text, as the style of the first would colour all the rest.
        first = Text() + (lead or Text())
        blank = Text(" " * first.cell_len)
        lines = words.wrap(self.console, width - first.cell_len, tab_size=1)
        return [(blank if number else first) + line for number, line in enumerate(lines)]

    def items(self, words: str, style: str = "") -> list[Text]:
        """Return lines broken between items; only an item that is wider than a line is wrapped."""
        rows: list[str] = []
        for item in words.split(BETWEEN):
            longer = BETWEEN.join((*rows[-1:], item))
            if self.text(longer).cell_len <= self.look.width:
                rows[-1:] = [longer]
            else:
                rows.append(item)
        texts = (self.text(row, style) for row in rows)
        return [line for text in texts for line in self.wrap(text, width=self.look.width)]

    def say(self, words: str | Text, lead: str = INDENT, style: str = "") -> list[Text]:
        """Return a sentence, wrapped."""
        text = self.text(words) if isinstance(words, str) else words
        width = min(self.look.width, LINE_AT_MOST)
        return self.wrap(text, width=width, lead=self.text(lead, style))

    def bullets(self, sentences: Iterable[str]) -> list[Text]:
        """Return sentences as a list."""
        return [line for sentence in sentences for line in self.say(sentence, "- ")]

    def section(self, title: str, lines: list[Text]) -> Iterator[Text]:
        """Yield lines under a heading, nothing when there are none."""
        if lines:
            yield Text()
            yield from self.say(self.text(title, "bold"), lead="")
            yield from lines
