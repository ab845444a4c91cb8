"""`cro help environment`: every variable that is read, with what it does."""

from __future__ import annotations

from cro_cli.cli.topics.layout import entry

VARIABLES = {
    "CRO_CONFIG": "the config file, as --config",
    "CRO_FORMAT": "how to print, as --format",
    "CRO_COLOR": "auto, always or never, as --color",
    "CRO_WIDTH": "the width of the text, as --width",
    "NO_COLOR": "no colour, when it is not empty",
    "FORCE_COLOR": "colour in a pipe too; 0, false, no, never and off mean no colour",
    "CLICOLOR_FORCE": "colour in a pipe too, when it is neither empty nor 0",
    "CLICOLOR": "no colour when it is 0",
    "TERM": "no colour when it is dumb",
    "COLUMNS": "the width of the text in a pipe, where there is no terminal to ask",
    "XDG_CONFIG_HOME": "the folder in which cro/config.yaml is your own config",
    "HOME": "the folder in which .config/cro/config.yaml is, without the variable above",
    "POLARS_MAX_THREADS": "how many threads compute; unset, small inputs get one and one CPU",
}


def page(width: int) -> str:
    """Return the variables; an option on the command line counts before its variable."""
    widest = max(map(len, VARIABLES))
    rows = (entry(f"{name:{widest}}", said, width) for name, said in VARIABLES.items())
    return "\n".join([*rows, "", entry("", "An option counts before its variable.", width), ""])
