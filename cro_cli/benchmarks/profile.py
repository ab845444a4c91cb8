"""Profiles: the bands that ship with the program, read from the YAML files beside this one.

A profile is a stage, alone or with a segment: `growth`, `growth-mid`. The bands of a segment stand
before those of the stage; without one, the stage's stand before those of mid-market.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cro_cli.model import Band, Better, Edge, Remark
from cro_cli.parsed import Parsed

STAGES = ("early", "growth", "scale")
SEGMENTS = ("smb", "mid", "ent")
PROFILES = (
    *STAGES,
    *(f"{stage}-{segment}" for stage in STAGES for segment in SEGMENTS),
)
_WITHOUT_SEGMENT = "mid"
_FOLDER = Path(__file__).parent

# The edges that a band has, in ascending order; each is written, be it as null.
_SIDES = {
    Better.HIGHER: ("watch", "healthy"),
    Better.LOWER: ("healthy", "watch"),
    Better.RANGE: ("watch", "healthy", "healthy_to", "watch_to"),
}

_Row = Mapping[str, Any]


@cache
def bands(profile: str) -> Mapping[str, Band]:
    """Return the bands of a profile by metric; only the files of its stage and segment are read."""
    if profile not in PROFILES:
        raise KeyError(profile)
    stage, _, segment = profile.partition("-")
    own, sized = shipped(stage), shipped(segment or _WITHOUT_SEGMENT)
    merged = {**own, **sized} if segment else {**sized, **own}
    return MappingProxyType({key: band._replace(profile=profile) for key, band in merged.items()})


@cache
def shipped(name: str) -> Mapping[str, Band]:
    """Return the bands of a stage or a segment alone."""
    return bands_of(_document(name), profile=name)


def _document(name: str) -> dict[str, _Row]:
    """Return what the file of a stage or a segment says, parsed by the first run that asks."""
    if (parsed := _known().find(name)) is not None:
        return dict(parsed)
    import yaml  # mostly an earlier run has read the file

    # The files are our own, so the C loader may read them; it is not built everywhere.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, _Row] = yaml.load(text, Loader=loader)  # noqa: S506 - either is safe
    _known().keep({name: document})
    return document


@cache
def _known() -> Parsed:
    return Parsed(_FOLDER)


def bands_of(document: Mapping[str, _Row], *, profile: str) -> Mapping[str, Band]:
    """Return the bands that a profile says; ValueError names the band that is wrong."""
    return MappingProxyType({key: _band(key, row, profile) for key, row in document.items()})


def _band(key: str, row: _Row, profile: str) -> Band:
    sides = _SIDES[Better(row["better"])]
    if set(row) - {"remarks"} != {"better", *sides}:
        raise ValueError(f"{key}: needs {', '.join(sides)} and nothing else")
    edges: dict[str, Any] = {side: _edge(row[side]) for side in sides}
    marks = [edge.at for edge in edges.values() if edge is not None]
    if marks != sorted(marks):
        raise ValueError(f"{key}: {', '.join(sides)} are out of order")
    remarks = tuple(_remark(remark) for remark in row.get("remarks", ()))
    return Band(better=Better(row["better"]), **edges, remarks=remarks, profile=profile)


def _edge(row: _Row | None) -> Edge | None:
    return None if row is None else Edge(**{**row, "at": _exact(row["at"])})


def _remark(row: _Row) -> Remark:
    marks = {side: _exact(row[side]) for side in ("above", "below") if side in row}
    return Remark(text=row["text"], **marks)


def _exact(number: str | float) -> Fraction:
    """Return what is written; the text of a float is the shortest that reads as it."""
    text = str(number)
    digits = text.removesuffix("%")
    return Fraction(digits) / (1 if digits == text else 100)
