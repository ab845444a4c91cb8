"""`cro schema`: the JSON Schema of what `-O json` prints."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

from typer import Argument, Option

from cro_cli.cli import naming
from cro_cli.cli.answer import Answer

HELP = "Print the JSON Schema of what `-O json` prints."
# By name: the package that the schema stands in.
PLACES = {"report": "cro_cli.render", "sources": "cro_cli.cli.catalogue"}
SCHEMAS = tuple(PLACES)

Name = Annotated[
    str,
    Argument(
        metavar="|".join(SCHEMAS),
        hidden=True,  # Typer would show its type
        autocompletion=naming.completing(lambda: SCHEMAS),
    ),
]
Output = Annotated[
    str, Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]


def schema(name: Name, output: Output = "") -> Answer:
    """Return the schema, as it stands beside the format."""
    found = naming.one_of("schema", name, SCHEMAS)
    text = files(PLACES[found]).joinpath(f"{found}.schema.json").read_text(encoding="utf-8")
    return Answer(document=text, target=output)
