"""YAML nodes as plain mappings and tuples of scalars, and the way back to their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self, cast

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cro_cli.config.composing import ALIAS
from cro_cli.config.source import Placed
from cro_cli.messages import Problem
from cro_cli.messages import config as messages
from cro_cli.named_tuple import NamedTuple

_YAML = "tag:yaml.org,2002:"
BOOL, NULL, _MERGE = f"{_YAML}bool", f"{_YAML}null", f"{_YAML}merge"

Path = tuple[str | int, ...]


class Key(str):
    """A key of a mapping, as it is written, with its node."""

    __slots__ = ("node",)
    node: ScalarNode

    def __new__(cls, node: ScalarNode) -> Self:
        """Return the key that a node spells."""
        key = super().__new__(cls, node.value)
        key.node = node
        return key


Plain = dict[str, "Plain"] | tuple["Plain", ...] | ScalarNode


def is_null(value: object) -> bool:
    """Tell whether a value is left empty, or is a null."""
    return isinstance(value, ScalarNode) and value.tag == NULL


class Complaint(NamedTuple):
    """What is wrong at a path of the config."""

    path: Path
    message: Problem
    at_key: bool = False


class Tree:
    """The nodes of one file: `plain` without what is wrong, which goes to `problems`."""

    def __init__(self, root: Node | None, problems: list[Placed]) -> None:
        self._problems = problems
        self._root = root if isinstance(root, MappingNode) else MappingNode("", [])
        self.plain = self._plain(self._root, ())
        if root is not None and root is not self._root and not is_null(root):
            self._refuse(root, (), messages.NO_KEYS.problem())

    def problem(self, complaint: Complaint) -> Placed:
        """Return a complaint with the place of the value it is about, or of the key."""
        way = list(self._way(complaint.path))
        key, node = way[-1] if way else (self._root, self._root)
        mark = (key if complaint.at_key else node).start_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)  # of an empty file
        names = (step for step in complaint.path[: len(way)] if isinstance(step, str))
        return Placed(line, column, ".".join(names), complaint.message)

    def line(self, path: Path) -> int:
        """Return the number of the line that a path leads to."""
        *_, (_, node) = ((self._root, self._root), *self._way(path))
        return node.start_mark.line + 1 if node.start_mark else 1

    def _way(self, path: Path) -> Iterator[tuple[Node, Node]]:
        """Yield the key and the value of each step of a path, as far as it leads."""
        node: Node = self._root
        for step in path:
            pair = _child(node, step)
            if pair is None:
                return
            yield pair
            node = pair[1]

    def said(self) -> frozenset[str]:
        """Return the dotted keys that have a value."""
        return frozenset(_said(self.plain, ()))

    def _plain(self, node: Node, path: Path) -> Plain:
        if isinstance(node, SequenceNode):
            return tuple(self._plain(item, (*path, at)) for at, item in enumerate(node.value))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        return cast("ScalarNode", node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Plain]:
        plain: dict[str, Plain] = {}
        lines: dict[str, int] = {}
        for key_node, value in node.value:
            key = self._key(key_node, lines, path)
            if key is None:
                continue
            lines[key] = key_node.start_mark.line + 1
            if not _has_alias(value):
                plain[key] = self._plain(value, (*path, str(key)))
        return plain

    def _key(self, node: Node, lines: dict[str, int], path: Path) -> Key | None:
        """Return a key, or None when it is refused; `lines` are those of the keys before it."""
        if node.tag == ALIAS:  # said already
            return None
        if not isinstance(node, ScalarNode):
            self._refuse(node, path, messages.NO_KEY.problem())
        elif node.tag == _MERGE:
            self._refuse(node, path, messages.MERGE.problem())
        elif node.value in lines:
            message = messages.GIVEN_TWICE.problem(line=lines[node.value])
            self._refuse(node, (*path, node.value), message)
        else:
            return Key(node)
        return None

    def _refuse(self, node: Node, path: Path, message: Problem) -> None:
        mark = node.start_mark
        names = ".".join(step for step in path if isinstance(step, str))
        self._problems.append(Placed(mark.line, mark.column, names, message))


def _has_alias(node: Node) -> bool:
    """Tell whether a value is an alias or a list with one, which is said already."""
    items = node.value if isinstance(node, SequenceNode) else (node,)
    return any(item.tag == ALIAS for item in items)


def _child(node: Node, step: str | int) -> tuple[Node, Node] | None:
    """Return the key and the value of one step down; None when there is no such step."""
    if isinstance(node, MappingNode):
        return next((pair for pair in node.value if pair[0].value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node, node.value[step]
    return None


def _said(plain: Plain, path: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(plain, dict):
        if not is_null(plain):
            yield ".".join(path)
        return
    below = [name for key, value in plain.items() for name in _said(value, (*path, str(key)))]
    yield from below
    if below and path:
        yield ".".join(path)
