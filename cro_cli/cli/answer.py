"""What a command ends in: a whole document and an exit code. Commands themselves print nothing."""

from __future__ import annotations

from dataclasses import dataclass

from cro_cli.cli.exits import Exit


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A document for stdout, or for the file `target`; `problems` are said on stderr."""

    document: str
    code: Exit = Exit.DONE
    target: str = ""
    problems: tuple[str, ...] = ()
