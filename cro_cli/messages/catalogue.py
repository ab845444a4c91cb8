"""All messages there are, area by area in the order of their codes."""

from __future__ import annotations

from types import ModuleType

from cro_cli.messages import (
    Message,
    cells,
    checks,
    command_line,
    config,
    files,
    formats,
    numbers,
    output,
    remarks,
    saved,
)
from cro_cli.named_tuple import NamedTuple


class Area(NamedTuple):
    """Messages of one kind under a title."""

    title: str
    messages: tuple[Message, ...]


def _area(title: str, module: ModuleType) -> Area:
    own = (one for one in vars(module).values() if isinstance(one, Message))
    return Area(title, tuple(sorted(own)))


AREAS = (
    _area("Command lines that ask for something that is not there", command_line),
    _area("Files that cannot be read whole, or are not known: no report is made of them", files),
    _area("Values that cannot be read: a metric that needs one of them is unknown", cells),
    _area("What is good to know of a file that was read, or was passed over", remarks),
    _area("Files that were read but do not make a report, or not one to trust", numbers),
    _area("What speaks against data that could be read: `cro validate` looks for it", checks),
    _area("What is wrong with a config file", config),
    _area("Results that could not be written, and runs that could not be finished", output),
    _area("What is wrong with an export format of one's own", formats),
    _area("Saved reports that `cro diff` cannot compare", saved),
)
MESSAGES = tuple(message for area in AREAS for message in area.messages)
BY_CODE = {message.code: message for message in MESSAGES}
