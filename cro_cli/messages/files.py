"""E1: files that cannot be read whole, or are not known; no report is made from them."""

from __future__ import annotations

from cro_cli.messages import Message

AGAIN = "export it again, or take it away"
OPEN = "see that it is there, and that you may read it"
LIKEWISE = "mend them likewise"

NOT_THERE = Message("E101", "there is no such file or folder", "check the path")
UNREADABLE = Message("E102", "cannot be read: {why}", OPEN)
TOO_LARGE = Message("E103", "is larger than 1 GiB", "split it or export less")
EMPTY_PATH = Message("E104", "a path is empty", "name a file or a folder")
ADDRESS = Message("E105", "is an address, not a file", "download it first")
EMPTY_FOLDER = Message("E106", "holds no .csv, .tsv or .txt file", "{advice}")
EMPTY_FILE = Message("E107", "is empty", AGAIN)

CHANGED = Message(
    "E155", "was written to while it was read", "try again when whatever writes it is done"
)

WORKBOOK = Message("E111", "is a workbook, whatever it is called", "save the sheet as CSV")
OLD_WORKBOOK = Message("E112", "is an old Excel workbook", "save the sheet as CSV")
PACKED = Message("E113", "is packed with {kind}", "unpack it first")
OTHER_KIND = Message("E114", "is {kind}, whatever it is called", "export CSV instead")
PAGE = Message(
    "E115",
    "is a web page, such as one to log in",
    "open it in a browser to see what it says, and export the file again",
)
JSON = Message("E116", "is JSON, perhaps the answer of an interface", "export CSV instead")
XML = Message("E117", "is XML", "export CSV instead, or save the sheet as CSV")
ARCHIVE = Message("E118", "is a zip archive", "unpack it first")
NUL = Message("E119", "holds NUL bytes, so it is no text", "export it again as CSV")
NOT_DECODED = Message(
    "E120", "is not {encoding} text (byte {byte}, about line {line})", "export it again as UTF-8"
)

NOT_READ = Message("E127", "{format} are not read", "{instead}")
UNKNOWN = Message(
    "E121",
    "is no export that is known{near}",
    "see `cro sources`, or describe it under `formats:` in the config",
)
AMBIGUOUS_FORMAT = Message("E122", "{formats} match equally well", "{advice}")
LACKS_KEY = Message(
    "E123", "looks like {format} but has no column for the {meaning}", "add it to the export"
)
COLUMN_TWICE = Message("E124", "has the column {column!r} more than once", "rename or remove one")
NO_ROWS = Message("E125", "has a header but no rows", AGAIN)
NO_ROWS_LEFT = Message("E126", "has no rows that count ({dropped})", AGAIN)

TOTALS = Message(
    "E128",
    "{word!r} may be a row of totals, or a name",
    "remove the row, or call it otherwise",
    more="A row that calls itself a total is left out when it lacks what every row needs, or when"
    " its amounts are the sums of all others. Here neither is so.",
)
NO_FLAG = Message(
    "E129",
    "{value!r} in the column {columns} is neither yes nor no, and tells which rows are {rule}",
    "write true or false",
)
CONFLICT = Message(
    "E130", "holds the marks of a merge that was never finished", "settle it, or export again"
)
OTHER_WIDTH = Message(
    "E131",
    "row {row} has {cells} where the header has {width}",
    "write as many; a cell that holds the separator needs quotes",
)
SECOND_TABLE = Message(
    "E154", "row {row} is the header of another export", "put each export into a file of its own"
)
MORE_WIDTHS = Message("E132", "and {count:,} more rows with too few or too many cells", LIKEWISE)
OPEN_QUOTE = Message(
    "E133",
    "a quote is opened and never closed",
    "the file may be cut off: export it again",
)
AFTER_QUOTE = Message(
    "E134", "text follows a closing quote", "quotes inside a cell must be doubled"
)
NOT_SPLIT = Message("E135", "cannot be split into cells ({why})", "export it again")

_WHOLE = "remove the row, or export the report again"
NO_GROUP_TITLE = Message(
    "E136",
    "rows stand in groups, and no title above the header says of what",
    "export the report {title!r} and keep the lines above its header",
)
NO_GROUP_ROW = Message(
    "E137", "row {row} is neither in a group nor the head or total of one", _WHOLE
)
OUTSIDE_GROUPS = Message("E138", "row {row} stands in no group", _WHOLE)
MORE_GROUP_ROWS = Message("E139", "and {count:,} more such rows", LIKEWISE)

_AMOUNTS = "export amounts as 1234.56"
TWO_DECIMAL_SIGNS = Message(
    "E141",
    "some amounts have a decimal point and others a decimal comma ({point}, {comma})",
    _AMOUNTS,
)
NO_DECIMAL_SIGN = Message(
    "E142",
    "amounts such as {amount} can be read with a decimal point or a decimal comma,"
    " and no other amount of the file tells which",
    f"{_AMOUNTS}, or say `decimals: point` or `decimals: comma` in the config",
)
_DATES = "export dates as 2026-09-30"
TWO_DATE_ORDERS = Message("E143", "some dates have the day first and others the month", _DATES)
NO_DATE_ORDER = Message(
    "E144",
    "the dates do not tell which of the two numbers is the month",
    f"{_DATES}, or say `dates: day_first` or `dates: month_first` in the config",
)
_BY_MONTH = "add a breakdown by month (or day) to the report and export it again"
MANY_MONTHS = Message("E145", "cost is given for {days}, more than one month at once", _BY_MONTH)
NO_MONTH = Message("E146", "nothing says which month the cost belongs to", _BY_MONTH)
NO_DAY = Message(
    "E148",
    "has no column {column!r}, so nothing says which month the cost belongs to",
    "add it to the export",
)
NO_BASE = Message(
    "E149",
    "nothing says which currency the rates are against",
    "export CurrencyType with IsCorporate",
)

MINOR_UNITS = Message(
    "E147",
    "{columns} are in the smallest unit of a currency, and no column says which",
    "add the currency to the export",
)

NO_HUNDREDTHS = Message(
    "E150",
    "amounts are in hundredths, but their invoices are in {currencies}, which have other units",
    "add the currency to the export",
)

CONTRADICTION = Message(
    "E151", "{place} have the same {key} but differ in {columns}", "keep the one that holds"
)
MORE_CONTRADICTIONS = Message(
    "E152", "and {count:,} more rows of {table} that contradict each other", LIKEWISE
)

UNDATED = Message(
    "E153",
    "is an export of {table} beside others of several days, and does not tell its own",
    "put the day in its name, or it into a folder such as 2026-01-31",
)
