"""Encodings, delimiters, line ends and rows: read as they are, or refused by row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded

TO_MEND = "; write as many; a cell that holds the separator needs quotes"

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]

HEADER = "id,name,email"


def names(loaded: Loaded) -> list[str]:
    return loaded.tables["customers"].get_column("name").to_list()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_line_ends_and_delimiters(load: Load, end: str, delimiter: str, *, last: bool) -> None:
    lines = [HEADER, "c1,Acme,smb", 'c2,"Bolt",ent']
    text = end.join(lines).replace(",", delimiter) + (end if last else "")
    loaded = load(a=text)
    assert names(loaded) == ["Acme", "Bolt"]
    assert loaded.inputs[0].dropped == {}


def test_mixed_line_ends(load: Load) -> None:
    assert names(load(a=f"{HEADER}\r\nc1,Acme,smb\nc2,Bolt,ent\r\n")) == ["Acme", "Bolt"]


def test_separator_line_is_honoured(load: Load) -> None:
    loaded = load(a="sep=;\nid;name;email\nc1;Acme, Inc.;smb\nc2;Bolt\n".replace("Bolt", "B;x"))
    assert names(loaded) == ["Acme, Inc.", "B"]


@pytest.mark.parametrize("first", ["sep=\t", '"sep=\t"', "SEP=\t\t\t"])
def test_separator_may_be_a_tab(load: Load, first: str) -> None:
    assert names(load(a=f"{first}\nid\tname\temail\nc1\tAcme, Inc.\tx\n")) == ["Acme, Inc."]


@pytest.mark.parametrize("sign", ["§", '"', "\n", "€"])
def test_separator_that_cannot_be_one_is_not_heeded(load: Load, sign: str) -> None:
    assert names(load(a=f"sep={sign}\nid,name,email\nc1,Acme,x\n")) == ["Acme"]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(load: Load, encoding: str, said: str) -> None:
    loaded = load(a=f"{HEADER}\nc1,José €,smb\n".encode(encoding))
    assert names(loaded) == ["José €"]
    assert loaded.inputs[0].encoding == said
    notes = [one.code for one in loaded.findings]
    assert notes == (["encoding"] if encoding == "cp1252" else [])


def test_big_endian_utf_16(load: Load) -> None:
    assert names(load(a=b"\xfe\xff" + f"{HEADER}\nc1,José,smb\n".encode("utf-16-be"))) == ["José"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(load: Load, encoding: str) -> None:
    loaded = load(a=f"{HEADER}\nc1,José 株,smb\n".encode(encoding))
    assert names(loaded) == ["José 株"]
    assert loaded.inputs[0].encoding == encoding


def test_signs_that_nobody_sees_are_left_out(load: Load) -> None:
    loaded = load(a="\ufeffid,\u200bname,email\nc1\u2060,Ac\ufeffme,x\n")
    assert loaded.tables["customers"].select("id", "name").rows() == [("c1", "Acme")]


def test_rows_are_numbered_as_a_spreadsheet_does(load: Load) -> None:
    # Row 2 has two lines, row 3 is blank; the bad cell stands in row 5.
    text = "currency,rate,date\nusd,1,2026-01-01\n\neur,1.1,2026-01-01\n" + '"gb\np",x,2026-01-01\n'
    loaded = load(a=text)
    assert [(one.row, one.column) for one in loaded.findings] == [(5, "currency"), (5, "rate")]
    assert loaded.inputs[0].dropped == {"blank": 1}


def test_rows_below_a_title_are_numbered_from_the_top(load: Load) -> None:
    loaded = load(a="my rates,,\n\ncurrency,rate,date\nusd,1,2026-01-01\neur,x,2026-01-01\n")
    assert [one.row for one in loaded.findings] == [5]


def test_quotes_hold_separators_line_ends_and_quotes(load: Load) -> None:
    text = HEADER + '\nc1,"Acme, Inc.",smb\nc2,"two\nlines",ent\nc3,"the ""best""",mid\nc4,"",smb\n'
    assert names(load(a=text)) == ["Acme, Inc.", "two\nlines", 'the "best"', None]


