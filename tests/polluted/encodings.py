"""Traps of encodings, delimiters, quotes and line ends."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from dataclasses import replace

from tests.polluted.company import Export
from tests.polluted.trap import may_refuse, must_read, must_refuse


def _with_accents(export: Export) -> Export | None:
    """Return the export with names that are not ASCII."""
    names = export.columns.names
    return export.each(names, lambda cell: f"{cell} é") if names else None


# ---- encodings


@must_read
def utf_8_with_mark(export: Export) -> bytes:
    return codecs.BOM_UTF8 + export.data()


@must_read
def utf_16_little_endian(export: Export) -> bytes:
    return codecs.BOM_UTF16_LE + export.text("\t", "\r\n").encode("utf-16-le")


@must_read
def utf_16_big_endian(export: Export) -> bytes:
    return codecs.BOM_UTF16_BE + export.text().encode("utf-16-be")


@must_read
def utf_16_little_endian_without_mark(export: Export) -> bytes:
    return export.text().encode("utf-16-le")


@must_read
def utf_16_big_endian_without_mark(export: Export) -> bytes:
    return export.text().encode("utf-16-be")


@must_read
def utf_32(export: Export) -> bytes:
    return export.text().encode("utf-32")


@must_read
def utf_8_with_two_marks(export: Export) -> bytes:
    return codecs.BOM_UTF8 * 2 + export.data()


@must_read
def utf_8_with_mark_and_quoted_header(export: Export) -> bytes:
    return codecs.BOM_UTF8 + export.text(quote_all=True).encode()


@must_refuse
def utf_16_with_half_a_character(export: Export) -> bytes:
    return codecs.BOM_UTF16_LE + export.text().encode("utf-16-le")[:-1]


@must_refuse
def byte_that_is_in_no_encoding(export: Export) -> bytes:
    return export.data().replace(b"e", b"\x81", 1)


@must_refuse
def nul_bytes(export: Export) -> bytes:
    data = export.data()
    return data[: len(data) // 2] + b"\0" + data[len(data) // 2 :]


@must_refuse
def the_rest_is_nul_bytes(export: Export) -> bytes:
    data = export.data()
    return data[: len(data) // 2] + b"\0" * 4096


@may_refuse
def end_of_file_sign(export: Export) -> bytes:
    return export.data() + b"\x1a"


@may_refuse
def mark_amid_the_file(export: Export) -> str:
    lines = export.text().splitlines(keepends=True)
    return "".join([*lines[:-1], "\ufeff", lines[-1]])


@must_read
def names_with_accents_as_windows_1252(export: Export) -> bytes | None:
    accented = _with_accents(export)
    # Accents in names cannot change a number, but for names that are matched.
    return None if accented is None or "Name" in export.columns.names else _cp1252(accented)


def _cp1252(export: Export) -> bytes:
    # A spreadsheet writes a question mark for what the encoding does not have.
    return export.text().encode("cp1252", "replace")


# ---- delimiters


@must_read
def semicolons(export: Export) -> str:
    return export.text(";")


@must_read
def tabs(export: Export) -> str:
    return export.text("\t")


@must_read
def bars(export: Export) -> str:
    return export.text("|")


@must_read
def separator_said_first(export: Export) -> str:
    return "sep=;\n" + export.text(";")


@must_read
def separator_said_in_quotes(export: Export) -> str:
    return '"sep=\t"\r\n' + export.text("\t", "\r\n")


@must_read
def separator_said_that_is_rare(export: Export) -> str:
    return "sep=^\n" + export.text("^")


@must_refuse
def separator_said_wrongly(export: Export) -> str:
    return "sep=;\n" + export.text()


@may_refuse
def delimiters_with_a_space_behind(export: Export) -> str:
    return re.sub(r"(?<=[^,\n]),(?=[^,\n\"])", ", ", export.text())


@may_refuse
def delimiters_with_a_space_before_quotes(export: Export) -> str:
    return export.text(quote_all=True).replace('","', '", "')


# ---- line ends


@must_read
def carriage_returns_and_line_feeds(export: Export) -> str:
    return export.text(end="\r\n")


@must_read
def carriage_returns(export: Export) -> str:
    return export.text(end="\r")


@must_read
def line_ends_mixed(export: Export) -> str:
    lines = export.text().splitlines()
    return "".join(line + end for line, end in zip(lines, itertools.cycle(["\n", "\r\n"])))


@must_read
def all_three_line_ends(export: Export) -> str:
    lines = export.text().splitlines()
    return "".join(line + end for line, end in zip(lines, itertools.cycle(["\n", "\r\n", "\r"])))


@must_read
def carriage_returns_doubled(export: Export) -> str:
    return export.text(end="\r\r\n")


@must_read
def no_line_end_at_the_end(export: Export) -> str:
    return export.text().rstrip("\n")


@must_read
def many_line_ends_at_the_end(export: Export) -> str:
    return export.text() + "\n\n\r\n"


@must_read
def line_ends_in_names(export: Export) -> Export | None:
    names = [name for name in export.columns.names if name != "Name"]
    return export.each(names, lambda cell: f"{cell}\nsecond line") if names else None


def _noted(export: Export, header: str, cell: str) -> Export:
    """Return the export with a column more, at the end."""
    rows = tuple((*row, cell) for row in export.rows)
    return Export(export.name, export.above, (*export.header, header), rows)


@must_read
def line_ends_in_unread_cells(export: Export) -> Export:
    return _noted(export, "a note", "two\r\nlines")


@must_read
def signs_that_python_takes_for_line_ends(export: Export) -> Export:
    return _noted(export, "a note", "a\x0bb\x0cc\x1cd\x85e\u2028f")


# ---- quotes


@must_read
def everything_quoted(export: Export) -> str:
    return export.text(quote_all=True)


@must_read
def texts_quoted(export: Export) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([*export.above, export.header, *export.rows])
    return out.getvalue()


@must_read
def quotes_doubled_in_names(export: Export) -> Export | None:
    names = [name for name in export.columns.names if name != "Name"]
    return export.each(names, lambda cell: f'the "{cell}", Inc.') if names else None


@must_read
def quotes_doubled_in_the_header(export: Export) -> Export:
    return _noted(export, 'Date entered "Demo (Sales)"', "")


@must_read
def line_end_in_the_header(export: Export) -> Export:
    return _noted(export, "a note\nthat is long", "")


@must_read
def inches_in_unread_cells(export: Export) -> str:
    lines = export.text().splitlines()
    start = len(export.above)
    marked = [f'{line},7" nail' for line in lines[start + 1 :]]
    return "\n".join([*lines[:start], f"{lines[start]},size", *marked])


@must_refuse
def quote_that_is_never_closed(export: Export) -> str:
    lines = export.text().splitlines()
    middle = (len(lines) + len(export.above)) // 2 + 1
    return "\n".join([*lines[:middle], '"' + lines[middle].replace('"', ""), *lines[middle + 1 :]])


@must_refuse
def text_behind_a_closing_quote(export: Export) -> str:
    text = export.text(quote_all=True).splitlines()
    return "\n".join([*text[:-1], text[-1].replace('"', '"x" ', 1)])


@may_refuse
def quotes_escaped_by_backslashes(export: Export) -> str | None:
    names = export.columns.names
    if not names:
        return None
    marked = export.each(names, lambda cell: f"the @{cell}@, Inc.")
    return marked.text(quote_all=True).replace("@", '\\"')


@may_refuse
def apostrophes_for_quotes(export: Export) -> str:
    return export.text(quote_all=True).replace('"', "'")


@may_refuse
def curly_quotes(export: Export) -> str:
    return re.sub('"([^"]*)"', "\u201c\\1\u201d", export.text(quote_all=True))


@may_refuse
def whole_lines_quoted(export: Export) -> str:
    lines = export.text().splitlines()
    return "".join('"' + line.replace('"', '""') + '"\n' for line in lines)


@must_read
def names_that_look_like_anything(export: Export) -> Export | None:
    hostile = itertools.cycle(
        [
            "=cmd|' /C calc'!A0",
            "+1 555",
            "@x",
            "-2+3",
            "[/]",
            "[red]",
            "\x1b[2J",
            "\u202egnp",
            "NULL",
            "nan",
            "1e309",
            "{0}",
            "%s",
            "DROP TABLE x; --",
            "../../etc/passwd",
            "\U0001f600",
            "株式会社",
        ]
    )
    names = [name for name in export.columns.names if name != "Name"]
    return export.each(names, lambda _: next(hostile)) if names else None


@must_read
def control_characters_in_names(export: Export) -> Export | None:
    names = [name for name in export.columns.names if name != "Name"]
    return export.each(names, lambda cell: f"\x07{cell}\x1b]0;x\x07\x9b2J") if names else None


@must_read
def header_shouted(export: Export) -> Export:
    return replace(export, header=tuple(cell.upper() for cell in export.header))
