"""Files that are called .csv and are something else: named for what they are."""

from __future__ import annotations

import re

from cro_cli.messages import Problem
from cro_cli.messages import files as messages

_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IN_WORKBOOKS = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet", b"Index/Document")
# What files of a kind begin with.
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
}
_OTHER = {
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet table",
    b"ARROW1": "an Arrow table",
    b"Obj\x01": "an Avro table",
    b"SQLite format 3": "a SQLite database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document",
    b"version https://git-lfs": "the pointer of Git LFS to a file",
    b"/annex/objects": "the pointer of git-annex to a file",
}
# Not compiled before they are needed, which they mostly are not.
_PAGE = rb"(?i)<(?:!doctype\s+html|html|head|body|script|table|div|meta)\b"
_XML = rb"(?i)<(?:\?xml|!doctype|!--|[A-Za-z][\w:]*[\s/>])"
_CONFLICT = b"\n<<<<<<< "
_JSON = rb"\{\s*[\"}]|\[\s*[\[{\]\"0-9]"


def of_bytes(data: bytes, file: str) -> Problem | None:
    """Return what a file is that is no text, told by its first bytes; None for all others."""
    if data.startswith(_ZIP):
        is_workbook = any(part in data[:_HEAD] for part in _IN_WORKBOOKS)
        return (messages.WORKBOOK if is_workbook else messages.ARCHIVE).problem(file)
    if data.startswith(_OLD_WORKBOOK):
        return messages.OLD_WORKBOOK.problem(file)
    for start, kind in _PACKED.items():
        if data.startswith(start):
            return messages.PACKED.problem(file, kind=kind)
    kinds = (kind for start, kind in _OTHER.items() if data.startswith(start))
    kind = next(kinds, "")
    return messages.OTHER_KIND.problem(file, kind=kind) if kind else None


def of_text(data: bytes, file: str) -> Problem | None:
    """Return what a text is that is no table, told by its start or by marks in it, if it is one."""
    head = data[:_HEAD].lstrip()
    if head.startswith(b"<"):
        is_xml = re.match(_XML, head)
        if re.match(_PAGE, head) or (is_xml and re.search(_PAGE, head)):
            return messages.PAGE.problem(file)
        if is_xml:
            return messages.XML.problem(file)
    if head.startswith((b"{", b"[")) and re.match(_JSON, head):
        return messages.JSON.problem(file)
    return messages.CONFLICT.problem(file) if _CONFLICT in data else None
