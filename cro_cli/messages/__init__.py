"""Every message a user can get, declared once: what it says, what to do, and a code that stays.

One file an area. `cro help errors` prints them all; `tests/errors/cases/` has a case for each, and
a new message without one fails there.
"""

from __future__ import annotations

from typing import Self

from cro_cli.named_tuple import NamedTuple


class Problem(str):
    """A message with everything filled in; `code` is where `cro help` says more."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, text: str, code: str) -> Self:
        """Return a text that knows its code."""
        problem = super().__new__(cls, text)
        problem.code = code
        return problem


class Message(NamedTuple):
    """One thing there may be to say: the words have places such as `{value}`.

    `cure` says what to do, and hardly a message does without. `name` is how JSON calls the kind of
    finding, `more` what the page of the code adds.
    """

    code: str
    says: str
    cure: str = ""
    name: str = ""
    more: str = ""

    def problem(self, place: str = "", /, **words: object) -> Problem:
        """Return the message as one line: where it is, what is wrong, what to do."""
        parts = (part.format(**words) for part in (self.says, self.cure))
        said = "; ".join(part for part in parts if part)
        return Problem(f"{place}: {said}" if place else said, self.code)
