"""From a file to what its JSON says: bounded, and strict where Python's reader is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from cro_cli.errors import InputError
from cro_cli.messages import saved as messages

AT_MOST = 20_000_000  # bytes; a report has some hundred thousand


def load(path: str) -> object:
    """Return what a JSON file says, in any encoding of Unicode; InputError when it is none."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(AT_MOST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = getattr(error, "strerror", None) or str(error)
        raise InputError([messages.UNREADABLE.problem(path, why=why)]) from error
    if len(data) > AT_MOST:
        raise InputError([messages.TOO_LARGE.problem(path, most=f"{AT_MOST:,}")])
    try:
        return json.loads(data, parse_constant=_refuse, object_pairs_hook=_once)
    except RecursionError as error:
        raise _no_json(path, "it is nested too deeply") from error
    except ValueError as error:
        raise _no_json(path, _said(error) if data.strip() else "it is empty") from error


class _NotPlainError(ValueError):
    """What Python's reader lets pass, though it is no JSON that one can rely on."""


def _no_json(path: str, why: str) -> InputError:
    return InputError([messages.NO_JSON.problem(path, why=why)])


def _said(error: ValueError) -> str:
    if isinstance(error, UnicodeError):
        return "it is no text in an encoding of Unicode"
    # What Python says of a number with too many digits is of use to programmers alone.
    is_ours = isinstance(error, (json.JSONDecodeError, _NotPlainError))
    return str(error) if is_ours else "a number has too many digits"


def _refuse(constant: str) -> NoReturn:
    said = f"{constant} is no number"
    raise _NotPlainError(said)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object none of whose names stands there twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        said = "a name stands twice in one object"
        raise _NotPlainError(said)
    return found
