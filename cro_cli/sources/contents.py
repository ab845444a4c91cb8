"""What is in a file: read whole, or a large one piece by piece."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from cro_cli.errors import InputError
from cro_cli.messages import files as messages
from cro_cli.model import Finding
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import decoding, files, recognition, remarks, shaping
from cro_cli.sources.catalogue import Catalogue
from cro_cli.sources.decoding import Text, WholeError
from cro_cli.sources.file_read import FileRead
from cro_cli.sources.files import Size, Source
from cro_cli.sources.format import Format
from cro_cli.sources.laying import lay
from cro_cli.sources.loaded import Seen
from cro_cli.sources.plan import Plan
from cro_cli.sources.recognition import Recognised, Unknown
from cro_cli.sources.rows import Splitter
from cro_cli.sources.shaping import Shaped

if TYPE_CHECKING:
    from cro_cli.sources.digest import Digest
    from cro_cli.sources.pieces import Large


class Way(NamedTuple):
    """How files are read: what formats are known, in what pieces, and if decisions are noted.

    With `hashed` it is told what identifies their bytes; `seen` is told how many more were read.
    """

    known: Catalogue
    size: Size
    evidence: bool
    hashed: bool
    seen: Seen


class Contents(NamedTuple):
    """What the rows of a file were read into for each plan, and what is known of it as a whole.

    The hash is empty unless it was asked for.
    """

    plan: Plan
    shaped: tuple[Shaped, ...]
    rows: int
    sha256: str
    encoding: str


def contents(one: FileRead, way: Way) -> Contents | None:
    """Return what is in a file and note how far it could be read; None when it is no export.

    Raises:
        InputError: when it cannot be read.
    """
    length = files.length(one.source.path)
    if length >= way.size.large:
        try:
            return _by_pieces(one, length, way._replace(size=way.size.own(length)))
        except InputError:
            # Read whole, all of its problems are said; what is too large for that says these.
            if length > files.LARGEST:
                raise
        except (WholeError, UnicodeDecodeError, OSError):
            pass  # read whole, it is understood, or why not is said
        one.encoding, one.found, one.plan = "", None, None
    return _whole(one, way)


def _by_pieces(one: FileRead, length: int, way: Way) -> Contents | None:
    from cro_cli.sources import pieces  # few files are large

    large = pieces.opened(one.source.path, length, way.size.piece)
    try:
        return _in_encoding(one, large, way)
    except UnicodeDecodeError:
        if large.encoding != "utf-8":
            raise
        return _in_encoding(one, large._replace(encoding=decoding.FALLBACK), way)


def _in_encoding(one: FileRead, large: Large, way: Way) -> Contents | None:
    from cro_cli.sources.large import take
    from cro_cli.sources.pieces import Watch

    digest = _digest() if way.hashed else None
    watch = Watch(None if digest is None else digest.see, way.seen)
    texts = large.texts(watch.see)
    head = next(texts)
    splitter = _headed(one, Text(head, large.encoding), way)
    if splitter is None:
        return None
    shaped, rows = take(large, chain([head], texts), splitter, way.size, watch)
    sha256 = "" if digest is None else digest.read()
    return Contents(splitter.plan, shaped, rows, sha256, large.encoding)


def _digest() -> Digest:
    from cro_cli.sources.digest import Digest

    return Digest()


def _whole(one: FileRead, way: Way) -> Contents | None:
    file = one.source.path
    data = files.read(file)
    text = decoding.decode(data, file)
    splitter = _headed(one, text, way)
    if splitter is None:
        return None
    plan, above = splitter.plan, splitter.found.above
    raw = splitter.split(splitter.body(text.data[splitter.found.start :], splitter.found.row + 1))
    shaped = tuple(shaping.shape(raw, other, above, file) for other in (plan, *plan.also))
    rows = raw.frame.height + sum(raw.dropped.values())
    way.seen(len(data))
    return Contents(plan, shaped, rows, _hash(data) if way.hashed else "", text.encoding)


def _hash(data: bytes) -> str:
    from cro_cli.sources import digest

    return digest.of(data)


def _headed(one: FileRead, text: Text, way: Way) -> Splitter | None:
    """Look for the header of a file in its first text; None when it is no export."""
    file = one.source.path
    one.encoding = text.encoding
    if not text.data or text.data.isspace():
        raise InputError([messages.EMPTY_FILE.problem(file)])
    one.found = found = recognition.recognise(text.data, file, way.known)
    if isinstance(found, Unknown):
        one.findings = (_unknown(one.source, found),)
        return None
    form = way.known.form(found.signature)
    if form.instead:
        one.findings = (_not_read(one.source, form),)
        return None
    one.plan = plan = _planned(found, form, file)
    plan.decided = [] if way.evidence else None
    return Splitter(found, plan, file)


def _unknown(source: Source, found: Unknown) -> Finding:
    """Say of a file in a folder that it is no export; refuse one that was named."""
    if source.named:
        raise InputError([messages.UNKNOWN.problem(source.path, near=found.near)])
    return remarks.of_unknown(source.path, found.near)


def _not_read(source: Source, form: Format) -> Finding:
    """Say of a file in a folder that it is of no use; refuse one that was named."""
    if source.named:
        said = messages.NOT_READ.problem(source.path, format=form.title, instead=form.instead)
        raise InputError([said])
    return remarks.of_not_read(form, source.path)


def _planned(found: Recognised, form: Format, file: str) -> Plan:
    plan = lay(form, found.header, found.delimiter)
    problems = [
        messages.COLUMN_TWICE.problem(file, column=label)
        for label in dict.fromkeys(found.header.repeated(plan.named))
    ]
    problems += [
        messages.LACKS_KEY.problem(file, format=found.signature.title, meaning=column.meaning)
        for column in plan.lacking
    ]
    if problems:
        raise InputError(problems)
    return plan