def test_quote_inside_an_unquoted_cell_is_a_character(load: Load) -> None:
    assert names(load(a=f'{HEADER}\nc1,5" pipe,smb\nc2,6" pipe,ent\n')) == ['5" pipe', '6" pipe']


def test_quotes_inside_unquoted_cells_do_not_pair_up_across_rows(load: Load) -> None:
    rows = ['c1,7" nail,a@b.c', "c2,Bolt,", 'c3,9" nail,d@e.f', "c4,Nut,"]
    loaded = load(a="\n".join([HEADER, *rows]))
    assert names(loaded) == ['7" nail', "Bolt", '9" nail', "Nut"]


@pytest.mark.parametrize("rows", ['"c1\nc2,"Nut"\nc3,Cog,",,', 'c1,Bolt 7",",', '""c1",",,'])
def test_rows_cannot_hide_between_quotes_that_do_not_stand_around_a_cell(
    refused: Refused, rows: str
) -> None:
    (said,) = refused(a=f"{HEADER}\n{rows}")
    assert "row 2: " in said
    assert "quote" in said


def test_blank_rows_are_dropped_and_counted(load: Load) -> None:
    loaded = load(a=f"{HEADER}\nc1,Acme,smb\n,,\n\n  ,,\nc2,Bolt,ent\n,,\n\n\n")
    assert names(loaded) == ["Acme", "Bolt"]
    record = loaded.inputs[0]
    assert (record.rows, record.kept, record.dropped) == (6, 2, {"blank": 4})


def test_quoted_blank_rows_are_dropped_too(load: Load) -> None:
    loaded = load(a=f'{HEADER}\n"c1","Acme","smb"\n"","",""\n"c2","Bolt","ent"\n')
    assert names(loaded) == ["Acme", "Bolt"]
    assert loaded.inputs[0].dropped == {"blank": 1}


@pytest.mark.parametrize(
    "blank", [" , ,", ",,", '"","",""', "\t,,  ", '" ",,', "\u00a0,\u3000,", "\x0b,,"]
)
def test_a_row_of_nothing_but_space_is_blank(load: Load, blank: str) -> None:
    loaded = load(a=f"{HEADER}\nc1,Acme,x\n{blank}\nc2,Bolt,y\n")
    assert names(loaded) == ["Acme", "Bolt"]
    assert loaded.inputs[0].dropped == {"blank": 1}


def test_a_row_with_anything_in_it_is_not_blank(load: Load) -> None:
    loaded = load(a=f"{HEADER},note\nc1,Acme,x,\n,,,remember the milk\n")
    assert loaded.inputs[0].dropped == {}
    assert [(one.row, one.code) for one in loaded.findings] == [(3, "empty_cell")]


@pytest.mark.parametrize("name", ["Acme", '"two\nlines"'])
def test_odd_rows_do_not_move_the_others(load: Load, name: str) -> None:
    # With cells over two lines the file is split another way.
    text = f"currency,rate,date\n\nusd,1,2026-01-01,,\n{name},1,2026-01-01\n,,\neur,x,2026-01-01\n"
    loaded = load(a=text)
    assert loaded.tables["fx"].get_column("currency").to_list() == ["USD", None, "EUR"]
    assert [one.row for one in loaded.findings] == [4, 6]
    assert loaded.inputs[0].dropped == {"blank": 2}


def test_empty_cells_too_many_are_no_cells(load: Load) -> None:
    assert names(load(a=f"{HEADER}\nc1,Acme,smb,,\nc2,Bolt,ent\n")) == ["Acme", "Bolt"]


def test_unnamed_column_is_left_alone(load: Load) -> None:
    assert names(load(a="id,name,email,\nc1,Acme,smb,\nc2,Bolt,ent,x\n")) == ["Acme", "Bolt"]


