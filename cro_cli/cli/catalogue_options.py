"""The options of the catalogues: `cro metrics` and `cro benchmarks`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from cro_cli.cli.naming import completing
from cro_cli.cli.options import Color, ConfigFile, Output, Quiet, Width, drawn_in, metric_keys
from cro_cli.named_tuple import NamedTuple
from cro_cli.render import FORMATS

CATALOGUE_NAMES = tuple(given.name for given in FORMATS if not given.sent)


class CatalogueOptions(NamedTuple):
    """What the user typed of a catalogue, as it was typed."""

    keys: Annotated[
        list[str] | None,
        Argument(metavar="METRIC", hidden=True, autocompletion=completing(metric_keys)),
    ] = None
    config: ConfigFile = None
    format: Annotated[str, drawn_in(CATALOGUE_NAMES)] = ""
    output: Output = ""
    color: Color = "auto"
    width: Width = ""
    quiet: Quiet = False
    verbose: Annotated[bool, Option("--verbose", "-v", help="Show all that is known.")] = False
