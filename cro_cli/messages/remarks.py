"""W3: what is good to know of a file that was read, or was passed over."""

from __future__ import annotations

from cro_cli.messages import Message

IGNORED = "ignored"

UNKNOWN = Message(
    "W301",
    "ignored: no export that is known{near}",
    "take it out of the folder, or add the columns that are missing",
    IGNORED,
)
NOT_CSV = Message("W302", "ignored: not a CSV file", "save the sheet as CSV", IGNORED)
FOLDER = Message(
    "W324",
    "ignored: a folder in the one that was named, with files that may be exports",
    "name it too to read them",
    IGNORED,
)
NOT_PLAIN = Message(
    "W331",
    "ignored: a pipe or a device, which may never end",
    "name it too to read it",
    IGNORED,
)
GAP = Message(
    "W325",
    "has no row for {months}, though for months before and after: everybody seems to leave then,"
    " and to come back",
    "export these months too",
    "missing_months",
)
DOUBLE = Message(
    "W326",
    "{rows} exactly what another one says, and {count} as well",
    "take out what was exported twice; what was not needs a plan or an id to tell it",
    "double",
)
NO_CURRENCY = Message(
    "W327",
    "{rows} an amount and no currency, as others have; read as the reporting currency",
    "fill in the currency",
    "no_currency",
)
REVERSED = Message(
    "W333",
    "{rows} for nothing",
    "correct one of the two dates; `cro validate` names each such row",
    "reversed_dates",
)
ENCODING = Message(
    "W303",
    "is not UTF-8; read as Windows-1252",
    "export it as UTF-8 if letters look wrong",
    "encoding",
)
MISSING_COLUMN = Message(
    "W304", "has no column for the {meaning}", "add it to the export", "missing_column"
)
REPEATED = Message("W305", "{rows} what was read before and counts once", "", "repeated")
OUTDATED = Message(
    "W328",
    "{rows} an earlier state of what another one tells: the one updated last holds",
    "",
    "outdated",
)
RELABELLED = Message(
    "W334", "{things} another {labels} than was read before; the first holds", "", "relabelled"
)
GUESS = Message(
    "W307",
    "takes {columns} by the header alone: a guess",
    "compare them with the export; rename a column that is meant otherwise",
    "guess",
)
CONVERTED = Message(
    "W308",
    "{header!r} is converted; read as amounts in the reporting currency",
    "export the amount in the currency of its row, and that currency",
    "converted",
)
TAXED = Message(
    "W329",
    "takes {headers} for the price before tax; by {why} it may be with tax, which is no MRR",
    "export amounts before tax, or the tax in a column of its own",
    "with_tax",
)
INTERVALS = Message(
    "W316",
    "has no billing interval; what the current periods of a plan agree on is taken ({columns})",
    "add a column `interval` with day, week, month or year where that is not so",
    "derived",
)
HUNDREDTHS = Message(
    "W309",
    "{columns} are read as hundredths of a currency that no column names",
    "add the currency to the export if it has no hundredths, as JPY and KWD",
    "hundredths",
)
SPANS = Message(
    "W318",
    "rows whose current period is several of the interval they name: {rows:,}; their amount is"
    " taken for the whole period",
    "add a column `Interval Count` where that is not so",
    "derived",
)
MARKED = Message("W317", "{rows} {what}", "", "marked")
ASSUMED = Message(
    "W312",
    "takes for granted that {what}",
    "compare a row of it with what {system} shows",
    "guess",
)
PART = Message("W313", "holds only {part}", "add the rest: {beside}", "part")
NOT_READ = Message("W314", "ignored: {format} are not read", "{instead}", IGNORED)
STALE = Message(
    "E309",
    "is stale: its newest date is {newest}, {age:,} days ago, and {allowed:,} are allowed",
    "export it again, or allow more in `freshness: {kind}:` of the config",
    "stale",
)
UNDATED = Message(
    "E310",
    "is to be at most {allowed:,} days old, and none of its rows has a date that tells its age",
    "add {columns} to the export, or take `{kind}` out of `freshness:` in the config",
    "stale",
)
ABSENT = Message(
    "W330",
    "`freshness:` in the config says how old {kind} may be, and there is no export of them",
    "add the export, or take `{kind}` out of `freshness:`",
    "absent",
)
GUESSED_FORMAT = Message(
    "W310",
    "taken for {format}, though no such export was seen: a guess",
    "compare the report with the export",
    "guess",
)
ANNUAL = Message(
    "W311",
    "values for a month count twelve times, as those of a year: {count:,}",
    "leave `deals: amount_is:` at arr, the default",
    "annual",
)
CURRENCY_MARK = Message(
    "W306",
    "amounts carry {mark!r} but no currency code; read as the reporting currency",
    "add the currency column to the export",
    "currency_mark",
)
THOUSANDS = Message(
    "W332",
    "{amount} is read as {read}, since commas part the cells: no amount of the file proves it",
    "say `decimals: point` in the config where that is so, `decimals: comma` where it is not",
    "thousands",
)
HISTORY = Message(
    "W319",
    "the history of {kind} is read from {count} exports, of {days}",
    "",
    "history",
    more="A change counts from the day of the first export that shows it, unless its row knows the"
    " day. Nothing is told of the time before the first export.",
)
VANISHED = Message(
    "W320",
    "{said!r} is in the export of {seen}, and no longer in that of {gone}",
    "if it was deleted on purpose all is well; otherwise export {kind} whole",
    "vanished",
)
MORE_VANISHED = Message(
    "W321",
    "{count:,} more rows of {kind} are no longer in the export of a later day",
    "if they were deleted on purpose all is well; otherwise export {kind} whole",
    "vanished",
)
ENDED_VANISHED = Message(
    "W322", "{rows} of {kind} that had ended: a later export no longer has them", "", "gone"
)
UNEVEN = Message(
    "W323",
    "the exports of {kind} from several days do not all have {columns}, so no history is read",
    "export them with the same columns",
    "uneven",
)
