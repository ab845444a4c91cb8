"""The file as such: there, readable, text; and how a problem in it looks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli.config import Config
from cro_cli.errors import ConfigError

Problems = Callable[[str | bytes], list[str]]
Loader = Callable[[Path | None], Config]


def test_a_problem_shows_its_place_its_key_and_its_line(problems: Problems) -> None:
    text = "company: Acme\nbenchmarks:\n  nrr:\n    healthy: 110\n"
    (problem,) = problems(text)
    assert problem.splitlines() == [
        "config.yaml:4:14: benchmarks.nrr.healthy: 110 is 11000%; write 110% or 1.1",
        "    4 |     healthy: 110",
        "      |              ^",
    ]


def test_all_problems_come_at_once_in_the_order_of_lines(problems: Problems) -> None:
    text = (
        "benchmarks:\n"
        "  mrr: null\n"  # a name that cannot be there
        "currency: euro\n"  # a value
        "periode: month\n"  # a key
        "currency: USD\n"  # YAML
        "require: [nr]\n"  # a reference
        "company: &a Acme\n"  # YAML that is not read
    )
    anchor = (
        "is an anchor in YAML, and not read here; write the value out, or put the text in quotes"
    )
    assert [problem.splitlines()[0] for problem in problems(text)] == [
        (
            "config.yaml:2:3: benchmarks.mrr: can have no band, as neither more nor less is better;"
            " remove it"
        ),
        "config.yaml:3:11: currency: `euro` is no currency code; did you mean EUR?",
        "config.yaml:4:1: periode: unknown key; did you mean period?",
        "config.yaml:5:1: currency: is given twice, first on line 3; keep one",
        "config.yaml:6:11: require: no metric has this key; did you mean nrr?",
        f"config.yaml:7:10: `&a` {anchor}",
    ]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("", "key{}: 1\n"),
        ("", "company: !t x\n"),
        ("benchmarks:\n", "  nr{}: 1\n"),
        ("require:\n", "  - nr{}\n"),
    ],
)
def test_more_problems_than_anybody_reads_are_not_shown(
    problems: Problems, head: str, line: str
) -> None:
    found = problems(head + "".join(line.format(number) for number in range(103)))
    assert len(found) == 101
    assert found[-1] == "config.yaml: there are more problems; mend these first"


def test_a_hundred_problems_are_all_shown(problems: Problems) -> None:
    found = problems("".join(f"key{number}: 1\n" for number in range(100)))
    assert len(found) == 100
    assert found[-1].startswith("config.yaml:100:1: key99: unknown key")


def test_the_caret_stands_under_wide_and_combining_characters(problems: Problems) -> None:
    # Two ideographs take four columns, e with a combining acute takes one.
    text = "deals: {types: {new: [日本, e\u0301, no]}}\n"
    line, caret = problems(text)[0].splitlines()[1:]
    assert line == "    1 | deals: {types: {new: [日本, e\u0301, no]}}"
    assert caret == "      | " + " " * (22 + 4 + 2 + 1 + 2) + "^"


def test_a_tab_counts_as_one_column(problems: Problems) -> None:
    second = problems('{company: "a\tb", period: day}\n')[1]
    assert second.splitlines()[1:] == [
        '    1 | {company: "a b", period: day}',
        "      |                          ^",
    ]


def test_a_long_line_is_cut_around_the_caret(problems: Problems) -> None:
    text = f"company: {'x' * 300}: y\n"
    line, caret = problems(text)[0].splitlines()[1:]
    assert line == "    1 | " + "x" * 70 + ": y"
    assert caret == "      | " + " " * 70 + "^"


def test_nothing_in_a_problem_moves_the_cursor_or_turns_the_writing(problems: Problems) -> None:
    for bad in ("\x1b", "\u202e", "\u2067", "\x9b"):
        text = "\n".join(problems(f"per{bad}iod: month{bad}\n"))
        assert bad not in text


def test_a_problem_behind_the_last_line_is_shown_without_one(problems: Problems) -> None:
    assert problems("{\n")[0].splitlines() == [
        (
            "config.yaml:2:1: a value is missing here, or a bracket is one too many;"
            " write the value, or remove the bracket"
        ),
        "    2 | ",
        "      | ^",
    ]


def test_no_such_file(load_path: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"^gone\.yaml: there is no such file; check the path$"):
        load_path(Path("gone.yaml"))


def test_a_folder(load_path: Loader, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r": is a folder; name the file in it$"):
        load_path(tmp_path)


def test_a_file_that_cannot_be_opened(load_path: Loader, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        ConfigError,
        match=r"/config\.yaml: cannot be read: Not a directory; see that it is there",
    ):
        load_path(tmp_path / "file" / "config.yaml")


def test_a_path_that_is_none(load_path: Loader) -> None:
    with pytest.raises(
        ConfigError,
        match=r"^a\ufffdb: cannot be read: is no file name; see that it is there",
    ):
        load_path(Path("a\0b"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_read(load_path: Loader) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"company: Acme\n")
    os.close(writing)
    assert load_path(Path(f"/dev/fd/{reading}")).company == "Acme"
    os.close(reading)


def test_the_size_is_capped(problems: Problems, write: Callable[[bytes], Path]) -> None:
    largest = b"#" * (64 * 1024)
    assert problems(largest + b"#") == ["config.yaml: is larger than 64 kB; is it a config file?"]
    assert write(largest).stat().st_size == 64 * 1024


def test_the_largest_file_is_read(load_path: Loader, write: Callable[[bytes], Path]) -> None:
    assert load_path(write(b"#" * (64 * 1024))).company == ""


def test_a_byte_order_mark_is_no_text(load_path: Loader, write: Callable[[bytes], Path]) -> None:
    assert load_path(write(b"\xef\xbb\xbfcompany: Acme\n")).company == "Acme"


def test_a_byte_order_mark_moves_no_caret(problems: Problems) -> None:
    with_mark, without = (problems(mark + b"period: day\n") for mark in (b"\xef\xbb\xbf", b""))
    assert with_mark == without


def test_utf_16(problems: Problems) -> None:
    assert problems("company: Acme\n".encode("utf-16")) == [
        "config.yaml: is UTF-16 text; save it as UTF-8"
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_no_utf_8(problems: Problems, mark: bytes) -> None:
    # The U+FFFD on the first line is a proper character and not what is wrong.
    text = mark + "# \ufffd\n".encode() + b"company: Caf\xe9 Z\xfcrich\n"
    (problem,) = problems(text)
    assert problem.splitlines() == [
        "config.yaml:2:13: the byte 0xE9 is no UTF-8 text; save the file as UTF-8",
        "    2 | company: Caf\ufffd Z\ufffdrich",
        "      |             ^",
    ]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "~\n", "deals:\n  types:\n"])
def test_a_file_that_says_nothing_is_all_defaults(
    text: str, load_path: Loader, write: Callable[[str], Path]
) -> None:
    path = write(text)
    config, default = load_path(path), load_path(None)
    assert config.path == path
    assert config.said == frozenset()
    assert config.assumptions() == default.assumptions()
    assert config.bands == default.bands
