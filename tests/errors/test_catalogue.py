"""The catalogue of messages: each has a code of its own, and whatever is said comes from it."""

from __future__ import annotations

import importlib
import pkgutil
import re

from cro_cli import messages
from cro_cli.messages import Message, catalogue


def test_codes_are_unique_and_of_one_form() -> None:
    codes = [message.code for message in catalogue.MESSAGES]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not re.fullmatch("[EW][0-9]{3}", code)] == []


def test_the_messages_of_every_area_are_in_the_catalogue() -> None:
    areas = [
        importlib.import_module(f"cro_cli.messages.{area.name}")
        for area in pkgutil.iter_modules(messages.__path__)
    ]
    declared = {one for area in areas for one in vars(area).values() if isinstance(one, Message)}
    assert declared == set(catalogue.MESSAGES)


# Messages that say not what to do, and why.
WITHOUT_A_CURE = {
    "E523": "it says what belongs there",
    "E585": "it says how many edges are needed",
    "W305": "nothing is to be done: the rows count once",
    "W317": "the format says what its mark means, and whether it matters is for the reader to tell",
    "W319": "nothing is to be done: it says which exports the history is from",
    "W322": "nothing is to be done: the rows had ended and are kept",
    "W328": "nothing is to be done: the newest row holds",
    "W334": "nothing is to be done: ids tell customers apart, and names decide no number",
}


def test_a_message_says_what_to_do() -> None:
    assert {one.code for one in catalogue.MESSAGES if not one.cure} == set(WITHOUT_A_CURE)


def test_what_is_left_open_ends_no_message() -> None:
    assert Message("E999", "is wrong", "{better}").problem(better="") == "is wrong"


def test_a_problem_says_place_what_is_wrong_and_what_to_do() -> None:
    said = Message("E999", "is no {what}", "write {better}").problem("a.csv", what="x", better="y")
    assert (said, said.code) == ("a.csv: is no x; write y", "E999")
    assert Message("E999", "nothing").problem() == "nothing"
