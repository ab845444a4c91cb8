from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from cro_cli.render.text.words import Words

CONSOLE = Console(width=200, force_terminal=False)
# What joins two signs stands between them: where it leads, Rich measures it in two ways.
SIGNS = (*"ab ,-/青é👩🚀 ", "👩\u200d🚀")
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


def rich_lines(text: str, width: int) -> list[str]:
    return [line.plain.rstrip() for line in Text(text).wrap(CONSOLE, width, tab_size=1)]


@given(TEXTS, st.integers(2, 30))
@settings(max_examples=300)
def test_wraps_where_rich_does(text: str, width: int) -> None:
    assert [line.plain.rstrip() for line in Words(text).wrap(width)] == rich_lines(text, width)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 13, ["one two three"]),
        ("a counterrevolution", 10, ["a", "counterrev", "olution"]),
        ("counterrevolution, so", 10, ["counterrev", "olution,", "so"]),
        ("青葉工房 株式会社", 8, ["青葉工房", "株式会社"]),
        ("青葉工房", 5, ["青葉", "工房"]),
        ("", 5, [""]),
    ],
)
def test_lines_are_broken_between_words(text: str, width: int, lines: list[str]) -> None:
    assert [line.plain for line in Words(text).wrap(width)] == lines


def test_styles_go_along_with_their_text() -> None:
    words = Words("at risk", "red") + Words(": ", "") + Words("NRR is low", "bold")
    first, second = words.wrap(13)
    assert first.pieces == (("at risk", "red"), (": ", ""), ("NRR", "bold"))
    assert second.pieces == (("is low", "bold"),)


def test_words_are_measured_in_cells_and_joined_with_words_between() -> None:
    joined = Words(" · ", "dim").join([Words("青葉", "red"), Words("ab")])
    assert joined.pieces == (("青葉", "red"), (" · ", "dim"), ("ab", ""))
    assert joined.cell_len == 4 + 3 + 2
    assert not Words()
    assert not Words.of([("", "red")])
    assert Words("ab  ", "red").rstrip().pieces == (("ab", "red"),)
