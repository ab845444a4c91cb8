"""The page that lines are made on: every word that is shown is cleaned and wrapped here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cro_cli import display
from cro_cli.model import Status
from cro_cli.named_tuple import NamedTuple
from cro_cli.render import NORMAL, VERBOSE, Look
from cro_cli.render.text.words import Words

INDENT = "  "
BETWEEN = " · "  # parts the items of a line
LINE_AT_MOST = 100  # longer sentences are hard to read, however wide the screen

# Told apart by lightness too, not by hue alone.
# To be read on white and on black: a light colour stands behind black, as yellow on white is gone,
# and nothing is dimmed.
STYLES = {
    Status.HEALTHY: "black on green",
    Status.WATCH: "black on yellow",
    Status.AT_RISK: "bold bright_white on red",
    Status.UNKNOWN: "magenta",
    Status.NO_BAND: "",
}
HEAD = "underline"


class Page(NamedTuple):
    """What lines are made for: a look."""

    look: Look

    @property
    def is_verbose(self) -> bool:
        """Tell whether the reader wants everything."""
        return self.look.verbosity >= VERBOSE

    @property
    def has_notes(self) -> bool:
        """Tell whether the reader wants more than what needs attention."""
        return self.is_verbose or (self.look.verbosity >= NORMAL and self.look.shown is None)

    def text(self, text: str, style: str = "") -> Words:
        """Return text as Words. Nothing else makes Words of data, so what is shown is clean."""
        say = display.clean if self.look.unicode else display.plain
        return Words(say(text), style)

    def wrap(self, words: Words, *, width: int, lead: Words | None = None) -> list[Words]:
        """Return lines of at most `width` cells, the first behind `lead`, the rest indented."""
        first = lead or Words()
        blank = Words(" " * first.cell_len)
        lines = words.wrap(width - first.cell_len)
        return [(blank if number else first) + line for number, line in enumerate(lines)]

    def items(self, words: str, style: str = "") -> list[Words]:
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

    def say(self, words: str | Words, lead: str = INDENT, style: str = "") -> list[Words]:
        """Return a sentence, wrapped."""
        text = self.text(words) if isinstance(words, str) else words
        width = min(self.look.width, LINE_AT_MOST)
        return self.wrap(text, width=width, lead=self.text(lead, style))

    def bullets(self, sentences: Iterable[str]) -> list[Words]:
        """Return sentences as a list."""
        return [line for sentence in sentences for line in self.say(sentence, "- ")]

    def section(self, title: str, lines: list[Words]) -> Iterator[Words]:
        """Yield lines under a heading, nothing when there are none."""
        if lines:
            yield Words()
            yield from self.say(self.text(title, "bold"), lead="")
            yield from lines
