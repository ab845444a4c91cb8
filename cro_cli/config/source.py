"""The text of a config file, and problems that point into it."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from cro_cli.errors import ConfigError
from cro_cli.messages import Problem
from cro_cli.messages import config as messages
from cro_cli.named_tuple import NamedTuple

LARGEST = 64 * 1024  # pure Python reads YAML slowly
MOST = 100  # problems that are printed
ENOUGH = MOST + 1  # problems after which one step looks for no more
_SHOWN = 100  # characters of a line
_BEFORE = 70  # characters left of the caret when a line is cut

BOM = "\ufeff"
# What YAML takes for the end of a line.
BREAK = "\r\n|[\r\n\x85\u2028\u2029]"


class Placed(NamedTuple):
    """One thing that is wrong; `line` and `column` count from 0."""

    line: int
    column: int
    path: str
    message: Problem


class Source:
    """A config file as text; `name` is how messages call it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        """The lines, counted as YAML counts them."""
        return re.split(BREAK, self.text)

    def at(self, index: int, message: Problem) -> Placed:
        """Return a problem at an index of the text."""
        before = re.split(BREAK, self.text[:index])
        return Placed(len(before) - 1, len(before[-1]), "", message)

    def error(self, problems: list[Placed]) -> ConfigError:
        """Return the error that says all problems in the order of their lines."""
        found = sorted(set(problems))
        texts = [self._text(problem) for problem in found[:MOST]]
        if len(found) > MOST:
            texts.append(messages.MORE.problem(self.name))
        return ConfigError(texts)

    def _text(self, problem: Placed) -> Problem:
        """Return `file:line:column: key: message`, the line, and a caret under it."""
        where = f"{self.name}:{problem.line + 1}:{problem.column + 1}: "
        path = f"{_shown(problem.path)}: " if problem.path else ""
        number = f"{problem.line + 1:>5}"
        cut = max(0, problem.column - _BEFORE)
        whole = self.lines[problem.line] if problem.line < len(self.lines) else ""
        line = _shown(whole[cut : cut + _SHOWN]).rstrip()
        caret = " " * _width(_shown(whole[cut : problem.column])) + "^"
        message = _shown(problem.message)
        text = f"{where}{path}{message}\n{number} | {line}\n{' ' * len(number)} | {caret}"
        return Problem(text, problem.message.code)


def read(path: Path) -> Source:
    """Read a config file; ConfigError when there is none or it is no UTF-8 text."""
    name = _shown(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ConfigError([messages.NOT_THERE.problem(name)]) from None
    except IsADirectoryError:
        raise ConfigError([messages.FOLDER.problem(name)]) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or "is no file name"
        raise ConfigError([messages.UNREADABLE.problem(name, why=reason)]) from None
    if len(data) > LARGEST:
        raise ConfigError([messages.TOO_LARGE.problem(name, most=LARGEST // 1024)])
    return _decoded(name, data)


def _decoded(name: str, data: bytes) -> Source:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError([messages.UTF_16.problem(name)])
    try:
        return Source(name, data.decode().removeprefix(BOM))
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode().removeprefix(BOM)
        source = Source(name, data.decode(errors="replace").removeprefix(BOM))
        message = messages.NOT_UTF_8.problem(byte=error.object[error.start])
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
