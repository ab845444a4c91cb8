"""Typer's command and group, as they are needed here: quick, and with the nearest name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from cro_cli.cli.naming import nearest
from cro_cli.errors import UsageError
from cro_cli.messages import Problem
from cro_cli.messages import command_line as messages

NAME = "cro"


class Commands(TyperGroup):
    """A group that names the nearest command."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer's own
        """Return the options, their values taken as typed."""
        return _as_typed(super().get_params(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - Typer's own
        """Find a command, or say which was meant."""
        if not ctx.resilient_parsing and args[0] not in self.commands:
            raise UsageError(_no_command(args[0], list(self.commands)))
        return super().resolve_command(ctx, args)


class Command(TyperCommand):
    """A command all of whose options are texts and flags."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer's own
        """Return the options, their values taken as typed."""
        return _as_typed(super().get_params(ctx))


def _as_typed(parameters: list[Any]) -> list[Any]:
    """Let values through as they were typed: to understand them is the work of `asking`.

    Typer would import pydantic and build a validator for each option, a tenth of the whole run.
    Only an option that does something itself, such as `--help`, is left to it when it is given.
    """
    for parameter in parameters:
        if "process_value" not in vars(parameter):
            vars(parameter)["process_value"] = partial(_process, parameter, parameter.process_value)
    return parameters


def _process(parameter: Any, validate: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:  # noqa: ANN401
    acts = value is not None and parameter.callback is not None
    return validate(ctx, value) if acts else value


def _no_command(typed: str, known: Sequence[str]) -> Problem:
    if Path(typed).exists():
        return messages.PATH_FOR_COMMAND.problem(typed=typed, command=known[0])
    instead = nearest(typed, known) or "`cro --help` lists them"
    return messages.NO_COMMAND.problem(typed=typed, instead=instead)
