"""What stops a run: every error carries the messages it prints, all of a run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cro_cli.messages.numbers import OVERFLOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cro_cli.messages import Problem


class CroError(Exception):
    """The run cannot go on; each problem is one complete message for the user."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class UsageError(CroError):
    """The command line asks for something that is not there."""

    def __init__(self, problem: Problem) -> None:
        super().__init__((problem,))


class ConfigError(CroError):
    """The configuration is wrong; problems read `file:line:column: key: …`."""


class InputError(CroError):
    """An input cannot be read whole, or the inputs contradict each other."""


class TooLargeError(InputError):
    """Amounts are too large to be added or multiplied; `fact`, where known, is made from them."""

    def __init__(self, fact: str = "", place: str = "") -> None:
        super().__init__([OVERFLOW.problem(place)])
        self.fact = fact

    def at(self, place: str) -> TooLargeError:
        """Return the error as one that knows where the amount stands."""
        return TooLargeError(self.fact, place)


class OutputError(CroError):
    """The result could not be written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__((problem,))
