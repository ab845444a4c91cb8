"""The text of a config file, and problems that point into it."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cro_cli.errors import ConfigError

LARGEST = 64 * 1024  # pure Python reads YAML slowly
MOST = 100  # problems that are printed
ENOUGH = MOST + 1  # problems after which one step looks for no more
_SHOWN = 100  # characters of a line
_BEFORE = 70  # characters left of the caret when a line is cut

_BOM = "\ufeff"
# What YAML takes for the end of a line.
_BREAK = "\r\n|[\r\n\x85\u2028\u2029]"


class Problem(NamedTuple):
    """One thing that is wrong; `line` and `column` count from 0."""

    line: int
    column: int
    path: str
    message: str


class Source:
    """A config file as text; `name` is how messages call it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        """The lines, counted as YAML counts them."""
        return re.split(_BREAK, self.text)

    def at(self, index: int, message: str) -> Problem:
        """Return a problem at an index of the text."""
        before = re.split(_BREAK, self.text[:index])
        return Problem(len(before) - 1, len(before[-1]), "", message)

    def error(self, problems: list[Problem]) -> ConfigError:
        """Return the error that says all problems in the order of their lines."""
        found = sorted(set(problems))
        texts = [self._text(problem) for problem in found[:MOST]]
        if len(found) > MOST:
            texts.append(f"{self.name}: there are more problems; mend these first")
        return ConfigError(texts)

    def _text(self, problem: Problem) -> str:
        """Return `file:line:column: key: message`, the line, and a caret under it."""
        where = f"{self.name}:{problem.line + 1}:{problem.column + 1}: "
        path = f"{_shown(problem.path)}: " if problem.path else ""
        number = f"{problem.line + 1:>5}"
        cut = max(0, problem.column - _BEFORE)
        whole = self.lines[problem.line] if problem.line < len(self.lines) else ""
        line = _shown(whole[cut : cut + _SHOWN]).rstrip()
        caret = " " * _width(_shown(whole[cut : problem.column])) + "^"
        message = _shown(problem.message)
        return f"{where}{path}{message}\n{number} | {line}\n{' ' * len(number)} | {caret}"


def read(path: Path) -> Source:
    """Read a config file; ConfigError when there is none or it is no UTF-8 text."""
    name = _shown(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ConfigError([f"{name}: there is no such file"]) from None
    except IsADirectoryError:
        raise ConfigError([f"{name}: is a folder; name the file in it"]) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or "is no file name"
        raise ConfigError([f"{name}: cannot be read: {reason}"]) from None
    if len(data) > LARGEST:
        raise ConfigError([f"{name}: is larger than {LARGEST // 1024} kB; is it a config file?"])
    return _decoded(name, data)


def _decoded(name: str, data: bytes) -> Source:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError([f"{name}: is UTF-16 text; save it as UTF-8"])
    try:
        return Source(name, data.decode().removeprefix(_BOM))
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode().removeprefix(_BOM)
        source = Source(name, data.decode(errors="replace").removeprefix(_BOM))
        byte = error.object[error.start]
        message = f"the byte 0x{byte:02X} is no UTF-8 text; save the file as UTF-8"
        raise source.error([source.at(len(before), message)]) from None


def _shown(text: str) -> str:
    """Return text with nothing in it that moves the cursor or turns the direction of writing."""
    return "".join(
        " " if char == "\t" else char if is_harmless(char) else "\ufffd" for char in text
    )


def is_harmless(char: str) -> bool:
    """Tell whether a character can be printed without an effect on what is around it."""
    from unicodedata import category

    if category(char) in {"Cc", "Cs", "Zl", "Zp"}:
        return False
    return not ("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069")


def _width(text: str) -> int:
    """Return how many columns a terminal needs for a text."""
    from unicodedata import combining, east_asian_width

    drawn = [char for char in text if not combining(char)]
    return len(drawn) + sum(east_asian_width(char) in {"W", "F"} for char in drawn)