def test_short_and_long_rows_are_refused_by_number(refused: Refused) -> None:
    text = f"{HEADER}\nc1,Acme,smb\nc2,Bolt\nc3,Corp,mid,more\n"
    assert refused(a=text) == (
        f"a.csv: row 3 has 2 cells where the header has 3{TO_MEND}",
        f"a.csv: row 4 has 4 cells where the header has 3{TO_MEND}",
    )


def test_short_row_after_a_quoted_one_is_refused(refused: Refused) -> None:
    assert refused(a=f'{HEADER}\nc1,"Acme, Inc.",smb\nc2,"Bolt"\n') == (
        f"a.csv: row 3 has 2 cells where the header has 3{TO_MEND}",
    )


def test_many_odd_rows_are_summed_up(refused: Refused) -> None:
    problems = refused(a=f"{HEADER}\n" + "c,x\n" * 1007)
    assert len(problems) == 6
    more = "a.csv: and 1,002 more rows with too few or too many cells; mend them likewise"
    assert problems[-1] == more


def test_open_quote_is_refused_by_row(refused: Refused) -> None:
    assert refused(a=f'{HEADER}\nc1,Acme,smb\nc2,"Bolt,ent\nc3,Corp,mid\n') == (
        (
            "a.csv: row 3: a quote is opened and never closed; the file may be cut off:"
            " export it again"
        ),
    )


def test_text_after_a_closing_quote_is_refused_by_row(refused: Refused) -> None:
    assert refused(a=f'{HEADER}\nc1,"Acme"x,smb\n') == (
        "a.csv: row 2: text follows a closing quote; quotes inside a cell must be doubled",
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rest", "is a zip archive; unpack it first"),
        (b"\xd0\xcf\x11\xe0rest", "is an old Excel workbook; save the sheet as CSV"),
        (b"\x1f\x8brest", "is packed with gzip; unpack it first"),
        (b"%PDF-1.7", "is a PDF, whatever it is called; export CSV instead"),
        (b"id,n\0me\n", "holds NUL bytes, so it is no text; export it again as CSV"),
        (
            b"id,name\nc1,\x81\n",
            "is not Windows-1252, nor UTF-8 text (byte 12, about line 2); export it again as UTF-8",
        ),
        (
            b"\xff\xfei\0d",
            "is not UTF-16 text (byte 5, about line 1); export it again as UTF-8",
        ),
    ],
)
def test_what_is_no_text_is_refused(refused: Refused, data: bytes, words: str) -> None:
    assert refused(a=data) == (f"a.csv: {words}",)


@pytest.mark.parametrize("data", ["", "\n\n", "  \r\n \t", "\ufeff"])
def test_empty_file_is_refused(refused: Refused, data: str) -> None:
    assert refused(a=data) == ("a.csv: is empty; export it again, or take it away",)


@pytest.mark.parametrize("rest", ["", "\n", "\n\n", "\n,,\n"])
def test_header_alone_is_refused(refused: Refused, rest: str) -> None:
    assert refused(a=HEADER + rest) == (
        "a.csv: has a header but no rows; export it again, or take it away",
    )


def test_column_twice_is_refused_if_it_is_read(refused: Refused) -> None:
    assert refused(a="id,email,name,Name \nc1,x,Acme,Bolt\n") == (
        "a.csv: has the column 'name' more than once; rename or remove one",
    )


def test_column_twice_that_is_not_read_does_no_harm(load: Load) -> None:
    assert names(load(a="id,name,email,Note,note\nc1,Acme,smb,x,y\n")) == ["Acme"]


def test_cells_are_stripped_of_all_kinds_of_space(load: Load) -> None:
    loaded = load(a="\ufeffid , Name*,EMAIL:,created_on\n c1\u00a0,\u202fAcme\t, ,    \n")
    table = loaded.tables["customers"]
    columns = ("id", "name", "email", "created_on")
    assert table.select(columns).rows() == [("c1", "Acme", None, None)]
    assert loaded.findings == ()


def test_file_that_says_it_has_no_data_is_refused(refused: Refused) -> None:
    header = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)"
    assert refused(a=f'{header}\n"No data available."\n') == (
        "a.csv: has no rows that count (no data 1); export it again, or take it away",
    )


