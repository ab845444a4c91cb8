"""E0: command lines that ask for something that is not there."""

from __future__ import annotations

from cro_cli.messages import Message

NO_COMMAND_GIVEN = Message(
    "E001", "which command? write one of {commands}", "`cro --help` says more"
)
NO_COMMAND = Message("E002", "there is no command `{typed}`", "{instead}")
PATH_FOR_COMMAND = Message("E003", "`{typed}` is no command", "did you mean cro {command} {typed}?")
NO_OPTION = Message("E004", "there is no option `{typed}`", "{instead}")
MISUSED = Message(
    "E005",
    "{said}",
    "`--help` says how it is used",
    more="an option lacks its value or has one it cannot have, or an argument is one too many",
)
NO_SUCH_VALUE = Message("E006", "{option}: there is no `{typed}`", "{instead}")
NO_DATE = Message("E007", "--as-of: `{typed}` is no date", "write it as 2026-09-30 or 2026-09")
NO_ENDING = Message(
    "E008",
    "--output: `{ending}` is no ending of a format ({known})",
    "say --format too",
)
OPPOSITES = Message("E009", "--quiet and --verbose are opposites", "write one of them")
NOT_BOTH = Message("E016", "{one} and {other} ask for different things", "write one of them")
NO_WIDTH = Message(
    "E010",
    "--width (or CRO_WIDTH): `{typed}` is no width",
    "write a whole number from {narrowest} to {widest}",
)
NO_DATA = Message(
    "E011",
    "no data",
    "name export files or a folder, as in `cro {command} exports/`,"
    " or list them under `data:` in config.yaml",
)
NO_RECIPIENT = Message("E012", "a mail needs somebody who gets it", "write --to ADDRESS")
NO_ADDRESS = Message(
    "E013", "{option}: `{typed}` is no mail address", "write it as ann@example.com"
)
NO_METRIC = Message(
    "E015",
    "METRIC: write which one, as in `cro explain nrr exports/`",
    "`cro report` lists them all",
)
NO_COUNT = Message(
    "E014", "--months: `{typed}` is no number of months", "write a whole number up to {most}"
)
