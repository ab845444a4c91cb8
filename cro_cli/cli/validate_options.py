"""The options of `cro validate`."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from cro_cli.cli.options import (
    Color,
    ConfigFile,
    ExcludeBadRows,
    Output,
    Paths,
    Quiet,
    Strict,
    Width,
    drawn_in,
)
from cro_cli.named_tuple import NamedTuple
from cro_cli.render import FORMATS

VALIDATION_NAMES = tuple(given.name for given in FORMATS if given.validation)


class ValidateOptions(NamedTuple):
    """What the user typed of a validation, as it was typed."""

    paths: Paths = None
    config: ConfigFile = None
    strict: Strict = False
    exclude_bad_rows: ExcludeBadRows = False
    format: Annotated[str, drawn_in(VALIDATION_NAMES)] = ""
    output: Output = ""
    color: Color = "auto"
    width: Width = ""
    quiet: Quiet = False
    verbose: Annotated[
        bool, Option("--verbose", "-v", help="Say all: columns, findings, checks without any.")
    ] = False
