"""The Typer app: its commands, and what Typer complains of in our words."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any

import typer

from cro_cli.cli import help as helping
from cro_cli.cli.answer import Answer
from cro_cli.cli.commands import NAME, Command, Commands
from cro_cli.cli.exits import Exit
from cro_cli.cli.options import Options, command
from cro_cli.cli.report import report
from cro_cli.errors import UsageError
from cro_cli.messages import Problem
from cro_cli.messages import command_line as messages
from cro_cli.reports import REPORTS, ReportSpec


def answer(arguments: Sequence[str]) -> Answer:
    """Run a command. What Typer prints itself, help and completion, is a document like any."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        found = _called(arguments)
    if isinstance(found, Answer):
        return found
    code = next((code for code in Exit if code == found), Exit.DONE)
    return Answer(document=printed.getvalue(), code=code)


def _called(arguments: Sequence[str]) -> Any:  # noqa: ANN401 - whatever the command returns
    app = build(arguments)
    try:
        return app(args=list(arguments), prog_name=NAME, standalone_mode=False)
    except typer.TyperException as error:
        if arguments:
            raise UsageError(_said(error)) from error
        names = ", ".join(ADDING)
        raise UsageError(messages.NO_COMMAND_GIVEN.problem(commands=names)) from error
    except SystemExit as stop:  # completion leaves so
        return stop.code


def build(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the app with the command that is called, with all of them when none is."""
    app = typer.Typer(
        name=NAME,
        cls=Commands,
        help=helping.text(helping.ROOT, "Revenue metrics from the exports people already have."),
        epilog=helping.exit_codes(),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    called = arguments[0] if arguments and arguments[0] in ADDING else None
    for name, add in ADDING.items():
        if called in {None, name}:
            add(app)
    return app


def _report(spec: ReportSpec, app: typer.Typer) -> None:
    led = f" {helping.LED}" if spec.takes_keys else ""
    help_ = helping.text(spec.examples, f"{spec.help} {helping.PATHS}{led}")
    add = app.command(spec.name, cls=Command, help=help_, short_help=spec.help)
    called = command(Options, report(spec), spec.options, spec.without, takes_keys=spec.takes_keys)
    add(called)


def _check(app: typer.Typer) -> None:
    from cro_cli.cli.check import HELP, check

    help_ = helping.text(helping.CHECK, f"{HELP} {helping.PATHS}")
    add = app.command("check", cls=Command, help=help_, short_help=HELP)
    add(command(Options, check(REPORTS[0])))


def _diff(app: typer.Typer) -> None:
    from cro_cli.cli.diff import HELP, MORE, diff

    help_ = helping.text(helping.DIFF, f"{HELP} {MORE}")
    app.command("diff", cls=Command, help=help_, short_help=HELP)(command(Options, diff))


def _validate(app: typer.Typer) -> None:
    from cro_cli.cli.validate import HELP, validate
    from cro_cli.cli.validate_options import ValidateOptions

    help_ = helping.text(helping.VALIDATE, f"{HELP} {helping.PATHS}")
    add = app.command("validate", cls=Command, help=help_, short_help=HELP)
    add(command(ValidateOptions, validate))


def _metrics(app: typer.Typer) -> None:
    from cro_cli.cli.catalogue_options import CatalogueOptions
    from cro_cli.cli.catalogues import METRICS, metrics

    help_ = helping.text(helping.METRICS, f"{METRICS} {helping.KEYS}")
    add = app.command("metrics", cls=Command, help=help_, short_help=METRICS)
    add(command(CatalogueOptions, metrics))


def _benchmarks(app: typer.Typer) -> None:
    from cro_cli.cli.catalogue_options import CatalogueOptions
    from cro_cli.cli.catalogues import BENCHMARKS, benchmarks

    help_ = helping.text(helping.BENCHMARKS, f"{BENCHMARKS} {helping.KEYS}")
    add = app.command("benchmarks", cls=Command, help=help_, short_help=BENCHMARKS)
    add(command(CatalogueOptions, benchmarks))


def _init(app: typer.Typer) -> None:
    from cro_cli.cli.init import HELP, init

    help_ = helping.text(helping.INIT, f"{HELP} {helping.FOLDER}")
    app.command("init", cls=Command, help=help_, short_help=HELP)(init)


def _sources(app: typer.Typer) -> None:
    from cro_cli.cli.sources import HELP, sources

    help_ = helping.text(helping.SOURCES, f"{HELP} {helping.FILES}")
    app.command("sources", cls=Command, help=help_, short_help=HELP)(sources)


def _schema(app: typer.Typer) -> None:
    from cro_cli.cli.schema import HELP, schema

    help_ = helping.text(helping.SCHEMA, HELP)
    app.command("schema", help=help_, short_help=HELP)(schema)


def _help(app: typer.Typer) -> None:
    from cro_cli.cli.help_command import HELP, help_
    from cro_cli.cli.topics import TOPICS

    said = f"{HELP} Topics are {', '.join(topic.name for topic in TOPICS)}."
    app.command("help", help=helping.text(helping.HELP, said), short_help=HELP)(help_)


# How each command is added, by its name: only the one that is called is imported.
ADDING: dict[str, Callable[[typer.Typer], None]] = {
    **{spec.name: partial(_report, spec) for spec in REPORTS},
    "check": _check,
    "diff": _diff,
    "validate": _validate,
    "metrics": _metrics,
    "benchmarks": _benchmarks,
    "init": _init,
    "sources": _sources,
    "schema": _schema,
    "help": _help,
}


def _root(
    version: Annotated[  # noqa: FBT002 - shown here, answered before Typer is imported
        bool, typer.Option("--version", "-V", help="Show the version and exit.")
    ] = False,
) -> None:
    """Take no options of its own."""


def _said(error: typer.TyperException) -> Problem:
    """Return a complaint of Typer on one line."""
    option = getattr(error, "option_name", "")
    if option and hasattr(error, "possibilities"):
        near = (name for name in error.possibilities or () if name.startswith("--"))
        instead = next((f"did you mean {name}?" for name in near), "`--help` lists those there are")
        return messages.NO_OPTION.problem(typed=option, instead=instead)
    said = error.format_message().rstrip(".")
    return messages.MISUSED.problem(said=said[:1].lower() + said[1:])
