"""`cro schema`: the JSON Schema of what `-O json` prints."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from cro_cli.cli import naming
from cro_cli.cli.answer import Answer
from cro_cli.cli.options import Output
from cro_cli.render import schemas

HELP = "Print the JSON Schema of what `-O json` prints, or of the config."
# By name: the package that the schema stands in.
PLACES = {
    "report": "cro_cli.render",
    "validate": "cro_cli.render",
    "sources": "cro_cli.cli.catalogue",
}
CONFIG = "config"
SCHEMAS = (*PLACES, CONFIG)

Name = Annotated[
    str,
    Argument(
        metavar="|".join(SCHEMAS),
        hidden=True,  # Typer would show its type
        autocompletion=naming.completing(SCHEMAS),
    ),
]


def schema(name: Name, output: Output = "") -> Answer:
    """Return the schema."""
    found = naming.one_of("schema", name, SCHEMAS)
    text = of_config() if found == CONFIG else schemas.schema(found, PLACES[found])
    return Answer(document=text, target=output)


def of_config() -> str:
    """Return the schema of the config, for editors."""
    from cro_cli import benchmarks, sources
    from cro_cli.config import json_schema
    from cro_cli.metrics import METRICS
    from cro_cli.model import Better

    judged = (metric for metric in METRICS if metric.better is not Better.NEITHER)
    metrics = {metric.key: metric.meaning for metric in judged}
    found = json_schema.schema(metrics, benchmarks.PROFILES, sources.formats_schema())
    return json_schema.document(found)
