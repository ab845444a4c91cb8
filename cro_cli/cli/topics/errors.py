"""`cro help errors`, and `cro help E101` for one message alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cro_cli.cli.topics.layout import entry
from cro_cli.messages import Message, catalogue

_PLACE = re.compile(r"\{([a-z_]+)[^}]*\}")
# What may follow without a space, such as `; did you mean nrr?`, says nothing in general.
_ADVICE = re.compile(r"(?<=\S)\{(?:near|instead|also)\}")


def page(width: int) -> str:
    """Return every message; what a run fills in is in capitals."""
    return "\n".join([*_lines(width), ""])


def one(message: Message, width: int) -> str:
    """Return what there is to say of one message."""
    is_told = _PLACE.fullmatch(message.says) is not None  # the words are told by what is wrong
    said = [entry(message.code, message.more if is_told else _shown(message.says), width)]
    if cure := _cure(message):
        said.append(entry("", f"What to do: {cure}.", width))
    elif message.cure:
        said.append(entry("", "What to do depends on what is found, and is said there.", width))
    if message.more and not is_told:
        said.append(entry("", message.more, width))
    return "\n\n".join(said) + "\n"


def _lines(width: int) -> Iterator[str]:
    yield entry("", "A code says the same for ever; `cro help E101` says more of one.", width)
    for area in catalogue.AREAS:
        yield ""
        yield entry("", area.title, width)
        for message in area.messages:
            yield entry(message.code, _in_short(message), width)


def _in_short(message: Message) -> str:
    if _PLACE.fullmatch(message.says):
        return message.more
    return "; ".join(filter(None, (_shown(message.says), _cure(message))))


def _cure(message: Message) -> str:
    """Return what to do, unless that depends on the run altogether."""
    return "" if _PLACE.fullmatch(message.cure) else _shown(message.cure)


def _shown(words: str) -> str:
    return _PLACE.sub(lambda match: match[1].upper().replace("_", " "), _ADVICE.sub("", words))
