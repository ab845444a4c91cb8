"""From text to YAML nodes with their places, and what YAML holds that a config may not.

PyYAML's own loader would take anchors, tags and many documents; and `compose` of the pure Python
loader alone tells where each value stands without building dates or numbers of it.
"""

from __future__ import annotations

import re
from typing import Protocol

from yaml import MarkedYAMLError, SafeLoader
from yaml.events import AliasEvent, CollectionStartEvent, Event, ScalarEvent
from yaml.nodes import MappingNode, Node, ScalarNode
from yaml.reader import ReaderError

from cro_cli.config.source import BOM, BREAK, Placed, Source
from cro_cli.messages import Problem
from cro_cli.messages import config as messages

ALIAS = "alias"  # tag of a node that stands for an alias, which is refused
_DEEPEST = 20
_MOST_ALIASES = 100

_QUOTES = "put the text in quotes"
# What PyYAML says, in part, and what we say instead.
_SYNTAX = {
    "mapping values are not allowed": (
        "a colon that does not fit here",
        f"{_QUOTES} if it belongs to it, else check the indentation",
    ),
    "could not find expected ':'": ("this line is no `key: value`", "write it so"),
    "cannot start any token": ("no text may begin with this character", _QUOTES),
    "expected alphabetic or numeric character": (
        "`*` or `&` at the beginning of a text is special in YAML",
        _QUOTES,
    ),
    "unknown escape character": (
        "a backslash in double quotes is special",
        "use single quotes",
    ),
    "expected <block end>": (
        "does not fit the lines above",
        "check the indentation, or a quote that closes too early",
    ),
    "expected ',' or": (
        "this bracket is never closed, or a comma is missing in it",
        "write what is missing",
    ),
    "expected the node content": (
        "a value is missing here, or a bracket is one too many",
        "write the value, or remove the bracket",
    ),
    "incompatible YAML document": ("this version of YAML is not read here", "remove the line"),
    "nested too deeply": ("nested too deeply", "write it with fewer brackets"),
    "but found another document": ("a second document begins here", "keep one, without `---`"),
}

# What PyYAML notices behind the place where it went wrong.
_NOTICED_LATE = ("could not find expected ':'", "expected ',' or")


# Spaces, comments and line ends, as far as they go.
_COMMENT = "(?:#[^\0\r\n\x85\u2028\u2029]*)?"
_BLANK = re.compile(rf"(?:\A{BOM})?(?: *{_COMMENT}(?:{BREAK}))* *{_COMMENT}")


class Mark(Protocol):
    """A place as PyYAML tells it, counted from 0."""

    line: int
    column: int


class _Loader(SafeLoader):
    """A loader that composes nodes only, and notes what a config may not hold."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.refused: list[Placed] = []
        self._depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Compose one node: anchors, aliases and tags are noted and left out."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, AliasEvent):
            return self._alias(event)
        self._strip(event)
        if self._depth == _DEEPEST:
            raise MarkedYAMLError(problem="nested too deeply", problem_mark=event.start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def scan_to_next_token(self) -> None:
        """Go to the next token: letter by letter, as the library does it, comments take long."""
        blank = _BLANK.match(self.buffer, self.pointer)
        passed = blank[0] if blank else ""
        *ended, last = re.split(BREAK, passed)
        self.pointer += len(passed)
        self.index += len(passed)
        self.line += len(ended)
        self.column = len(last) - last.count(BOM) + (0 if ended else self.column)
        if ended and not self.flow_level:
            self.allow_simple_key = True

    def _alias(self, event: AliasEvent) -> Node | None:
        self.get_event()  # type: ignore[no-untyped-call]
        self._refuse(event, f"`*{event.anchor}` is an alias in YAML")
        return ScalarNode(ALIAS, "", event.start_mark)  # type: ignore[arg-type]

    def _strip(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, f"`&{event.anchor}` is an anchor in YAML")
            event.anchor = None
        if event.tag is not None:
            self._refuse(event, "`!` at the beginning of a text is a tag in YAML")
            event.tag = None

    def _refuse(self, event: Event, what: str) -> None:
        self.refused.append(_placed(event.start_mark, messages.NOT_READ.problem(what=what)))


class _DocumentsLoader(_Loader):
    """A loader of files in which a value may be repeated: `&name` once, and `*name` again.

    It may not be repeated in another one that is, which could grow without bounds.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._aliases = 0
        self._anchored = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Compose one node, and know whether it stands in one with an anchor."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        opens = not isinstance(event, AliasEvent) and event.anchor is not None
        self._anchored += opens
        node = super().compose_node(parent, index)
        self._anchored -= opens
        return node

    def _alias(self, event: AliasEvent) -> Node | None:
        self._aliases += 1
        if self._anchored or self._aliases > _MOST_ALIASES:
            return super()._alias(event)
        return SafeLoader.compose_node(self, None, 0)

    def _strip(self, event: ScalarEvent | CollectionStartEvent) -> None:
        anchor, event.anchor = event.anchor, None
        super()._strip(event)
        event.anchor = anchor


def compose(source: Source, *, documents: bool = False) -> tuple[Node | None, list[Placed]]:
    """Return the top node of a file (None: it is empty) and what is wrong with its YAML.

    With `documents` there may be several in it, which are taken for one.
    """
    try:
        loader = (_DocumentsLoader if documents else _Loader)(source.text)
    except ReaderError as error:
        message = messages.NOT_ALLOWED.problem(number=error.character)
        return None, [source.at(error.position, message)]
    try:
        root = _joined(loader) if documents else loader.get_single_node()
    except MarkedYAMLError as error:
        return None, [*loader.refused, *_syntax(error, source)]
    return root, loader.refused


def _joined(loader: _Loader) -> Node | None:
    """Return the keys of all documents in one mapping, or a document that is none."""
    joined: MappingNode | None = None
    while loader.check_node():
        node = loader.get_node()
        if not isinstance(node, MappingNode):
            return node
        joined = joined or MappingNode("", [], node.start_mark)
        joined.value += node.value
    return joined


def _syntax(error: MarkedYAMLError, source: Source) -> list[Placed]:
    problem, context = error.problem or "", error.context or ""
    if "'\\t' that cannot start" in problem:
        return _tabs(source, error.problem_mark)
    if "quoted scalar" in context and "end of stream" in problem:
        said, cure = "the quote that opens here is never closed", "close it"
        never = messages.SYNTAX.problem(said=said, cure=cure)
        return [_placed(error.context_mark, never)]
    known = (ours for theirs, ours in _SYNTAX.items() if theirs in problem)
    said, cure = next(known, (problem, "correct it"))
    is_late = any(part in problem for part in _NOTICED_LATE)
    mark = error.context_mark if is_late else error.problem_mark
    return [_placed(mark, messages.SYNTAX.problem(said=said, cure=cure))]


def _tabs(source: Source, mark: Mark | None) -> list[Placed]:
    """Return the tab and every other one that indents a line, as one is seldom alone."""
    message = messages.TAB.problem()
    indents = [
        Placed(number, line.index("\t"), "", message)
        for number, line in enumerate(source.lines)
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
    ]
    return [_placed(mark, message), *indents]


def _placed(mark: Mark | None, message: Problem) -> Placed:
    return Placed(mark.line, mark.column, "", message) if mark else Placed(0, 0, "", message)
