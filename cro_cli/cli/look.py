"""What the screen can show: colour, width and glyphs are settled here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping

from cro_cli.errors import UsageError
from cro_cli.messages import command_line as messages
from cro_cli.named_tuple import NamedTuple

NARROWEST, WIDEST = 20, 10_000
IN_A_PIPE = 100
COLORS = ("auto", "always", "never")
GLYPHS = "✓✗≥≤·→÷×–…"
OFF = ("0", "false", "no", "never", "off")


class Screen(NamedTuple):
    """Where the document goes: `columns` is the width of a terminal, None for anything else."""

    columns: int | None
    encoding: str
    is_file: bool = False


def terminal(number: int) -> int | None:
    """Return the width of the terminal at a file number, None when there is none."""
    try:
        return os.get_terminal_size(number).columns if os.isatty(number) else None
    except OSError:
        return None


def color(option: str, environ: Mapping[str, str], screen: Screen) -> bool:
    """Tell whether to colour. The option wins, then NO_COLOR, then what forces, then the stream."""
    if option != "auto":
        return option == "always"
    if screen.is_file or environ.get("NO_COLOR"):
        return False
    if forced := environ.get("FORCE_COLOR"):
        return forced.strip().lower() not in OFF
    if environ.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        return True
    is_off = environ.get("TERM") == "dumb" or environ.get("CLICOLOR") == "0"
    return screen.columns is not None and not is_off


def width(option: str, environ: Mapping[str, str], screen: Screen) -> int:
    """Return the width: the option, the terminal, COLUMNS in a pipe if it is sane, else 100."""
    if option:
        found = _columns(option)
        if found is None:
            words = {"typed": option, "narrowest": NARROWEST, "widest": WIDEST}
            raise UsageError(messages.NO_WIDTH.problem(**words))
        return found
    if screen.columns is not None:
        # A terminal of no known size says 0.
        return max(screen.columns, NARROWEST) if screen.columns else IN_A_PIPE
    return _columns(environ.get("COLUMNS", "")) or IN_A_PIPE


def unicode(screen: Screen) -> bool:
    """Tell whether the stream can show the glyphs."""
    try:
        GLYPHS.encode(screen.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _columns(text: str) -> int | None:
    """Return a sane width: `²` is a digit to Python, and no number."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= len(str(WIDEST))):
        return None
    found = int(plain)
    return found if NARROWEST <= found <= WIDEST else None
