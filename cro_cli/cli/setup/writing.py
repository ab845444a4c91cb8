"""Writing several new files: all of them or none, and never over one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cro_cli.errors import OutputError
from cro_cli.messages import output as messages


def write_new(contents: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, with the folder they lie in.

    Raises:
        OutputError: when one of them is there, and nothing was written; or when one cannot be
            written, and those before it were taken away again.
    """
    there = [path for path in contents if path.exists() or path.is_symlink()]
    if there:
        raise OutputError(messages.THERE_ALREADY.problem(str(there[0])))
    written: list[Path] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        where = error.filename or str(path)
        raise OutputError(messages.TARGET.problem(where, why=error.strerror)) from error
