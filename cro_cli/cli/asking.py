"""From what the user typed to what is asked for, or to what makes no sense in it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cro_cli.cli import look, naming, output, streams
from cro_cli.cli.exits import FAIL_ON
from cro_cli.cli.options import (
    FORMAT_VARIABLE,
    NAMES,
    PERIODS,
    STATUSES,
    Options,
    metric_keys,
)
from cro_cli.display import clean
from cro_cli.errors import UsageError
from cro_cli.messages import command_line as messages
from cro_cli.model import Status
from cro_cli.named_tuple import NamedTuple
from cro_cli.render import FORMATS, NORMAL, QUIET, VERBOSE, Format, Look
from cro_cli.request import DIMENSIONS, MOVEMENTS, Request

if TYPE_CHECKING:
    from cro_cli.cli.catalogue_options import CatalogueOptions
    from cro_cli.cli.validate_options import ValidateOptions

SHOW = "show"
MOST_MONTHS = 120
# Not compiled before they are needed, which they mostly are not.
_ADDRESS = r"[^\s@<>,;:\"()\[\]\\]+@[a-zA-Z0-9.-]+"
_DATE = r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?"


class Asked(NamedTuple):
    """What is asked for; None and empty leave it to the config."""

    paths: tuple[str, ...]
    config: str | None
    request: Request
    statuses: frozenset[Status]
    fail_on: str | None
    exclude_bad_rows: bool
    strict: bool
    format: Format
    look: Look
    names: bool
    target: str


def understand(options: Options, environ: Mapping[str, str]) -> Asked:
    """Return what is asked for; UsageError for the first thing that makes no sense."""
    format_ = drawn_as(options.format, options.output, environ)
    names = _choice("--names", options.names, NAMES)
    return Asked(
        paths=tuple(options.paths or ()),
        config=options.config,
        request=Request(
            as_of=_date(options.as_of),
            period=_choice("--period", options.period, PERIODS),
            metric=options.metric and naming.one_of("METRIC", options.metric, metric_keys()),
            metrics=naming.several_of("--metric", options.metrics or (), metric_keys()),
            by=_choice("--by", options.by, DIMENSIONS) or "",
            months=_months(options.months),
            charts=format_.pictures,
            full=format_.full,
            movements=_choice("--movements", options.movements, MOVEMENTS) or "",
            rows=options.rows,
        ),
        statuses=_statuses(options.only or ()),
        fail_on=_choice("--fail-on", options.fail_on, FAIL_ON),
        exclude_bad_rows=options.exclude_bad_rows,
        strict=options.strict,
        format=format_,
        look=drawn_for(options, environ)._replace(**_addresses(options, format_)),
        names=names == SHOW if names else not format_.sent,
        target=options.output,
    )


def drawn_as(
    option: str, target: str, environ: Mapping[str, str], formats: Sequence[Format] = FORMATS
) -> Format:
    """Return the format: the option, else the ending of the file, else CRO_FORMAT, else text."""
    ending = Path(target).suffix.lower()
    named = [given for given in formats if ending in given.extensions]
    if named and not option:
        return named[0]
    variable = environ.get(FORMAT_VARIABLE, "")
    if ending and not option and not variable:
        known = ", ".join(end for given in formats for end in given.extensions)
        raise UsageError(messages.NO_ENDING.problem(ending=ending, known=known))
    source = "--format" if option else FORMAT_VARIABLE
    name = naming.one_of(
        source, option or variable or formats[0].name, [one.name for one in formats]
    )
    return next(given for given in formats if given.name == name)


def drawn_for(
    options: Options | ValidateOptions | CatalogueOptions, environ: Mapping[str, str]
) -> Look:
    """Return what the screen can show, and what is wanted on it."""
    is_file = bool(options.output) and not output.is_stdout(options.output)
    screen = look.Screen(
        columns=None if is_file else look.terminal(streams.STDOUT),
        encoding="utf-8" if is_file else streams.encoding(),
        is_file=is_file,
    )
    if options.quiet and options.verbose:
        raise UsageError(messages.OPPOSITES.problem())
    color = naming.one_of("--color (or CRO_COLOR)", options.color, look.COLORS)
    return Look(
        width=look.width(options.width, environ, screen),
        color=look.color(color, environ, screen),
        unicode=look.unicode(screen),
        verbosity=QUIET if options.quiet else VERBOSE if options.verbose else NORMAL,
    )


def _addresses(options: Options, format_: Format) -> dict[str, Any]:
    """Return who gets a mail and who sends it; UsageError when nobody does, or it is no address."""
    to = tuple(one.strip() for text in options.to or () for one in text.split(","))
    if format_.sent and not to:
        raise UsageError(messages.NO_RECIPIENT.problem())
    for option, addresses in (("--to", to), ("--from", filter(None, (options.sender,)))):
        for address in addresses:
            if not re.fullmatch(_ADDRESS, address):
                words = {"option": option, "typed": clean(address)}
                raise UsageError(messages.NO_ADDRESS.problem(**words))
    return {"to": to, "sender": options.sender}


def _choice(option: str, typed: str, known: Sequence[str]) -> str | None:
    return naming.one_of(option, typed, known) if typed else None


def _months(typed: str) -> int:
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_MONTHS):
        raise UsageError(messages.NO_COUNT.problem(typed=clean(typed), most=MOST_MONTHS))
    return int(typed)


def _statuses(typed: Sequence[str]) -> frozenset[Status]:
    names = naming.several_of("--only", typed, STATUSES)
    return frozenset(Status(name.replace("-", "_")) for name in names)


def _date(typed: str) -> dt.date | None:
    """Read a day, or a month for its last day."""
    if not typed:
        return None
    found = re.fullmatch(_DATE, typed)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    try:
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, int(found[3] or last) if found else 0)
    except ValueError as error:  # of either
        raise UsageError(messages.NO_DATE.problem(typed=typed)) from error
