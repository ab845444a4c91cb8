"""E5: what is wrong with a config file; each is told with its line, its column and a caret."""

from __future__ import annotations

from cro_cli.messages import Message
from cro_cli.messages.files import OPEN

NOT_THERE = Message("E501", "there is no such file", "check the path")
FOLDER = Message("E502", "is a folder", "name the file in it")
UNREADABLE = Message("E503", "cannot be read: {why}", OPEN)
TOO_LARGE = Message("E504", "is larger than {most} kB", "is it a config file?")
UTF_16 = Message("E505", "is UTF-16 text", "save it as UTF-8")
NOT_UTF_8 = Message("E506", "the byte 0x{byte:02X} is no UTF-8 text", "save the file as UTF-8")
MORE = Message("E507", "there are more problems", "mend these first")

# What YAML makes of a text.
SYNTAX = Message(
    "E511",
    "{said}",
    "{cure}",
    more="the file is no YAML at this place: a colon, quote, bracket or indentation",
)
NOT_ALLOWED = Message("E512", "the character U+{number:04X} is not allowed in YAML", "remove it")
NOT_READ = Message(
    "E513", "{what}, and not read here", "write the value out, or put the text in quotes"
)
TAB = Message("E514", "a tab does not count as space in YAML", "use spaces")
NO_KEYS = Message("E515", "no key stands here", "write lines like `key: value`")
NO_KEY = Message("E516", "a key must be plain text", "write a word before the colon")
MERGE = Message("E517", "`<<` merges in YAML, and is not read here", "write the keys out")
GIVEN_TWICE = Message("E518", "is given twice, first on line {line}", "keep one")

# Keys and the shape of their values.
UNKNOWN_KEY = Message("E521", "unknown key", "{instead}")
ELSEWHERE = Message("E522", "does not belong here", "write it {homes}")
WRONG_SHAPE = Message("E523", "{found} where {wanted} belongs")
NOTHING = Message("E524", "nothing is given", "write {wanted}")
KEYS_BELONG = Message("E525", "keys belong here, not a value", "write below it {below}")
LIST_BELONGS = Message("E526", "a list belongs here", "write [{value}]")
A_LIST_BELONGS = Message("E527", "a list belongs here", "write it like [a, b]")
MISFIT = Message(
    "E528", "{said}", "`cro schema config` has what fits", more="a value does not fit its key"
)

# Words.
SWITCH = Message("E531", "`{raw}` is {switch} to YAML", 'write "{raw}" in quotes')
NOT_PRINTABLE = Message("E532", "the character U+{number:04X} cannot be printed", "{cure}")
EMPTY_TEXT = Message("E533", "an empty text", "write a name, or remove it")
TILDE = Message("E534", "`~` is not resolved here", "write the whole path")
NONE_OF = Message("E535", "{cited} is none of {known}", "{instead}")
NO_SWITCH = Message("E536", "{cited} is not true or false", "write true or false")
NO_CURRENCY = Message("E537", "{cited} is no currency code{also}", "{instead}")
NO_DATE = Message("E538", "{cited} is no date", "write it like 2026-09-30 or 2026-09")
NO_SUCH_MONTH = Message("E539", "{cited} has no month {month}", "months are 01 to 12")
NO_SUCH_DAY = Message("E540", "there is no day {raw}", "the month ends on {end}")
NO_MONTH_END = Message("E541", "{raw} is no month end", "write {end} or {before}")

# Numbers.
NO_SHARE = Message("E551", "{cited} is no share", "write 0% to 100%, or 0 to 1")
MORE_THAN_ALL = Message("E552", "{cited} is more than the whole", "write {value}% or {part}")
NO_MONTH_NUMBER = Message("E553", "{cited} is no month", "write a number from 1 to 12")
NO_DAYS = Message("E563", "{cited} is no number of days", "write 1 to {most}")
NO_WHOLE = Message("E564", "{cited} does not fit", "write {least} to {most}")
NOT_POSITIVE = Message("E554", "{cited} does not fit", "write {wanted}")
TOO_LONG = Message("E555", "{cited} is too long for a number", "write fewer digits")
SWITCH_NO_NUMBER = Message("E556", "`{raw}` is {switch} to YAML, and no number", "write digits")
NO_NUMBER = Message(
    "E557", "{cited} is no number", "write digits with a point for decimals, such as 1.5"
)
OCTAL = Message("E558", "`{raw}` begins with 0, octal to YAML", "write {better}")
EXPONENT = Message("E559", "`{raw}` is a text to YAML 1.1", "write {better}")
BASE_60 = Message("E560", "`{raw}` is a number to the base 60 in YAML", "write a plain number")
OTHER_BASE = Message("E561", "`{raw}` is not decimal", "write {better}")
COMMA = Message("E562", "`{raw}` has a comma", "write {better}")

# Names that exist, and agree.
NO_METRIC = Message("E571", "no metric has this key", "{instead}")
OWN_RATE = Message("E572", "{code} is the reporting currency", "its rate can only be 1")
NO_YEARS = Message(
    "E573",
    "a total contract value is spread over its years",
    "give contract_years as well",
)
THERE_ALREADY = Message("E574", "{name} is there already, as {before}", "keep one")
ONE_OF_BOTH = Message("E575", "{name} is one of {other} already", "keep one")
NO_PROFILE = Message("E576", "no profile has this name", "{instead}")

# Bands.
NO_BAND = Message("E581", "can have no band, as neither more nor less is better", "remove it")
NO_BAND_YET = Message("E582", "profile {profile} has no band for it", "give both healthy and watch")
NO_EDGES = Message("E583", "nothing is given", "write healthy, watch, or null in place of both")
NO_SIDES = Message(
    "E584", "nothing is given", "write null to switch the band off, or healthy, watch"
)
EDGES = Message("E585", "{wanted}", more="a side of a band has too few or too many edges")
NULL_EDGE = Message("E586", "null is no edge here", "write a number")
PER_CENT_MEANT = Message("E587", "{plain} is {whole}%", "write {plain}% or {better}")
NO_PER_CENT = Message("E588", "this metric is {unit}", "write {better}, not {whole}%")
DESCENDING = Message("E589", "{low} is below {high}", "write the lower edge first")
CROSSED_WATCH = Message("E590", "{where}, but {because}", "write {needed}")
CROSSED_HEALTHY = Message("E591", "{where}, but {because}", "give watch as well, {needed}")
