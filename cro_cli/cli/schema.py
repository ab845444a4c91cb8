"""`cro schema`: the JSON Schema of what `-O json` prints."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from cro_cli.cli import naming
from cro_cli.cli.answer import Answer
from cro_cli.cli.options import Output
from cro_cli.render import schemas

HELP = "Print the JSON Schema of what `-O json` prints."
# By name: the package that the schema stands in.
PLACES = {
    "report": "cro_cli.render",
    "validate": "cro_cli.render",
    "sources": "cro_cli.cli.catalogue",
}
SCHEMAS = tuple(PLACES)

Name = Annotated[
    str,
    Argument(
        metavar="|".join(SCHEMAS),
        hidden=True,  # Typer would show its type
        autocompletion=naming.completing(lambda: SCHEMAS),
    ),
]


def schema(name: Name, output: Output = "") -> Answer:
    """Return the schema."""
    found = naming.one_of("schema", name, SCHEMAS)
    return Answer(document=schemas.schema(found, PLACES[found]), target=output)
