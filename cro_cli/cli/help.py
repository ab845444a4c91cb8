"""The words of `--help`: examples first, and the exit codes at the end."""

from __future__ import annotations

from collections.abc import Sequence

from cro_cli.cli.exits import Exit
from cro_cli.cli.topics.layout import entry

NARROW = 76  # columns that every terminal has beside the indent of Typer
VERBATIM = "\b"  # Typer wraps every paragraph that does not begin with it

ROOT = (
    "cro report exports/",
    "cro check exports/ --fail-on at-risk",
    "cro report exports/ --output report.json",
)
CHECK = (
    "cro check exports/",
    "cro check exports/ --fail-on at-risk",
    "cro check exports/ -m nrr,grr --quiet",
)
DIFF = (
    "cro diff last-week.json exports/",
    "cro diff last-week.json this-week.json -O markdown",
    "cro diff last-week.json exports/ --only at-risk --fail-on at-risk",
)
VALIDATE = (
    "cro validate exports/",
    "cro validate exports/stripe_customers.csv --verbose",
    "cro validate exports/ -o validation.json",
)
METRICS = (
    "cro metrics",
    "cro metrics nrr",
    "cro metrics -o metrics.json",
)
BENCHMARKS = (
    "cro benchmarks",
    "cro benchmarks nrr grr",
    "cro benchmarks -O json",
)
INIT = (
    "cro init exports/",
    "cro init --sample",
    "cro init --template deals",
)
SOURCES = (
    "cro sources",
    "cro sources exports/",
    "cro sources --system stripe --table subscriptions",
)
SCHEMA = (
    "cro schema report",
    "cro schema report -o report.schema.json",
    "cro schema config -o config.schema.json",
)
HELP = ("cro help cron", "cro help E144", "cro help environment")
KEYS = "METRIC, one or several, is a key such as nrr: those alone, with all that is known."
LED = "PATHS may be led by METRICs, keys such as nrr: those alone."
FOLDER = "The config goes to config.yaml, never over one that is there."
FILES = "With PATHS, files or folders, it says what each header is, and lacks."
PATHS = "PATHS are export files, or folders of them; without any, `data:` of the config says."


def text(examples: Sequence[str], said: str) -> str:
    """Return a help text that leads with examples."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{VERBATIM}\nExamples:\n{lines}\n\n{said}"


def exit_codes() -> str:
    """Return the table of exit codes."""
    lines = "\n".join(entry(f"  {code.value:>3}", code.meaning, NARROW) for code in Exit)
    return f"{VERBATIM}\nExit codes:\n{lines}"
