"""Bringing a file's values into the shape of a config, with every place that does not fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from cro_cli.config.nearest import instead
from cro_cli.config.schema import (
    BENCHMARKS,
    SECTIONS,
    SEGMENTS,
    SHAPE,
    BandKeys,
    ConfigKeys,
    SegmentKeys,
)
from cro_cli.config.shaping import BANDS
from cro_cli.config.source import ENOUGH
from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.config.validator import validator
from cro_cli.messages import Problem
from cro_cli.messages import config as messages

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_AT_KEY = "[key]"  # how pydantic marks the key of a mapping as wrong
_TYPES = {"tuple_type": messages.A_LIST_BELONGS}


def validate(plain: Plain, metrics: Iterable[str]) -> tuple[ConfigKeys, list[Complaint]]:
    """Return what fits, and complaints about the rest, which is taken out of `plain`."""
    shape = validator(SHAPE)
    try:
        return shape.validate_python(plain), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    complaints = [_complaint(detail, metrics) for detail in details[:ENOUGH]]
    if len(complaints) == ENOUGH:
        return ConfigKeys(), complaints
    take_out(plain, complaints)
    # Every key may be left out, so what remains fits.
    return shape.validate_python(plain), complaints


def take_out(plain: Plain, complaints: Iterable[Complaint]) -> None:
    """Remove, for each complaint, the innermost key on its path."""
    for complaint in complaints:
        holder: dict[str, Plain] = {}
        key = ""
        below: Plain | None = plain
        for step in complaint.path:
            if isinstance(below, dict):
                holder, key = below, str(step)
                below = below.get(key)
        holder.pop(key, None)


def _complaint(detail: ErrorDetails, metrics: Iterable[str]) -> Complaint:
    path = detail["loc"]
    at = path.index(BENCHMARKS) + 1 if BENCHMARKS in path else 0
    if at and path[at : at + 1] == (BANDS,):  # the schema parts what the file has together
        path = (*path[:at], *path[at + 1 :])
    if detail["type"] == "extra_forbidden":
        return Complaint(path, _unknown(path, metrics), at_key=True)
    message = said(detail)
    if path[-1] == _AT_KEY:
        return Complaint(path[:-1], message, at_key=True)
    return Complaint(path, message)


def said(detail: ErrorDetails) -> Problem:
    """Return what to say of something that does not fit, in its reader's words if it has any."""
    reason = detail.get("ctx", {}).get("error")
    known = reason.args[0] if isinstance(reason, ValueError) else None
    if isinstance(known, Problem):
        return known
    return _TYPES.get(detail["type"], messages.MISFIT).problem(said=detail["msg"])


def _unknown(path: Path, metrics: Iterable[str]) -> Problem:
    """Return what to say about a key that is unknown where it stands."""
    *section, key = (str(step) for step in path)
    is_segment = section[:1] == [SEGMENTS] and len(section) == len((SEGMENTS, "name"))
    below = SegmentKeys if is_segment else SECTIONS.get(tuple(section), BandKeys)
    known = below.__annotations__
    homes = [".".join(home) for home, keys in SECTIONS.items() if key in keys.__annotations__]
    homes += [BENCHMARKS] if key in metrics else []
    if homes:
        places = (f"under {home}" if home else "at the top" for home in homes)
        return messages.ELSEWHERE.problem(homes=" or ".join(places))
    advice = instead(key, known) or f"known are {', '.join(known)}"
    return messages.UNKNOWN_KEY.problem(instead=advice)
