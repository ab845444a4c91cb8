"""Traps of rows and columns: more of them, fewer of them, others than expected."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.polluted.company import Export, Row
from tests.polluted.trap import may_refuse, must_read, must_refuse

Table = tuple[Row, ...]


def _lines(export: Export) -> tuple[list[str], list[str]]:
    """Return the lines down to the header, and those below."""
    lines = export.text().splitlines()
    start = len(export.above) + 1
    return lines[:start], lines[start:]


def _widened(export: Export, at: int, header: str, cell: str) -> Export:
    def wide(row: Row, value: str) -> Row:
        return (*row[:at], value, *row[at:])

    return Export(
        export.name,
        export.above,
        wide(export.header, header),
        tuple(wide(row, cell) for row in export.rows),
    )


# ---- columns


@must_read
def column_more_in_front(export: Export) -> Export | None:
    # Google Ads' rows of totals are told by their first cell.
    if export.above:
        return None
    return _widened(export, 0, "my_custom_field__c", "1,234.5")


@must_read
def column_more_at_the_end(export: Export) -> Export:
    return _widened(export, len(export.header), "notes (metadata)", "=HYPERLINK(1)")


@must_read
def column_without_a_name(export: Export) -> Export:
    return _widened(export, len(export.header), "", "")


@must_read
def columns_of_no_use(export: Export) -> Export:
    for number in range(1, 6):
        export = _widened(export, len(export.header), f"Column{number}", "")
    return export


@must_read
def columns_the_other_way_round(export: Export) -> Export | None:
    if export.above:
        return None
    return Export(export.name, (), export.header[::-1], tuple(row[::-1] for row in export.rows))


@must_read
def columns_in_any_order(export: Export) -> Export | None:
    if export.above:
        return None
    order = list(range(len(export.header)))
    random.Random(7).shuffle(order)  # noqa: S311 - no secret
    rows = tuple(tuple(row[place] for place in order) for row in export.rows)
    header = tuple(export.header[place] for place in order)
    return Export(export.name, export.above, header, rows)


@must_read
def header_with_spaces(export: Export) -> Export:
    header = (f" {cell.replace(' ', '  ')}\u00a0" for cell in export.header)
    return replace(export, header=tuple(header))


@must_read
def header_with_marks_of_import_templates(export: Export) -> Export:
    return replace(export, header=tuple(f"{cell}*" for cell in export.header))


@must_read
def header_with_signs_of_no_width(export: Export) -> Export:
    return replace(export, header=tuple(f"\u200b{cell}\ufeff" for cell in export.header))


@must_refuse
def column_that_is_read_twice(export: Export) -> Export:
    column = (*export.columns.ids, *export.columns.dates, *export.columns.amounts)[-1]
    return _widened(export, len(export.header), f"{column} ".upper(), "9")


@must_read
def column_that_is_not_read_twice(export: Export) -> Export:
    wide = _widened(export, len(export.header), "Cancel Reason", "a")
    return _widened(wide, len(export.header), "Cancel reason", "b")


# ---- rows


@must_read
def rows_the_other_way_round(export: Export) -> Export | None:
    return None if export.above else export.with_rows(export.rows[::-1])


@must_read
def blank_rows(export: Export) -> str:
    head, body = _lines(export)
    return "\n".join([*head, "", *body[:3], "", "", *body[3:], "", ""])


@must_read
def blank_rows_on_top(export: Export) -> str:
    return "\n\n\n" + export.text()


@must_read
def rows_of_commas(export: Export) -> str:
    commas = "," * (len(export.header) - 1)
    head, body = _lines(export)
    return "\n".join([*head, *body[:2], commas, *body[2:], *[commas] * 400])


@must_read
def rows_of_quoted_nothing(export: Export) -> str:
    nothing = ",".join(['""'] * len(export.header))
    head, body = _lines(export)
    return "\n".join([*head, *body[:2], nothing, *body[2:], nothing])


@must_read
def rows_of_spaces(export: Export) -> str:
    spaces = ",".join([" \u00a0"] * len(export.header))
    head, body = _lines(export)
    return "\n".join([*head, *body[:2], spaces, *body[2:], "   "])


@must_read
def commas_at_the_end_of_rows(export: Export) -> str:
    head, body = _lines(export)
    return "\n".join([*head, *(f"{line},," for line in body)])


@must_read
def commas_at_the_end_of_every_line(export: Export) -> str:
    return "\n".join(f"{line},," for line in export.text().splitlines())


@must_read
def spaces_around_cells(export: Export) -> Export:
    return export.with_rows(
        [f" {cell}\u00a0" if cell else cell for cell in row] for row in export.rows
    )


@must_read
def title_above(export: Export) -> str:
    return "Lumenloop Inc.\nExported by Selma on 2026-10-01\n\n" + export.text()


@must_read
def title_above_as_wide_as_the_rows(export: Export) -> str:
    commas = "," * (len(export.header) - 1)
    return f"Lumenloop Inc.{commas}\n{commas}\n" + export.text()


@may_refuse
def many_lines_above(export: Export) -> str:
    return "".join(f"remark {number}\n" for number in range(40)) + export.text()


@must_refuse
def short_row(export: Export) -> str:
    head, body = _lines(export)
    middle = len(body) // 2
    return "\n".join([*head, *body[:middle], "x,y", *body[middle:]])


@must_refuse
def long_row(export: Export) -> str:
    head, body = _lines(export)
    middle = len(body) // 2
    return "\n".join([*head, *body[:middle], f"{body[middle]},x", *body[middle + 1 :]])


@must_refuse
def row_split_by_a_comma_too_many(export: Export) -> str:
    head, body = _lines(export)
    return "\n".join([*head, f"Acme, Inc.,{body[0]}", *body[1:]])


@must_refuse
def file_cut_off(export: Export) -> str:
    text = export.text().rstrip("\n")
    last = text.rindex("\n")
    return text[: last + text[last:].rindex(",")] if "," in text[last:] else text


@must_refuse
def file_cut_off_in_quotes(export: Export) -> str:
    text = export.text(quote_all=True)
    return text[: text.rindex('"')]


@must_refuse
def other_table_below(export: Export) -> str:
    return export.text() + "\nCampaign,Clicks\nBrand,12\nOther,13\n"


@must_refuse
def same_table_below_with_fewer_columns(export: Export) -> str:
    rows = [export.header[:-1], *(row[:-1] for row in export.rows[:3])]
    return (
        export.text()
        + "\n"
        + replace(export, above=(), header=rows[0], rows=tuple(rows[1:])).text()
    )


@must_read
def footer_of_one_line(export: Export) -> str:
    return export.text() + "\nGenerated by ReportBuilder 3.1\n"


@must_read
def footer_padded_by_a_spreadsheet(export: Export) -> Export:
    blank = [""] * len(export.header)
    said = [[text, *blank[1:]] for text in ("Generated by ReportBuilder 3.1", "Page 1 of 1")]
    return export.with_rows([*export.rows, blank, said[0], blank, said[1]])


@must_read
def footer_of_salesforce(export: Export) -> str:
    return (
        export.text() + '\n\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
        '"Confidential Information - Do Not Distribute"\n'
    )


@may_refuse
def header_again_amid_the_rows(export: Export) -> Export:
    half = len(export.rows) // 2
    return export.with_rows([*export.rows[:half], export.header, *export.rows[half:]])


@may_refuse
def units_below_the_header(export: Export) -> Export:
    return export.with_rows([["(text)"] * len(export.header), *export.rows])


@may_refuse
def exported_twice_into_one_file(export: Export) -> str:
    return export.text() + export.text()


def _totals(export: Export, word: str, place: int) -> Export | None:
    """Return the export with a row of totals: a word, and the sums of the amounts."""
    if not export.columns.amounts:
        return None
    row = [""] * len(export.header)
    row[place] = word
    for at, name in enumerate(export.header):
        cells = [one.replace(",", "") for one in export.cells(name)]
        if name in export.columns.amounts or name[:2] == "20":
            row[at] = f"{sum(float(cell) for cell in cells if cell):.2f}"
    return export.with_rows([*export.rows, row])


@must_read
def totals_below(export: Export) -> Export | None:
    return _totals(export, "Total", 0)


@must_read
def grand_totals_below(export: Export) -> Export | None:
    return _totals(export, "Grand Total:", 0)


@must_read
def totals_below_in_the_column_of_names(export: Export) -> Export | None:
    names = export.columns.names
    return _totals(export, "TOTAL", export.place(names[0])) if names else None


@may_refuse
def totals_below_without_a_word(export: Export) -> Export | None:
    return _totals(export, "", 0)
