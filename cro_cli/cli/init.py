"""`cro init`: a config for the files there are, the sample company, or the template of a table."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from cro_cli.cli import naming
from cro_cli.cli.answer import Answer
from cro_cli.cli.schema import of_config
from cro_cli.cli.setup import sample, writing
from cro_cli.config.discovery import FILE
from cro_cli.config.template import SCHEMA_FILE
from cro_cli.errors import UsageError
from cro_cli.messages import command_line as messages
from cro_cli.tables import BY_NAME

HELP = "Write a config for the exports in a folder, or the sample company, or a template."

Folder = Annotated[str, Argument(metavar="FOLDER", hidden=True)]
Sample = Annotated[bool, Option("--sample", help="Lay the exports of a sample company in FOLDER.")]
Template = Annotated[
    str,
    Option(
        "--template",
        metavar="TABLE",
        help="Write the plain file of a table to FOLDER: its header, and two rows.",
        autocompletion=naming.completing(tuple(BY_NAME)),
    ),
]


def init(folder: Folder = "", sample_: Sample = False, template: Template = "") -> Answer:  # noqa: FBT002 - Typer's own
    """Write new files, and say which command comes next; nothing that is there is touched."""
    if sample_ and template:
        raise UsageError(messages.NOT_BOTH.problem(one="--sample", other="--template"))
    if template:
        return _template(naming.one_of("--template", template, tuple(BY_NAME)), folder or ".")
    return _sample(folder or sample.FOLDER) if sample_ else _folder(folder or ".")


def _folder(folder: str) -> Answer:
    from cro_cli.cli.setup.folder import draft

    drafted = draft(folder)
    schema = _schema()
    writing.write_new({Path(FILE): drafted.text.encode(), **schema})
    counts = {
        "recognised": drafted.recognised,
        "ignored": drafted.ignored,
        "refused": drafted.refused,
    }
    files = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    first = "answer what `# ?` asks in it, then " if drafted.questions else ""
    what = f"the config: {files or 'nothing recognised'}"
    return _said({FILE: what, **_for_editors(schema)}, f"{first}cro report")


def _sample(folder: str) -> Answer:
    exports = {Path(folder, file.name): file.read_bytes() for file in sample.files()}
    schema = _schema()
    writing.write_new({Path(FILE): sample.config(folder).encode(), **schema, **exports})
    what = {FILE: "the config", **_for_editors(schema), folder: f"{len(exports)} exports"}
    return _said(what, "cro report")


def _schema() -> dict[Path, bytes]:
    """Return the schema that a config names for editors, unless there is one."""
    path = Path(SCHEMA_FILE)
    return {} if path.exists() else {path: of_config().encode()}


def _for_editors(written: Iterable[Path]) -> dict[str, str]:
    return {str(path): "what it may say, for editors" for path in written}


def _template(table: str, folder: str) -> Answer:
    from cro_cli import sources

    path = Path(folder, f"{table}.csv")
    writing.write_new({path: sources.example(table).encode()})
    what = "its header, and two rows to be replaced"
    return _said({str(path): what}, f"cro sources {shlex.quote(str(path))}")


def _said(written: Mapping[str, str], following: str) -> Answer:
    widest = max(map(len, written))
    lines = [f"{name:{widest}}  {what}" for name, what in written.items()]
    return Answer(document="\n".join([*lines, f"Next: {following}", ""]))
