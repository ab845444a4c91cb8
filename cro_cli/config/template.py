"""The commented config: every key with its default, and what a run of `cro init` fills in.

`template.yaml` is the one place where keys are explained; the JSON Schema takes its words from it.
A line such as `#period: month` is a setting with its default, `# The …` is prose.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType

from cro_cli.definitions import SWITCHES, Switch
from cro_cli.named_tuple import NamedTuple

SCHEMA_FILE = "config.schema.json"  # as the first line of the template names it
_WIDTH = 100
_DEFINITIONS = "definitions:"
_PLAIN = re.compile(r"(?:[A-Za-z]|[./](?=[./]*[A-Za-z])|\.$)[A-Za-z0-9 /._()-]*(?<! )")
_SPECIAL = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_KEY = re.compile(r"( *)(#?)([a-z_0-9]+):(?: (.*))?")
_PROSE = re.compile(r" *# (.*)")

Path = tuple[str, ...]


class Setting(NamedTuple):
    """One key of the template: the prose above it, and its default as YAML."""

    path: Path
    said: str
    default: str


class Filling(NamedTuple):
    """What is put in: `values` become settings, `offers` stand in place of defaults.

    `notes` are paragraphs above a key. Values and offers are what follows the colon.
    """

    values: Mapping[Path, str] = MappingProxyType({})
    offers: Mapping[Path, str] = MappingProxyType({})
    notes: Mapping[Path, Sequence[str]] = MappingProxyType({})


def settings() -> list[Setting]:
    """Return every key of the template, in order."""
    found: list[Setting] = []
    prose: list[str] = []
    path: Path = ()
    is_new = True  # what is said holds for all keys up to the next thing that is said
    for line in _lines():
        key, words = _KEY.fullmatch(line), _PROSE.fullmatch(line)
        if words is not None:
            prose = [words[1]] if is_new else [*prose, words[1]]
        if key is not None:
            path = _path(key, path)
            found.append(Setting(path, " ".join(prose), key[4] or ""))
        is_new = words is None
        if not line or (key is not None and not key[2]):
            prose = []
    return found


def quoted(text: str) -> str:
    """Return a text as YAML, in quotes where it could be taken for something else.

    >>> quoted("exports/2026"), quoted("It's #1"), quoted("no")
    ('exports/2026', "'It''s #1'", "'no'")
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _SPECIAL:
        return text
    return "'" + text.replace("'", "''") + "'"


def filled(filling: Filling) -> str:
    """Return the template with everything put in."""
    return "\n".join(_filled(filling)) + "\n"


def _filled(filling: Filling) -> Iterator[str]:
    path: Path = ()
    for line in _lines():
        key = _KEY.fullmatch(line)
        if key is None:
            yield line
            continue
        path = _path(key, path)
        for note in filling.notes.get(path, ()):
            yield from _note(note, key[1])
        if path in filling.values:
            yield f"{key[1]}{key[3]}:{_after(filling.values[path])}"
        elif path in filling.offers:
            yield f"{key[1]}#{key[3]}:{_after(filling.offers[path])}"
        else:
            yield line


def _note(said: str, indent: str) -> list[str]:
    start = f"{indent}# "
    return textwrap.wrap(
        said,
        _WIDTH,
        initial_indent=start,
        subsequent_indent=f"{start}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _after(value: str) -> str:
    """Return what follows a colon: further lines begin on their own."""
    return value if value.startswith("\n") else f" {value}"


def _path(key: re.Match[str], before: Path) -> Path:
    return (*before[: len(key[1]) // 2], key[3])


def _lines() -> list[str]:
    text = files("cro_cli.config").joinpath("template.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    below = lines.index(_DEFINITIONS) + 1
    switches = (line for switch in SWITCHES for line in _switch(switch))
    return [*lines[:below], *switches, *lines[below:]]


def _switch(switch: Switch) -> list[str]:
    said = f"{switch.meaning.removesuffix('.')}: {switch.values}."
    prose = textwrap.wrap(said, _WIDTH, initial_indent="  # ", subsequent_indent="  # ")
    return [*prose, f"  #{switch.name}: {switch.usual}"]
