"""The options that every report command has, each declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar, get_type_hints

from typer import Argument, Option

from cro_cli.cli.exits import FAIL_ON
from cro_cli.cli.look import COLORS
from cro_cli.cli.naming import completing
from cro_cli.render import FORMATS

PERIODS = ("month", "quarter", "year")
STATUSES = ("healthy", "watch", "at-risk", "unknown")
NAMES = ("show", "hide")
FORMAT_NAMES = tuple(given.name for given in FORMATS)
FORMAT_VARIABLE = "CRO_FORMAT"

Answer = TypeVar("Answer")


Strict = Annotated[
    bool,
    Option("--strict", help="Exit 3 on warnings and on rows left out too, not on problems alone."),
]


def metric_keys() -> tuple[str, ...]:
    """Return the key of every metric."""
    from cro_cli.metrics import METRICS

    return tuple(metric.key for metric in METRICS)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the user typed, as it was typed."""

    paths: Annotated[
        list[str] | None,
        # Hidden, as Typer would show its type; the help text speaks of it.
        Argument(metavar="PATHS", hidden=True),
    ] = None
    config: Annotated[
        str | None,
        Option(
            "--config",
            "-c",
            metavar="FILE",
            envvar="CRO_CONFIG",
            help="The config; else config.yaml here, else the one in your XDG config folder.",
        ),
    ] = None
    as_of: Annotated[
        str, Option("--as-of", metavar="DATE", help="Month end to report on: 2026-09-30.")
    ] = ""
    period: Annotated[
        str,
        Option(
            "--period",
            metavar="|".join(PERIODS),
            help="Length of flows, and what changes are measured against.",
            autocompletion=completing(lambda: PERIODS),
        ),
    ] = ""
    metrics: Annotated[
        list[str] | None,
        Option(
            "--metric",
            "-m",
            metavar="KEY",
            help="Only these metrics; exit 3 when one of them is unknown.",
            autocompletion=completing(metric_keys),
        ),
    ] = None
    only: Annotated[
        list[str] | None,
        Option(
            "--only",
            metavar="|".join(STATUSES),
            help="Print only readings of this status; no output at all when there are none.",
            autocompletion=completing(lambda: STATUSES),
        ),
    ] = None
    fail_on: Annotated[
        str,
        Option(
            "--fail-on",
            metavar="|".join(FAIL_ON),
            help="Exit 2 when a metric is at risk, with `watch` also 1 when one is on watch.",
            autocompletion=completing(lambda: FAIL_ON),
        ),
    ] = ""
    strict: Strict = False
    exclude_bad_rows: Annotated[
        bool,
        Option(
            "--exclude-bad-rows",
            help="Compute without rows that hold an unreadable value, and say so.",
        ),
    ] = False
    format: Annotated[
        str,
        Option(
            "--format",
            "-O",
            metavar="|".join(FORMAT_NAMES),
            help=f"How to print; else as the ending of -o says.  [env var: {FORMAT_VARIABLE}]",
            autocompletion=completing(lambda: FORMAT_NAMES),
        ),
    ] = ""
    output: Annotated[
        str,
        Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all."),
    ] = ""
    color: Annotated[
        str,
        Option(
            "--color",
            metavar="|".join(COLORS),
            envvar="CRO_COLOR",
            help="Colour; NO_COLOR and its kin are heeded.",
            autocompletion=completing(lambda: COLORS),
        ),
    ] = "auto"
    width: Annotated[
        str,
        Option("--width", metavar="COLUMNS", envvar="CRO_WIDTH", help="Width of the text."),
    ] = ""
    names: Annotated[
        str,
        Option(
            "--names",
            metavar="|".join(NAMES),
            help="Whether customers and people are named; a mail names nobody unless told to.",
            autocompletion=completing(lambda: NAMES),
        ),
    ] = ""
    to: Annotated[
        list[str] | None,
        Option("--to", metavar="ADDRESS", help="Who gets the mail that -O email prints."),
    ] = None
    sender: Annotated[
        str, Option("--from", metavar="ADDRESS", help="Who sends the mail; else `sendmail` says.")
    ] = ""
    quiet: Annotated[bool, Option("--quiet", "-q", help="Leave out the notes.")] = False
    verbose: Annotated[
        bool, Option("--verbose", "-v", help="Explain every metric; list inputs and all findings.")
    ] = False


def command(run: Callable[[Options], Answer]) -> Callable[..., Answer]:
    """Return a function that Typer can read the options of."""

    def called(**typed: object) -> Answer:
        return run(Options(**typed))  # type: ignore[arg-type]

    called.__signature__ = inspect.signature(Options, eval_str=True)  # type: ignore[attr-defined]
    called.__annotations__ = get_type_hints(Options, include_extras=True)
    return called
