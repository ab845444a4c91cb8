"""`cro sources`: the formats that are known, and what the header of a file says."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cro_cli.cli import look, naming, streams
from cro_cli.cli.answer import Answer
from cro_cli.cli.configured import configured
from cro_cli.cli.exits import Exit
from cro_cli.cli.options import FORMAT_VARIABLE, Width
from cro_cli.cli.output import refuse_input
from cro_cli.display import clean, plain
from cro_cli.tables import BY_NAME

if TYPE_CHECKING:
    from cro_cli.sources.entries import Entry

HELP = "Show the exports that are known, or how near a file comes to them."
TEXT, JSON = "text", "json"
FORMATS = (TEXT, JSON)
_WIDEST = 100


def _systems() -> tuple[str, ...]:
    from cro_cli import sources

    return tuple(dict.fromkeys(one.system for one in sources.known_formats()))


Paths = Annotated[list[str] | None, Argument(metavar="PATHS", hidden=True)]
Config = Annotated[
    str | None, Option("--config", "-c", metavar="FILE", envvar="CRO_CONFIG", help="The config.")
]
System = Annotated[
    list[str] | None,
    Option(
        "--system",
        metavar="SYSTEM",
        help="Only the exports of a system, such as Stripe; `own` are those of the config.",
        autocompletion=naming.completing(_systems),
    ),
]
Table = Annotated[
    list[str] | None,
    Option(
        "--table",
        metavar="TABLE",
        help="Only exports that become a table, such as deals.",
        autocompletion=naming.completing(tuple(BY_NAME)),
    ),
]
Format = Annotated[
    str,
    Option(
        "--format",
        "-O",
        metavar="|".join(FORMATS),
        help="How to print; else as the ending of -o says.",
        autocompletion=naming.completing(FORMATS),
    ),
]
Output = Annotated[
    str, Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]


def sources(  # noqa: PLR0913, PLR0917 - one an option
    paths: Paths = None,
    config: Config = None,
    system: System = None,
    table: Table = None,
    format_: Format = "",
    output: Output = "",
    width: Width = "",
) -> Answer:
    """Return the catalogue, or what the headers of files say; exit 3 when one is not known."""
    from cro_cli import sources as known
    from cro_cli.cli.catalogue import json, text

    is_json, wide = _format(format_, output, os.environ) == JSON, _width(width)
    tables = naming.several_of("--table", table or (), tuple(BY_NAME))
    settled = configured(config)
    if not paths:
        found = _picked(known.known_formats(settled.habits), system or (), tables)
        document = json.catalogue(found) if is_json else _shown(text.catalogue(found, wide))
        return Answer(document=document, target=output)
    seen = known.look_at(paths, settled.habits)
    if output:
        refuse_input(output, [*(one.file for one in seen), *filter(None, [settled.path])])
    return Answer(
        document=json.headers(seen) if is_json else _shown(text.headers(seen, wide)),
        code=Exit.DONE if all(one.signature for one in seen) else Exit.NO_ANSWER,
        target=output,
        problems=tuple(one.problem for one in seen if one.problem is not None),
    )


def _picked(entries: Sequence[Entry], system: Sequence[str], tables: Sequence[str]) -> list[Entry]:
    known = tuple(dict.fromkeys(one.system.casefold() for one in entries))
    systems = naming.several_of("--system", (one.casefold() for one in system), known)
    return [
        one
        for one in entries
        if (not systems or one.system.casefold() in systems)
        and (not tables or not set(tables).isdisjoint(one.tables))
    ]


def _format(option: str, target: str, environ: Mapping[str, str]) -> str:
    """Return text or JSON: the option, else the ending of the file, else CRO_FORMAT if it fits."""
    if option:
        return naming.one_of("--format", option, FORMATS)
    is_json = Path(target).suffix.lower() == ".json" or environ.get(FORMAT_VARIABLE) == JSON
    return JSON if is_json else TEXT


def _width(option: str) -> int:
    screen = look.Screen(columns=look.terminal(streams.STDOUT), encoding=streams.encoding())
    return min(look.width(option, os.environ, screen), _WIDEST)


def _shown(document: str) -> str:
    """Return text as the stream can show it; headers of files are part of it."""
    screen = look.Screen(columns=None, encoding=streams.encoding())
    shown = clean if look.unicode(screen) else plain
    return "\n".join(map(shown, document.split("\n")))
