"""All messages there are, in the order of their codes."""

from __future__ import annotations

from cro_cli.messages import (
    Message,
    cells,
    command_line,
    config,
    files,
    numbers,
    output,
    remarks,
)

_AREAS = (command_line, files, cells, remarks, numbers, config, output)

MESSAGES: tuple[Message, ...] = tuple(
    sorted(one for area in _AREAS for one in vars(area).values() if isinstance(one, Message))
)
BY_CODE = {message.code: message for message in MESSAGES}
