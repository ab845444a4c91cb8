"""From bytes to UTF-8 text with plain line ends, or a refusal that says why."""

from __future__ import annotations

import codecs

from cro_cli.errors import InputError
from cro_cli.messages import files as messages
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import disguises

_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Signs that take no room: no eye sees them, and they make two ids of one.
_UNSEEN = tuple(sign.encode() for sign in "\ufeff\u200b\u2060")
_SAMPLE = 4096
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
        InputError: when it is no text, or one that is no table.
    """
    if (disguise := disguises.of_bytes(data, file)) is not None:
        raise InputError([disguise])
    text = _decoded(data, file)
    if b"\0" in text.data:
        raise InputError([messages.NUL.problem(file)])
    if (disguise := disguises.of_text(text.data, file)) is not None:
        raise InputError([disguise])
    return Text(data=_plain_ends(_seen(text.data)), encoding=text.encoding)


def narrow(head: bytes) -> str:
    """Return the encoding to try on a file that begins so; empty where bytes are no letters."""
    is_wide = head.startswith(tuple(_WIDE)) or _unmarked(head)
    if is_wide or disguises.of_bytes(head, "") or disguises.of_text(head.removeprefix(MARK), ""):
        return ""
    return "utf-8-sig" if head.startswith(MARK) else "utf-8"


def decode_piece(data: bytes, encoding: str) -> bytes:
    """Decode a piece of a file that ends with a line, in an encoding of which bytes are letters.

    Raises:
        UnicodeDecodeError: when it is not in the encoding.
        WholeError: when it is no text.
    """
    if not data.isascii():
        text = data.decode(FALLBACK if encoding == FALLBACK else "utf-8")
        data = _seen(text.encode() if encoding == FALLBACK else data)
    if b"\0" in data:
        raise WholeError
    return _plain_ends(data)


def _decoded(data: bytes, file: str) -> Text:
    for mark, encoding in _WIDE.items():
        if data.startswith(mark):
            return Text(data=_recoded(data, encoding, file), encoding=encoding)
    if data.startswith(MARK):
        return Text(data=_recoded(data, "utf-8-sig", file), encoding="utf-8-sig")
    if unmarked := _unmarked(data):
        return Text(data=_recoded(data, unmarked, file), encoding=unmarked)
    if _is_utf8(data):
        return Text(data=data, encoding="utf-8")
    return Text(data=_recoded(data, FALLBACK, file), encoding=FALLBACK)


def _unmarked(data: bytes) -> str:
    """Return the UTF-16 that a text without a mark is in: half of its bytes are NUL, or none."""
    head = data[:_SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    few, many = len(head) // 8, len(head) // 4
    if even <= few and odd >= many > few:
        return "utf-16-le"
    return "utf-16-be" if odd <= few and even >= many > few else ""


def _seen(data: bytes) -> bytes:
    """Return a text without the signs that nobody sees."""
    if data.isascii():
        return data
    for sign in _UNSEEN:
        # One byte is found ten times as fast as several, and is hardly ever there.
        if sign[:1] in data and sign in data:
            data = data.replace(sign, b"")
    return data


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
