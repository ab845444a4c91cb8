"""The parts of README.md that quote the program: each is made from what it quotes.

`cog -I . -r README.md` writes them anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator

from cro_cli import benchmarks, figures, sources
from cro_cli.cli.exits import Exit
from cro_cli.cli.topics import TOPICS
from cro_cli.config.settled import DEFAULT_PROFILE
from cro_cli.metrics import GROUPS
from cro_cli.render import FORMATS
from cro_cli.reports import REPORTS
from cro_cli.sources.templates import SYSTEM
from cro_cli.tables import TABLES

FENCE = "```"


def session(*arguments: str, until: str = "") -> str:
    """Return a command and what it prints, up to a line, as in a terminal of 100 columns."""
    done = subprocess.run(
        [sys.executable, "-m", "cro_cli", *arguments],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"},
    )
    lines = done.stdout.rstrip().splitlines()
    shown = [*lines[: lines.index(until)], "…"] if until else lines
    return "\n".join([FENCE, f"$ cro {' '.join(arguments)}", *shown, FENCE, ""])


def metrics() -> str:
    """Return the table of all metrics with the band of the default profile."""
    bands = benchmarks.bands(DEFAULT_PROFILE)
    rows = (
        (
            group if metric is first else "",
            metric.title,
            f"`{metric.key}`",
            metric.meaning,
            figures.band(bands[metric.key], metric.unit) if metric.key in bands else "",
        )
        for group, (first, *rest) in GROUPS
        for metric in (first, *rest)
    )
    return _table(("", "metric", "key", "meaning", "healthy (watch)"), rows)


def formats() -> str:
    """Return the table of the exports that are recognised."""
    rows = (
        (
            one.title,
            ", ".join(f"`{table}`" for table in one.tables) or "nothing",
            ", ".join(one.told_by),
        )
        for one in sources.known_formats()
        if one.system != SYSTEM
    )
    return _table(("export", "becomes", "told by the columns"), rows)


def reports() -> str:
    """Return the table of all reports."""
    rows = ((f"`cro {spec.name}`", spec.help, f"`{spec.examples[1]}`") for spec in REPORTS)
    return _table(("command", "what it says", "such as"), rows)


def drawings() -> str:
    """Return the names of the formats that a report is drawn in, and the files they go to."""
    named = (
        f"`{one.name}`" + (f" ({_coded(one.extensions)})" if one.extensions else "")
        for one in FORMATS
    )
    return f"{', '.join(named)}\n"


def _coded(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def templates() -> str:
    """Return the table of the plain files that anybody can write.

    What each row has to say is bold, and so are the columns that a file is told by.
    """
    rows = (
        (
            f"`{table.name}.csv`",
            table.meaning,
            ", ".join(
                f"**{column.name}**"
                if column.required or column.name in table.told_by
                else column.name
                for column in table.columns
            ),
        )
        for table in TABLES
    )
    return _table(("file", "holds", "columns"), rows)


def topics() -> str:
    """Return the topics of `cro help`."""
    return _table(("page", "about"), ((f"`cro help {one.name}`", one.help) for one in TOPICS))


def exit_codes() -> str:
    """Return the table of exit codes."""
    return _table(("code", "meaning"), ((str(code.value), code.meaning) for code in Exit))


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    def lines() -> Iterator[str]:
        yield _row(header)
        yield _row("---" for _ in header)
        yield from map(_row, rows)

    return "\n".join(lines()) + "\n"


def _row(cells: Iterable[str]) -> str:
    return " | ".join(("", *(cell.replace("|", r"\|") for cell in cells), "")).strip()
