"""Whichever way rows are read, they are those of the standard library's strict reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cro_cli.errors import InputError
from cro_cli.sources import Loaded, catalogue, recognition, rows
from cro_cli.sources.laying import lay
from cro_cli.sources.recognition import Recognised

HEADER = "id,name,email\n"
WIDTH = 3

cells = st.sampled_from(
    [
        "a",
        "",
        " ",
        '""',
        '"q"',
        '"q,r"',
        '"l\nm"',
        '"\n"',
        '"x""y"',
        '"u,"',
        '",v"',
        # and what is no sound cell, or only looks like a quoted one
        '7" n',
        '9"',
        '"',
        '"a"b',
        'b "c" d',
    ]
)
lines = st.lists(cells, min_size=1, max_size=4).map(",".join)


def cell(text: str | None) -> str | None:
    return text if text and text.strip() else None


def expected(text: str) -> list[list[str | None]] | None:
    """Return the rows of a text, or None where one cannot be split or has too few or many cells."""
    kept = []
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        for record in records[: len(records) - footer(records)]:
            if not any(map(cell, record)):
                continue
            if len(record) < WIDTH or any(map(cell, record[WIDTH:])):
                return None
            kept.append([cell(one) for one in record[:WIDTH]])
    except csv.Error:
        return None
    return kept


def footer(records: list[list[str]]) -> int:
    """Return how many of the last rows are blank or one text each, from a blank one on."""
    for start, record in enumerate(records):
        below = [list(map(cell, one)) for one in records[start:]]
        # Nothing but an id in a row that is as wide as the others is a customer.
        is_footer = all(
            len(one) - one.count(None) < 2 and not (len(one) >= WIDTH and one[0]) for one in below
        )
        if is_footer and not any(map(cell, record)):
            return len(below)
    return 0


def read(text: str) -> list[list[str | None]] | None:
    data = (HEADER + text).encode()
    found = recognition.recognise(data, "a.csv")
    assert isinstance(found, Recognised)
    plan = lay(catalogue.form(found.signature), found.header, found.delimiter)
    try:
        frame = rows.read(data, found, plan, "a.csv").frame
    except InputError:
        return None
    return [[cell(one) for one in row] for row in frame.drop(rows.ROW).rows()]


@given(st.lists(lines, min_size=1, max_size=4).map("\n".join))
@example('a,7" n,a\na,9" n,a')
@example('9",a,"l\nm"')
@example('a,a,"a"b,')
@example("a,,,\n,,\na,b,c")
@example('a,"\n",b')
@example('"\n"')
@example("a,b,c\n\nd\n,e,")
@example("a,b,c\n\nd,,\ne")
@settings(max_examples=300, deadline=None)
def test_rows_are_those_of_the_strict_reader(text: str) -> None:
    assert read(text) == expected(text.rstrip("\n"))


def test_row_with_nothing_but_its_first_cell_is_no_person(load: Callable[..., Loaded]) -> None:
    header = "Employee #,Hire Date,Job Title,Note,Note\n"
    rows = "1,2026-01-01,SDR,,\n2,,AE,,\n3,,,,away\nof all employees, , ,,\nAs of today\n"
    loaded = load(a=header + rows)
    assert loaded.tables["headcount"]["employee"].to_list() == ["1", "2", "3"]
    assert dict(loaded.inputs[0].dropped) == {"footer": 2}
