"""From bytes to UTF-8 text with plain line ends, or a refusal that says why."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from cro_cli.errors import InputError
from cro_cli.messages import files as messages

_BINARY = {
    b"PK\x03\x04": messages.WORKBOOK,
    b"\xd0\xcf\x11\xe0": messages.OLD_WORKBOOK,
    b"\x1f\x8b": messages.GZIP,
    b"%PDF": messages.PDF,
}
_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
FALLBACK = "cp1252"
MARK = codecs.BOM_UTF8


class WholeError(Exception):
    """A large file that has to be read whole, because pieces of it do not tell enough."""


class Text(NamedTuple):
    """The text of a file as UTF-8 bytes, lines ended by LF, and the encoding it came in."""

    data: bytes
    encoding: str


def decode(data: bytes, file: str) -> Text:
    """Decode a file whole: by its mark, as strict UTF-8, or else as Windows-1252.

    Raises:
        InputError: when it is no text.
    """
    for magic, message in _BINARY.items():
        if data.startswith(magic):
            raise InputError([message.problem(file)])
    text = _decoded(data, file)
    if b"\0" in text.data:
        raise InputError([messages.NUL.problem(file)])
    return Text(data=_plain_ends(text.data), encoding=text.encoding)


def narrow(head: bytes) -> str:
    """Return the encoding to try on a file that begins so; empty where bytes are no letters."""
    if head.startswith((*_BINARY, *_WIDE)):
        return ""
    return "utf-8-sig" if head.startswith(MARK) else "utf-8"


def decode_piece(data: bytes, encoding: str) -> bytes:
    """Decode a piece of a file that ends with a line, in an encoding of which bytes are letters.

    Raises:
        UnicodeDecodeError: when it is not in the encoding.
        WholeError: when it is no text.
    """
    if encoding == FALLBACK:
        data = data if data.isascii() else data.decode(FALLBACK).encode()
    elif not data.isascii():
        data.decode()
    if b"\0" in data:
        raise WholeError
    return _plain_ends(data)


def _decoded(data: bytes, file: str) -> Text:
    for mark, encoding in _WIDE.items():
        if data.startswith(mark):
            return Text(data=_recoded(data, encoding, file), encoding=encoding)
    if data.startswith(MARK):
        return Text(data=_recoded(data, "utf-8-sig", file), encoding="utf-8-sig")
    if _is_utf8(data):
        return Text(data=data, encoding="utf-8")
    return Text(data=_recoded(data, FALLBACK, file), encoding=FALLBACK)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _recoded(data: bytes, encoding: str, file: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError as error:
        byte = getattr(error, "start", 0)
        line = data.count(b"\n", 0, byte) + 1
        name = "Windows-1252, nor UTF-8" if encoding == FALLBACK else encoding.upper()
        words = {"encoding": name, "byte": byte + 1, "line": line}
        raise InputError([messages.NOT_DECODED.problem(file, **words)]) from error


def _plain_ends(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
