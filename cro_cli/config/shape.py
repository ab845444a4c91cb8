"""Bringing a file's values into the shape of a config, with every place that does not fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pydantic import ValidationError

from cro_cli.config.nearest import instead
from cro_cli.config.schema import BENCHMARKS, SECTIONS, SHAPE, BandKeys, ConfigKeys
from cro_cli.config.shaping import BANDS
from cro_cli.config.tree import Complaint, Path, Plain

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_AT_KEY = "[key]"  # how pydantic marks the key of a mapping as wrong
_TYPES = {"tuple_type": "a list belongs here, such as [a, b]"}


def validate(plain: Plain, metrics: Iterable[str]) -> tuple[ConfigKeys, list[Complaint]]:
    """Return what fits, and complaints about the rest, which is taken out of `plain`."""
    try:
        return SHAPE.validate_python(plain), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    complaints = [_complaint(detail, metrics) for detail in details]
    take_out(plain, complaints)
    # Every key may be left out, so what remains fits.
    return SHAPE.validate_python(plain), complaints


def take_out(plain: Plain, complaints: Iterable[Complaint]) -> None:
    """Remove, for each complaint, the innermost key on its path."""
    for complaint in complaints:
        inner, at, below = None, "", plain
        for step in complaint.path:
            if not isinstance(below, dict) or step not in below:
                break
            inner, at = below, str(step)
            below = below[at]
        if inner is not None:
            inner.pop(at)


def _complaint(detail: ErrorDetails, metrics: Iterable[str]) -> Complaint:
    path = tuple(step for step in detail["loc"] if step != _AT_KEY)
    if path[:2] == (BENCHMARKS, BANDS):  # the schema parts what the file has together
        path = (BENCHMARKS, *path[2:])
    if detail["type"] == "extra_forbidden":
        return Complaint(path, _unknown(path, metrics), at_key=True)
    reason = detail.get("ctx", {}).get("error")
    message = str(reason) if reason else _TYPES.get(detail["type"], detail["msg"])
    return Complaint(path, message, at_key=detail["loc"][-1] == _AT_KEY)


def _unknown(path: Path, metrics: Iterable[str]) -> str:
    """Return what to say about a key that is unknown where it stands."""
    *section, key = (str(step) for step in path)
    known = SECTIONS.get(tuple(section), BandKeys).__annotations__
    homes = [".".join(home) for home, keys in SECTIONS.items() if key in keys.__annotations__]
    homes += [BENCHMARKS] if key in metrics else []
    if homes:
        return " or ".join(
            f"belongs under {home}" if home else "belongs at the top" for home in homes
        )
    return f"unknown key; {instead(key, known) or 'known are ' + ', '.join(known)}"
