"""Names that would run, colour, hide or forge: inert in every report and every format.

Each document is read with a parser of its kind, and the names are found in it as text.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from cro_cli.cli.app import answer
from cro_cli.display import clean
from cro_cli.render import FORMATS
from tests.render.test_formats import PAYLOADS
from tests.render.test_html import Page, assert_inert
from tests.render.test_mail import Words

NAMES = [
    *(name for name in PAYLOADS if "\x00" not in name),  # which no file may hold
    "\"><b id='x y'>",
    "' onload=alert(1) x='",
    "{{7*7}} ${x} %s {0}",
    "\u2066hid\u00adden",
]
REPORTS = {
    # So wide that no segment, a title of a column there, is broken beside another.
    "report": ["--by", "segment", "--width", "2000"],
    "mrr": ["--by", "segment", "--movements", "expansion", "--rows"],
    "cohorts": ["--by", "segment", "--months", "24"],
    "trend": ["mrr", "--by", "segment"],
    "explain": ["nrr", "--rows"],
}
# As cells are read: without the white space around and with single blanks for it within.
SHOWN = {name: " ".join(clean(name).split()) for name in NAMES}
INVISIBLE = "\u200b"


def write(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return exports in which every name is hostile: of files, customers, segments and more."""
    folder = tmp_path_factory.mktemp("exports")
    people = list(enumerate(NAMES))
    write(
        folder / "customers <b>[x](y) @here.csv",
        ["id", "name", "segment", "source"],
        [[f"c{at}", name, name, name] for at, name in people],
    )
    write(
        folder / "mrr.csv",
        ["customer", "month", "amount"],
        [
            ["first", "2025-01", 100],  # so that what begins later is new
            *(
                [f"c{at}", f"{2025 + month // 12}-{month % 12 + 1:02}", 100 + at + month]
                for at, _ in people
                for month in range(1 + 12 * (at % 2), 24)
            ),
        ],
    )
    write(
        folder / "deals.csv",
        ["id", "name", "owner", "stage", "status", "amount", "created_on", "close_on"],
        [
            [f"d{at}", name, name, name, "open", 1000, "2026-07-05", "2026-09-20"]
            for at, name in people
        ],
    )
    return folder


@cache
def document(folder: Path, command: str, drawn: str) -> str:
    options = REPORTS[command]
    metric, rest = (options[:1], options[1:]) if command in {"explain", "trend"} else ([], options)
    sent = ["--to", "ann@example.com", "--names", "show"] if drawn == "email" else []
    found = answer([command, *metric, str(folder), *rest, "-O", drawn, *sent]).document
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found)
    return found


def joined(words: Sequence[str]) -> str:
    """Return words without the blanks among them: lines may be broken anywhere."""
    return re.sub(r"\s", "", "".join(words)).replace(INVISIBLE, "")


def in_text(text: str) -> str:
    assert all(line.isprintable() for line in text.splitlines())
    return joined(text.splitlines())


def in_markdown(text: str) -> str:
    parser = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
    children = [one for token in parser.parse(text) for one in token.children or ()]
    kinds = {one.type for one in children}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    assert not re.search(r"@\w|<!\w", text)
    return joined([one.content for one in children])


def in_html(text: str) -> str:
    page = Page(text)
    assert_inert(page)
    return joined(page.texts)


def in_csv(text: str) -> str:
    rows = list(csv.reader(io.StringIO(text)))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    for cell in cells:
        assert not re.match(r"[=@\t\r]|[+-](?![0-9.,]+( ?[a-z%/]+)?$)", cell), cell
    return joined(cells)


def in_json(text: str) -> str:
    def words(value: object) -> list[str]:
        if isinstance(value, dict):
            return [word for one in value.values() for word in words(one)]
        if isinstance(value, list):
            return [word for one in value for word in words(one)]
        return [clean(value)] if isinstance(value, str) else []

    assert text.isascii()
    return joined(words(json.loads(text)))


def in_mail(text: str) -> str:
    message = email.message_from_string(text, policy=email.policy.default)
    assert {name.lower() for name in message} <= {
        "subject", "to", "auto-submitted", "mime-version", "content-type"
    }  # fmt: skip
    parts = {one.get_content_type(): one for one in message.walk() if not one.is_multipart()}
    assert all(one.defects == [] for one in message.walk())
    page = Words(parts["text/html"].get_content())
    assert page.tags <= {
        *("html", "head", "meta", "title", "body", "h1", "h2", "p", "b", "span", "font"),
        *("ul", "li", "table", "tr", "th", "td"),
    }
    assert not {name for name in page.names if name.startswith("on")}
    in_text(parts["text/plain"].get_content())
    return joined(page.words)


READ: Mapping[str, Callable[[str], str]] = {
    "text": in_text, "plain": in_text, "json": in_json, "csv": in_csv,
    "markdown": in_markdown, "html": in_html, "email": in_mail,
}  # fmt: skip


def test_every_format_is_read() -> None:
    assert list(READ) == [given.name for given in FORMATS]


@pytest.mark.parametrize("drawn", READ)
@pytest.mark.parametrize("command", REPORTS)
def test_a_hostile_name_is_text(folder: Path, command: str, drawn: str) -> None:
    found = READ[drawn](document(folder, command, drawn))
    lacking = [name for name, shown in SHOWN.items() if joined([shown]) not in found]
    # A mail has no room for a table or more for each name: it shows some.
    assert len(lacking) < len(SHOWN) if drawn == "email" else not lacking


@pytest.mark.parametrize("drawn", ["text", "json"])
def test_a_validation_of_hostile_names_is_text(folder: Path, drawn: str) -> None:
    found = READ[drawn](answer(["validate", str(folder), "-v", "-O", drawn]).document)
    assert joined(["customers <b>[x](y) @here.csv"]) in found


def test_the_pictures_of_hostile_names_are_inert(folder: Path) -> None:
    """The stages of the pipeline are labels of a chart."""
    page = Page(document(folder, "report", "html"))
    start = page.texts.index("Open pipeline by stage")
    labels = joined(page.texts[start:])
    assert all(joined([shown]) in labels for shown in SHOWN.values())
