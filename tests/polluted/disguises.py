"""Files that are called .csv and are something else."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile

from tests.polluted.company import Export
from tests.polluted.trap import may_refuse, must_refuse


@must_refuse
def nothing(_: Export) -> bytes:
    return b""


@must_refuse
def nothing_but_line_ends(_: Export) -> bytes:
    return b"\r\n\r\n \n"


@must_refuse
def nothing_but_a_mark(_: Export) -> bytes:
    return b"\xef\xbb\xbf"


@must_refuse
def header_alone(export: Export) -> str:
    return export.with_rows(()).text()


@must_refuse
def no_header(export: Export) -> str:
    return Export(export.name, (), export.rows[0], export.rows[1:]).text()


@must_refuse
def archive(export: Export) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr(export.name, export.text())
    return out.getvalue()


@must_refuse
def compressed(export: Export) -> bytes:
    return gzip.compress(export.data())


@must_refuse
def old_workbook(_: Export) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@must_refuse
def portable_document(_: Export) -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


@must_refuse
def page_to_log_in(_: Export) -> str:
    return "<!DOCTYPE html>\n<html><head><title>Log in, please</title></head><body></body></html>\n"


@must_refuse
def page_with_the_table(export: Export) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n"
        for row in (export.header, *export.rows)
    )
    return f"<html><body><table>\n{rows}</table></body></html>\n"


@must_refuse
def document_of_json(export: Export) -> str:
    rows = [dict(zip(export.header, row, strict=True)) for row in export.rows]
    return json.dumps({"data": rows})


@must_refuse
def lines_of_json(export: Export) -> str:
    return "".join(
        json.dumps(dict(zip(export.header, row, strict=True))) + "\n" for row in export.rows
    )


@must_refuse
def message_of_an_interface(_: Export) -> str:
    return '{"error": {"message": "You did not provide an API key, a, b, c"}}\n'


@must_refuse
def document_of_xml(_: Export) -> str:
    return '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office"></Workbook>\n'


@must_refuse
def table_of_parquet(_: Export) -> bytes:
    return b"PAR1" + b"\x15\x04" * 50 + b"PAR1"


@must_refuse
def database(_: Export) -> bytes:
    return b"SQLite format 3\0" + b"\0" * 200


@must_refuse
def picture(_: Export) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@must_refuse
def pointer_to_a_large_file(_: Export) -> str:
    return (
        "version https://git-lfs.github.com/spec/v1\n"
        "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
    )


@must_refuse
def text_in_base_64(export: Export) -> bytes:
    return base64.encodebytes(export.data())


@must_refuse
def prose(_: Export) -> str:
    return "Dear Selma,\n\nplease find attached, as promised, the export.\n\nBest, Taro\n"


@must_refuse
def conflict_of_git(export: Export) -> str:
    lines = export.text().splitlines()
    middle = len(lines) // 2
    both = ["<<<<<<< HEAD", lines[middle], "=======", lines[middle], ">>>>>>> main"]
    return "\n".join([*lines[:middle], *both, *lines[middle + 1 :]])


@may_refuse
def difference_of_git(export: Export) -> str:
    return "".join(f"+{line}\n" for line in export.text().splitlines())


@may_refuse
def table_of_markdown(export: Export) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (export.header, *export.rows)]
    return "\n".join([lines[0], "|---" * len(export.header) + "|", *lines[1:]])


@may_refuse
def table_as_a_terminal_draws_it(export: Export) -> str:
    lines = ["\u2502 " + " \u2502 ".join(row) + " \u2502" for row in (export.header, *export.rows)]
    return "\n".join(lines)


@may_refuse
def columns_of_fixed_width(export: Export) -> str:
    return "\n".join(
        "".join(f"{cell:<30}" for cell in row) for row in (export.header, *export.rows)
    )


@may_refuse
def table_turned_on_its_side(export: Export) -> str:
    rows = list(zip(export.header, *export.rows, strict=True))
    return Export(export.name, (), rows[0], tuple(rows[1:])).text()
