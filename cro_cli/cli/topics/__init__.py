"""Topics of `cro help`: pages that are made from what they speak of.

A topic is one file beside this one with a function from a width to text, and its line in TOPICS.
A page is imported when it is asked for, and none needs Polars.
"""

from __future__ import annotations

from importlib import import_module

from cro_cli.named_tuple import NamedTuple


class Topic(NamedTuple):
    """One page: the name it is asked for by, and what it says in a few words."""

    name: str
    help: str
    module: str

    def page(self, width: int) -> str:
        """Return the page, for a screen of so many columns."""
        text: str = import_module(self.module).page(width)
        return text


TOPICS = (
    Topic("errors", "Every message, with its code and what to do.", "cro_cli.cli.topics.errors"),
    Topic(
        "exit-codes",
        "What a run says to the program that started it.",
        "cro_cli.cli.topics.exit_codes",
    ),
    Topic("environment", "The variables that are heeded.", "cro_cli.cli.topics.environment"),
    Topic("formats", "How a report can be drawn.", "cro_cli.cli.topics.formats"),
    Topic(
        "cron",
        "Recipes: cron, systemd, mail, GitHub Actions, chats, monitoring.",
        "cro_cli.cli.topics.cron",
    ),
    Topic(
        "definitions",
        "What people count in different ways, and the switch for each.",
        "cro_cli.cli.topics.definitions",
    ),
)
