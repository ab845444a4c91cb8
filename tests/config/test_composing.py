"""Comments are passed in our own way: everything else must stand where the library finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.nodes import CollectionNode, MappingNode, Node

from cro_cli.config.composing import compose
from cro_cli.config.source import Source

ROOT = Path(__file__).parents[2]
PIECES = ("a", "b: 1", "- c", ": ", "{d: 2,", "[e,", "]", "}", "'f'", "#", " # g", "#h: i", " ")
BREAKS = ("\n", "\r\n", "\r", "\u2028", "\x85", "\n  ", "\n\n", "\t")


def places(node: Node | None) -> Iterator[tuple[object, ...]]:
    """Yield the kind of each node, where it begins and ends, and what a scalar says."""
    if node is None:
        return
    marks = [(one.index, one.line, one.column) for one in (node.start_mark, node.end_mark)]
    if not isinstance(node, CollectionNode):
        yield (node.tag, node.value, *marks)
        return
    yield node.tag, *marks
    for one in node.value:
        for child in one if isinstance(node, MappingNode) else (one,):
            yield from places(child)


def theirs(text: str) -> list[tuple[object, ...]] | None:
    """Return what the library finds; None where it finds fault."""
    try:
        return list(places(yaml.compose(text, Loader=yaml.SafeLoader)))
    except yaml.YAMLError:
        return None


def ours(text: str) -> list[tuple[object, ...]] | None:
    """Return what we find; None where we find fault."""
    node, problems = compose(Source("config.yaml", text))
    return None if problems else list(places(node))


@pytest.mark.parametrize(
    "text",
    [
        (ROOT / "config.example.yaml").read_text(encoding="utf-8"),
        "# only a comment",
        "a: 1 # the end",
        "a: 'b # c' # d\r\n# e\r# f\u2028b: c#d\n",
        "a: [1, # one\n  2] # two\n\n\n#\nb: |\n  # text\n  more\n# comment\nc: 1",
        "\ufeffa: 1\n# \ufeff\nb: 2",
        "a:\n  # deep\n    # deeper\n  b: 1\n",
    ],
)
def test_nodes_stand_where_the_library_finds_them(text: str) -> None:
    found = theirs(text)
    assert found is not None
    assert ours(text) == found


@given(st.lists(st.sampled_from(PIECES + BREAKS), max_size=14).map("".join))
def test_comments_anywhere(text: str) -> None:
    assert ours(text) == theirs(text)
