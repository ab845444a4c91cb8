from __future__ import annotations

import pytest

from cro_cli.cli import look
from cro_cli.cli.look import Screen
from cro_cli.errors import UsageError

TERMINAL = Screen(columns=80, encoding="utf-8")
PIPE = Screen(columns=None, encoding="utf-8")
FILE = Screen(columns=None, encoding="utf-8", is_file=True)


@pytest.mark.parametrize(
    ("option", "environ", "screen", "colored"),
    [
        ("auto", {}, TERMINAL, True),
        ("auto", {}, PIPE, False),
        ("auto", {}, FILE, False),
        ("always", {}, PIPE, True),
        ("always", {}, FILE, True),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, PIPE, True),
        ("never", {"FORCE_COLOR": "1"}, TERMINAL, False),
        ("auto", {"NO_COLOR": "1"}, TERMINAL, False),
        ("auto", {"NO_COLOR": "0"}, TERMINAL, False),  # present and not empty is enough
        ("auto", {"NO_COLOR": ""}, TERMINAL, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, TERMINAL, False),
        ("auto", {"FORCE_COLOR": "1"}, PIPE, True),
        ("auto", {"FORCE_COLOR": "3"}, PIPE, True),
        ("auto", {"FORCE_COLOR": "0"}, TERMINAL, False),
        ("auto", {"FORCE_COLOR": "false"}, TERMINAL, False),
        ("auto", {"FORCE_COLOR": ""}, TERMINAL, True),
        ("auto", {"FORCE_COLOR": "1"}, FILE, False),
        ("auto", {"FORCE_COLOR": "0", "CLICOLOR_FORCE": "1"}, PIPE, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, PIPE, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, PIPE, False),
        ("auto", {"CLICOLOR_FORCE": "0"}, TERMINAL, True),
        ("auto", {"CLICOLOR_FORCE": ""}, PIPE, False),
        ("auto", {"CLICOLOR": "0"}, TERMINAL, False),
        ("auto", {"CLICOLOR": "1"}, TERMINAL, True),
        ("auto", {"CLICOLOR": "1"}, PIPE, False),
        ("auto", {"TERM": "dumb"}, TERMINAL, False),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, TERMINAL, True),
    ],
)
def test_color(option: str, environ: dict[str, str], screen: Screen, *, colored: bool) -> None:
    assert look.color(option, environ, screen) is colored


@pytest.mark.parametrize(
    ("option", "environ", "screen", "columns"),
    [
        ("", {}, TERMINAL, 80),
        ("", {}, PIPE, 100),
        ("120", {}, TERMINAL, 120),
        ("20", {}, PIPE, 20),
        (" 60 ", {"COLUMNS": "70"}, PIPE, 60),
        ("", {"COLUMNS": "70"}, PIPE, 70),
        ("", {"COLUMNS": "70"}, TERMINAL, 80),
        ("", {"COLUMNS": "²"}, PIPE, 100),
        ("", {"COLUMNS": "٤٢"}, PIPE, 100),  # decimal digits, though not ours
        ("", {"COLUMNS": "-5"}, PIPE, 100),
        ("", {"COLUMNS": "0"}, PIPE, 100),
        ("", {"COLUMNS": "19"}, PIPE, 100),
        ("", {"COLUMNS": "9" * 5000}, PIPE, 100),
        ("", {"COLUMNS": ""}, PIPE, 100),
        ("", {}, Screen(columns=7, encoding="utf-8"), 20),
        ("", {}, Screen(columns=0, encoding="utf-8"), 100),
    ],
)
def test_width(option: str, environ: dict[str, str], screen: Screen, columns: int) -> None:
    assert look.width(option, environ, screen) == columns


@pytest.mark.parametrize("option", ["²", "wide", "19", "10001", "-80", "8e1", "80.0"])
def test_a_width_that_is_none_is_refused(option: str) -> None:
    with pytest.raises(UsageError, match="write a whole number from 20 to 10000"):
        look.width(option, {}, PIPE)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", True), ("UTF-8", True), ("ascii", False), ("latin-1", False), ("no-such", False)],
)
def test_glyphs_are_shown_where_they_can_be(encoding: str, *, shown: bool) -> None:
    assert look.unicode(Screen(columns=None, encoding=encoding)) is shown


def test_what_is_no_terminal_has_no_width() -> None:
    with open("/dev/null", "rb") as null:  # noqa: PTH123 - a number is wanted
        assert look.terminal(null.fileno()) is None
    assert look.terminal(9999) is None
