"""The options that every report command has, each declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any, TypeVar, get_type_hints

from typer import Argument, Option

from cro_cli.cli.exits import FAIL_ON
from cro_cli.cli.look import COLORS
from cro_cli.cli.naming import completing
from cro_cli.named_tuple import NamedTuple
from cro_cli.render import FORMATS
from cro_cli.request import DIMENSIONS, MOVEMENTS

PERIODS = ("month", "quarter", "year")
STATUSES = ("healthy", "watch", "at-risk", "unknown")
NAMES = ("show", "hide")
EXTRA = frozenset(
    {"metric", "by", "months", "movements", "rows"}
)  # options that only some reports have
FORMAT_NAMES = tuple(given.name for given in FORMATS)
FORMAT_VARIABLE = "CRO_FORMAT"

Given = TypeVar("Given")
Answer = TypeVar("Answer")


def metric_keys() -> tuple[str, ...]:
    """Return the key of every metric."""
    from cro_cli.metrics import METRICS

    return tuple(metric.key for metric in METRICS)


# Hidden, as Typer would show its type; the help text speaks of it.
Paths = Annotated[list[str] | None, Argument(metavar="PATHS", hidden=True)]
KeysAndPaths = Annotated[
    list[str] | None,
    Argument(metavar="[METRIC]... [PATHS]", hidden=True, autocompletion=completing(metric_keys)),
]
ConfigFile = Annotated[
    str | None,
    Option(
        "--config",
        "-c",
        metavar="FILE",
        envvar="CRO_CONFIG",
        help="The config; else config.yaml here, else the one in your XDG config folder.",
    ),
]
Strict = Annotated[
    bool,
    Option("--strict", help="Exit 3 on warnings and on rows left out too, not on problems alone."),
]
ExcludeBadRows = Annotated[
    bool,
    Option(
        "--exclude-bad-rows",
        help="Compute without rows that hold an unreadable value, and say so.",
    ),
]
Output = Annotated[
    str, Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]
Color = Annotated[
    str,
    Option(
        "--color",
        metavar="|".join(COLORS),
        envvar="CRO_COLOR",
        help="Colour; NO_COLOR and its kin are heeded.",
        autocompletion=completing(COLORS),
    ),
]
Width = Annotated[
    str, Option("--width", metavar="COLUMNS", envvar="CRO_WIDTH", help="Width of the text.")
]
Quiet = Annotated[bool, Option("--quiet", "-q", help="Leave out the notes.")]


def drawn_in(names: Sequence[str]) -> Any:  # noqa: ANN401 - what Typer makes of it
    """Return the option that picks one of some formats."""
    return Option(
        "--format",
        "-O",
        metavar="|".join(names),
        help=f"How to print; else as the ending of -o says.  [env var: {FORMAT_VARIABLE}]",
        autocompletion=completing(names),
    )


class Options(NamedTuple):
    """What the user typed of a report, as it was typed."""

    metric: Annotated[
        str, Argument(metavar="METRIC", hidden=True, autocompletion=completing(metric_keys))
    ] = ""
    paths: Paths = None
    config: ConfigFile = None
    as_of: Annotated[
        str, Option("--as-of", metavar="DATE", help="Month end to report on: 2026-09-30.")
    ] = ""
    period: Annotated[
        str,
        Option(
            "--period",
            metavar="|".join(PERIODS),
            help="Length of flows, and what changes are measured against.",
            autocompletion=completing(PERIODS),
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
    by: Annotated[
        str,
        Option(
            "--by",
            metavar="|".join(DIMENSIONS),
            help="Break down by this.",
            autocompletion=completing(DIMENSIONS),
        ),
    ] = ""
    months: Annotated[
        str, Option("--months", metavar="COUNT", help="How many months, the newest last.")
    ] = ""
    movements: Annotated[
        str,
        Option(
            "--movements",
            metavar="|".join(MOVEMENTS),
            help="List the customers behind this movement of the last period.",
            autocompletion=completing(MOVEMENTS),
        ),
    ] = ""
    rows: Annotated[
        bool, Option("--rows", help="List all that stand behind the numbers, not the largest.")
    ] = False
    only: Annotated[
        list[str] | None,
        Option(
            "--only",
            metavar="|".join(STATUSES),
            help="Print only readings of this status; no output at all when there are none.",
            autocompletion=completing(STATUSES),
        ),
    ] = None
    fail_on: Annotated[
        str,
        Option(
            "--fail-on",
            metavar="|".join(FAIL_ON),
            help="Exit 2 when a metric is at risk, with `watch` also 1 when one is on watch.",
            autocompletion=completing(FAIL_ON),
        ),
    ] = ""
    strict: Strict = False
    exclude_bad_rows: ExcludeBadRows = False
    format: Annotated[str, drawn_in(FORMAT_NAMES)] = ""
    output: Output = ""
    color: Color = "auto"
    width: Width = ""
    names: Annotated[
        str,
        Option(
            "--names",
            metavar="|".join(NAMES),
            help="Whether customers and people are named; a mail names nobody unless told to.",
            autocompletion=completing(NAMES),
        ),
    ] = ""
    to: Annotated[
        list[str] | None,
        Option("--to", metavar="ADDRESS", help="Who gets the mail that -O email prints."),
    ] = None
    sender: Annotated[
        str, Option("--from", metavar="ADDRESS", help="Who sends the mail; else `sendmail` says.")
    ] = ""
    quiet: Quiet = False
    verbose: Annotated[
        bool, Option("--verbose", "-v", help="Explain every metric; list inputs and all findings.")
    ] = False


def command(
    of: type[Given],
    run: Callable[[Given], Answer],
    extra: Sequence[str] = (),
    without: Sequence[str] = (),
    *,
    takes_keys: bool = False,
) -> Callable[..., Answer]:
    """Return a function that Typer can read the options of.

    They are those of all reports but `without`, and `extra`; paths may be led by keys of metrics.
    """

    def called(**typed: object) -> Answer:
        return run(of(**typed))

    hints = get_type_hints(of, include_extras=True)
    if takes_keys:
        hints["paths"] = KeysAndPaths
    defaults: dict[str, object] = vars(of)["_field_defaults"]
    taken = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[name])
        for name, default in defaults.items()
        if name in extra or name not in {*EXTRA, *without}
    ]
    called.__signature__ = Signature(taken)  # type: ignore[attr-defined]
    called.__annotations__ = hints
    return called