def test_cell_beyond_all_bounds_is_refused(refused: Refused) -> None:
    # The quote amid text makes the file one to be split row by row.
    (problem,) = refused(a=f'{HEADER}\nc1,5" x,{"y" * (2**24 + 1)}\nc2,6",x\n')
    assert problem.startswith("a.csv: row 2: cannot be split into cells (a cell is larger than 16")


def test_header_beyond_all_bounds_is_no_header(refused: Refused) -> None:
    (problem,) = refused(a=f'"{"y" * 200_000}",name,email\nc1,Acme,x\n')
    assert problem == (
        "a.csv: is no export that is known; see `cro sources`, or describe it under `formats:` in"
        " the config"
    )


@pytest.mark.parametrize("again", [HEADER, '"id","name",email', "\n" + HEADER])
def test_exports_put_below_each_other_are_one(load: Load, again: str) -> None:
    loaded = load(a=f"{HEADER}\nc1,Acme,x\n{again}\nc1,Acme,x\nc2,Bolt,x\n")
    assert names(loaded) == ["Acme", "Bolt"]
    assert loaded.inputs[0].dropped["repeated header"] == 1


def test_exports_without_ids_below_each_other_are_refused(refused: Refused) -> None:
    text = "customer,month,amount\na,2026-09,5\n"
    said = "row 3 is the header of another export; put each export into a file of its own"
    assert refused(a=text * 2) == (f"a.csv: {said}",)


@pytest.mark.parametrize("header", ["id,amount,interval", "plan,amount,interval", "a,b,plan,email"])
def test_another_table_below_a_blank_row_is_refused(refused: Refused, header: str) -> None:
    (said,) = refused(a=f"{HEADER}\nc1,Acme,x\n,,\n{header}\npro,5,month\n")[:1]
    assert said.startswith("a.csv: row 4 ")


def test_a_row_below_a_blank_one_may_look_like_a_header(load: Load) -> None:
    assert names(load(a=f"{HEADER}\nc1,Acme,x\n\nplan,status,e@x.co\n")) == ["Acme", "status"]


@pytest.mark.parametrize(
    "footer", ["\nMade by X 3\n", "\n,Made by X,\n\n\nPage 1\n", ' , ,\n"Made\nby X"\n\n']
)
def test_lines_of_one_text_below_a_blank_row_are_a_footer(load: Load, footer: str) -> None:
    loaded = load(a=f"{HEADER}\nc1,Acme,x\n{footer}")
    assert names(loaded) == ["Acme"]
    assert loaded.inputs[0].dropped["footer"] == footer.count("Page") + 1


@pytest.mark.parametrize(
    ("below", "row"), [("Made by X\n", 3), ("\nMade by X\nc2,Bolt,x\n", 4), ("\nc2,Bolt\n", 4)]
)
def test_a_short_row_elsewhere_is_no_footer(refused: Refused, below: str, row: int) -> None:
    (said,) = refused(a=f"{HEADER}\nc1,Acme,x\n{below}")
    assert said.startswith(f"a.csv: row {row} has ")


def test_nothing_but_an_id_below_a_blank_row_is_a_row(load: Load) -> None:
    assert names(load(a=f"{HEADER}\nc1,Acme,x\n,,\nc2,,\n")) == ["Acme", None]


def test_what_is_no_month_below_a_blank_row_is_a_footer(load: Load) -> None:
    text = "month,revenue\n2026-08,5\n,\nSeptember 2026,\n{}"
    assert load(a=text.format("")).tables["financials"].height == 2
    assert load(a=text.format(",\nPage 1,\n")).tables["financials"].height == 2


@pytest.mark.parametrize("blank", ["", ",,\n"])
def test_long_text_is_read_whichever_way_the_rows_are_split(load: Load, blank: str) -> None:
    """The blank row makes the file one to be split row by row."""
    text = "y" * 200_000
    assert names(load(a=f"{HEADER}\n{blank}c1,{text},x\nc2,Bolt,x\n")) == [text, "Bolt"]
