"""`cro help [TOPIC]`: pages about everything that is no command, and every message by its code."""

from __future__ import annotations

import os
from typing import Annotated

from typer import Argument

from cro_cli.cli import look, naming, streams
from cro_cli.cli.answer import Answer
from cro_cli.cli.topics import TOPICS
from cro_cli.cli.topics.layout import entry

HELP = "Explain a topic, or a message by its code."
WIDEST = 100


def names() -> tuple[str, ...]:
    """Return the topics, and the codes of all messages."""
    from cro_cli.messages.catalogue import BY_CODE

    return (*(topic.name for topic in TOPICS), *BY_CODE)


Name = Annotated[
    str,
    Argument(
        metavar="TOPIC|CODE",
        hidden=True,  # Typer would show its type
        autocompletion=naming.completing(names),
    ),
]


def help_(name: Name = "") -> Answer:
    """Return the page of a topic, of a code, or the list of topics."""
    from cro_cli.messages.catalogue import BY_CODE

    width = _width()
    if not name:
        return Answer(document=_topics(width))
    code = name.upper().strip("[]")
    if code in BY_CODE:
        from cro_cli.cli.topics import errors

        return Answer(document=errors.one(BY_CODE[code], width))
    topics = {topic.name: topic for topic in TOPICS}
    return Answer(document=topics[naming.one_of("help", name, tuple(topics))].page(width))


def _topics(width: int) -> str:
    widest = max(len(topic.name) for topic in TOPICS)
    lines = (entry(f"{topic.name:{widest}}", topic.help, width) for topic in TOPICS)
    more = entry("", "`cro help E121` explains a message, `cro report --help` a command.", width)
    return "\n".join([*lines, "", more, ""])


def _width() -> int:
    screen = look.Screen(columns=look.terminal(streams.STDOUT), encoding=streams.encoding())
    return min(look.width(os.environ.get("CRO_WIDTH", ""), os.environ, screen), WIDEST)
