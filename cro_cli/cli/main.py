"""From arguments to exit code: the one place where a run ends, well or not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from cro_cli.cli import streams
from cro_cli.cli.exits import Exit
from cro_cli.display import clean
from cro_cli.errors import CroError
from cro_cli.messages import Problem
from cro_cli.messages import output as messages

if TYPE_CHECKING:
    from cro_cli.cli.answer import Answer

VERSION = frozenset({"-V", "--version"})


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    streams.hold()
    # Looking for pydantic's plugins means reading the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    return guarded(lambda: _run(arguments))


def guarded(step: Callable[[], int]) -> int:
    """Return the exit code of a step, or of the way it failed, which is said. Nothing is raised."""
    try:
        return step()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except streams.NoReaderError:
        return Exit.NO_READER
    except CroError as error:
        return _refuse(error.problems)
    except MemoryError:
        return _refuse([messages.MEMORY.problem()])
    except BaseException as error:  # noqa: BLE001 - Polars' PanicException is no Exception
        return _refuse([_fault(error)])


def _run(arguments: Sequence[str]) -> int:
    if not VERSION.isdisjoint(_before_dashes(arguments)):
        from cro_cli import __version__

        streams.write_result(f"cro {__version__}\n")
        return Exit.DONE
    from cro_cli.cli import progress
    from cro_cli.cli.app import answer

    try:
        found = answer(arguments)
    finally:
        progress.end()
    return _deliver(found)


def _deliver(answer: Answer) -> Exit:
    if answer.target:
        from cro_cli.cli import output

        output.write(answer.target, answer.document)
    else:
        streams.write_result(answer.document)
    _say(answer.problems)
    return answer.code


def _before_dashes(arguments: Sequence[str]) -> Sequence[str]:
    """Return the arguments up to `--`, behind which a file may have any name."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _refuse(problems: Iterable[Problem]) -> Exit:
    _say(problems)
    return Exit.NO_ANSWER


def _say(problems: Iterable[Problem]) -> None:
    """Write problems to stderr; those of several lines show the place in a file below."""
    lines = [
        clean(line) if number else f"cro: error: {clean(line)} [{problem.code}]"
        for problem in problems
        for number, line in enumerate(problem.split("\n"))
    ]
    streams.write_message("".join(f"{line}\n" for line in lines))


def _fault(error: BaseException) -> Problem:
    """Say where the program itself went wrong, on one line and without a traceback."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    said = str(error).partition("\n")[0]
    if type(error).__name__ == "PanicException":
        return messages.PANIC.problem(said=said)
    return messages.FAULT.problem(error=type(error).__name__, place=place, said=said)
