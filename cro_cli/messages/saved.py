"""E8: saved reports that `cro diff` cannot compare."""

from __future__ import annotations

from cro_cli.messages import Message
from cro_cli.messages.files import OPEN

_AGAIN = "save one with `cro report -o FILE.json`"
NO_REPORT_GIVEN = Message(
    "E801",
    "which saved report? write `cro {command} OLD.json`",
    "`cro report -o OLD.json` saves one",
)
UNREADABLE = Message("E802", "cannot be read: {why}", OPEN)
TOO_LARGE = Message("E803", "is larger than any report ({most} bytes)", _AGAIN)
NO_JSON = Message("E804", "is no JSON: {why}", _AGAIN)
FOREIGN = Message("E805", "is no report of cro: `schema` is {found}", _AGAIN)
OTHER_VERSION = Message(
    "E806",
    "is of format version {found}, which this cro cannot read (it reads {known}.x)",
    "make both reports with the same cro",
)
WRONG = Message("E807", "{member} {said}: nothing that cro wrote", _AGAIN)
TWICE = Message("E809", "{metric} stands there twice", _AGAIN)
TWO_AND = Message(
    "E810",
    "{option} is for a report that is made now, and {file} is one that was saved",
    "leave one of them out",
)
OTHER_KIND = Message(
    "E812",
    "`cro {new}` made it, and {file} is of `cro {old}`",
    "compare two reports of one kind",
)
ONLY_SAVED = Message(
    "E813",
    "is of `cro {name}`, and no such report is made here",
    "save a second one with `cro {name} -o NEW.json` and give both",
)
A_DIFF = Message("E814", "is itself what `cro diff` printed", "give the reports it compared")
NOT_THERE = Message("E811", "{metric} was asked for and is not in this report", _AGAIN)
