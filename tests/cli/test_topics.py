from __future__ import annotations

import re
from pathlib import Path

import pytest

import cro_cli
from cro_cli.cli.app import answer
from cro_cli.cli.exits import Exit
from cro_cli.cli.topics import TOPICS, Topic
from cro_cli.cli.topics import errors as page_of_errors
from cro_cli.cli.topics.environment import VARIABLES
from cro_cli.cli.topics.layout import entry
from cro_cli.cli.topics.recipes import RECIPES
from cro_cli.errors import UsageError
from cro_cli.messages import Message, catalogue

PACKAGE = Path(cro_cli.__file__).parent


def test_without_a_topic_all_are_listed() -> None:
    lines = answer(["help"]).document.splitlines()
    for topic, line in zip(TOPICS, lines, strict=False):
        assert re.fullmatch(rf"{topic.name} +{re.escape(topic.help)}", line)


@pytest.mark.parametrize("width", [20, 31, 47, 60, 80, 200])
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_page_fits_the_screen_and_ends_in_one_line_end(topic: Topic, width: int) -> None:
    page = topic.page(width)
    assert re.search(r"[^\n]\n\Z", page)
    recipes = {line for recipe in RECIPES for line in recipe.text.splitlines()}
    # Recipes are to be copied as they are.
    lines = [line for line in page.splitlines() if line.strip() not in recipes | {""}]
    words = [line for line in lines if line[2:] not in recipes]
    assert max(map(len, words)) <= width


def test_the_width_of_a_page_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRO_WIDTH", "24")
    assert max(map(len, answer(["help", "formats"]).document.splitlines())) <= 24
    narrow = answer(["sources", "--table", "deals", "--width", "33"]).document
    assert max(map(len, narrow.splitlines())) <= 33
    assert answer(["sources", "--table", "deals"]).document != narrow


def test_an_unknown_topic_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        answer(["help", "environmnt"])
    assert caught.value.problems == ("help: there is no `environmnt`; did you mean environment?",)


def test_every_exit_code_has_its_line() -> None:
    lines = answer(["help", "exit-codes"]).document.splitlines()
    assert lines[0] == "  0  done; nothing at or above --fail-on"
    assert len([line for line in lines if line[:3].strip().isdigit()]) == len(Exit)


def test_every_variable_that_is_read_is_told() -> None:
    read = {
        name
        for file in PACKAGE.rglob("*.py")
        for name in re.findall(
            r'(?:environ\.get\(|environ\[|envvar=|VARIABLE = )"([A-Z_]+)"', file.read_text("utf-8")
        )
    }
    assert read == set(VARIABLES)


def test_every_message_is_on_the_page_of_errors() -> None:
    page = answer(["help", "errors"]).document
    for message in catalogue.MESSAGES:
        assert len(re.findall(rf"^{message.code}  \S", page, re.MULTILINE)) == 1


@pytest.mark.parametrize("typed", ["E144", "e144", "[E144]"])
def test_a_code_is_explained(typed: str) -> None:
    assert answer(["help", typed]).document.startswith(
        "E144  the dates do not tell which of the two numbers is the month\n\nWhat to do: "
    )


@pytest.mark.parametrize("message", catalogue.MESSAGES, ids=lambda message: message.code)
def test_what_a_run_fills_in_is_in_capitals(message: Message) -> None:
    page = page_of_errors.one(message, 80)
    assert page.startswith(f"{message.code}  ")
    assert "{" not in page
    assert page.endswith("\n")


def test_more_is_said_where_there_is_more_to_say() -> None:
    message = Message("E999", "is no {what}{near}", "write {better!r}", more="It has to be one.")
    page = "E999  is no WHAT\n\nWhat to do: write BETTER.\n\nIt has to be one.\n"
    assert page_of_errors.one(message, 80) == page
    alone = Message("E999", "{said}", more="something is wrong")
    assert page_of_errors.one(alone, 80) == "E999  something is wrong\n"


def test_what_to_do_may_depend_on_what_is_found() -> None:
    depends = "What to do depends on what is found, and is said there.\n"
    assert answer(["help", "E521"]).document == f"E521  unknown key\n\n{depends}"
    said = Message("E999", "{said}", "{cure}", more="something is wrong")
    assert page_of_errors.one(said, 80) == f"E999  something is wrong\n\n{depends}"
    line = Message("E999", "{said}", "write it", more="something is wrong")
    assert page_of_errors.one(line, 80) == "E999  something is wrong\n\nWhat to do: write it.\n"


def test_an_entry_is_wrapped_beside_its_name() -> None:
    assert entry("a", "one two three four five six", 27) == "a  one two three four five\n   six"
    assert entry("a", "one two three", 10) == "a\n  one two\n  three"
    assert entry("", "one two three", 10) == "one two\nthree"
