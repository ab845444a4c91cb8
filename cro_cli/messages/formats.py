"""E7: what is wrong with an export format of one's own; each is told with its line and a caret."""

from __future__ import annotations

from cro_cli.messages import Message
from cro_cli.messages.files import OPEN

NO_PATH = Message("E701", "there is no file or folder {path}", "check the path")
NO_FOLDER = Message("E702", "{path} cannot be read: {why}", OPEN)
EMPTY_FOLDER = Message("E703", "{path} holds no .yaml file", "name the folder that does")
NAMED_TWICE = Message("E704", "{name} is there already, at {before}", "keep one")

NO_KEYS = Message("E711", "keys belong here", "write below it {below}")
UNKNOWN_KEY = Message("E712", "unknown key", "{instead}")
MISSING_KEY = Message("E713", "`{key}` is missing", "write it")
EMPTY_LIST = Message("E714", "an empty list", "write what belongs in it, or remove it")

NO_PATTERN = Message(
    "E721", "a pattern of headers stands between slashes", "write it like /cost( .*)?/"
)
NO_EXPRESSION = Message("E722", "this is no regular expression: {why}", "correct it")
CAPITALS = Message("E723", "headers are compared in small letters", "write the pattern in them")
NO_GROUP = Message(
    "E724", "{pattern} does not tell the value in it", "put brackets around that part"
)
NOTHING_TELLS = Message("E725", "nothing tells these rows", "write one of {keys}")

NO_COLUMN = Message("E731", "{table} has no such column", "{instead}")
MISSING_COLUMN = Message(
    "E732", "`{name}` is missing, the {meaning}", "no row can be told from another without it"
)
NOT_WIDE = Message("E733", "{table} has no month and amount to put months into", "remove it")
NO_ORIGIN = Message("E734", "says not where it comes from", "write `from` with a header")
NO_SUCH = Message("E735", "there is no such {what}", "{instead}")
NOT_FITTING = Message(
    "E736", "{name} is no {what} for a column of {kind}, as {column} is", "{cure}"
)
NOT_CONSTANT = Message(
    "E737", "only a text or an amount can be the same in every row", "write `from`"
)
NOT_ALONE = Message("E738", "a constant stands alone", "remove it, or the rest")
NO_WORD = Message("E739", "{column} never says so", "{instead}")
NO_AMOUNT = Message("E743", "this is no plain amount", "write it like 1234.56")
NO_CODE = Message("E740", "this is no currency code", "write three capital letters, such as USD")
NO_WORDS = Message("E741", "words belong here", "write them like `Deal won: won`")
NOT_RENAMED = Message("E742", "only the words of a text can be renamed", "remove it")
