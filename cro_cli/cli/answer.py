"""What a command ends in: a whole document and an exit code. Commands themselves print nothing."""

from __future__ import annotations

from cro_cli.cli.exits import Exit
from cro_cli.messages import Problem
from cro_cli.named_tuple import NamedTuple


class Answer(NamedTuple):
    """A document for stdout, or for the file `target`; `problems` are said on stderr."""

    document: str
    code: Exit = Exit.DONE
    target: str = ""
    problems: tuple[Problem, ...] = ()
