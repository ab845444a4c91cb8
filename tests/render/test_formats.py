"""Plain, CSV and Markdown: one golden file each, and the data comes out as text."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from cro_cli import display, wording
from cro_cli.model import Column, Grid, Note, Report, Scorecard, Status
from cro_cli.render import FORMATS, QUIET, VERBOSE, Look, csv_rows, markdown, plain

GOLDEN = Path(__file__).parent / "golden"
DRAWN = {
    "report.plain.txt": (plain, Look()),
    "report.csv": (csv_rows, Look()),
    "report.md": (markdown, Look()),
}
PAYLOADS = (
    "[/] [bold]x",
    "\x1b[31mred\x1b]0;t\x07",
    "\u202eevil\u202c",
    "<script>alert(1)</script>",
    "=HYPERLINK('http://x')",
    "@SUM(A1)",
    "+1-2",
    "-2+3",
    "\t=1",
    "@here and <!channel>",
    "a|b `c` **d** _e_ ~f~ $g$",
    "[x](http://evil.example) www.evil.example",
    "&lt;b&gt; :fire: #12",
    "# head",
    "1. first",
    "- item",
    "---",
    "a\r\nSubject: b",
    "nul\x00",
    "🙂 顧客 é",
)


@pytest.mark.parametrize("name", DRAWN)
def test_golden(report: Report, name: str) -> None:
    module, look = DRAWN[name]
    assert module.render(report, look) == (GOLDEN / name).read_bytes().decode()


@pytest.mark.parametrize("given", FORMATS, ids=lambda given: given.name)
def test_every_format_shows_the_same_digits(report: Report, given: object) -> None:
    text = given.render(report, Look())  # type: ignore[attr-defined]
    if given.name in {"json", "email"}:  # type: ignore[attr-defined]
        return  # exact values, and encoded ones: both tested beside
    unescaped = text.replace("\\", "").replace("\u200b", "")
    for reading in report.readings:
        if reading.value is not None:
            assert wording.value(reading) in unescaped


@pytest.mark.parametrize("given", FORMATS, ids=lambda given: given.name)
def test_nothing_asked_for_is_no_output_at_all(report: Report, given: object) -> None:
    healthy = report._replace(blocks=(Scorecard(readings=()),), findings=(), inputs=())
    text = given.render(healthy, Look(shown=frozenset()))  # type: ignore[attr-defined]
    if given.name != "json":  # type: ignore[attr-defined]
        assert text == ""


@pytest.mark.parametrize("given", FORMATS, ids=lambda given: given.name)
def test_in_verbose_what_is_good_to_know_is_told_even_so(report: Report, given: object) -> None:
    note = Note(title="Taken for granted", lines=("as of the last month end",))
    healthy = report._replace(blocks=(Scorecard(readings=()), note), findings=())
    look = Look(shown=frozenset(), verbosity=VERBOSE)
    text = given.render(healthy, look)  # type: ignore[attr-defined]
    if given.name != "csv":  # type: ignore[attr-defined] # which is readings and rows alone
        assert "as of the last month end" in text


@pytest.mark.parametrize("given", FORMATS, ids=lambda given: given.name)
def test_a_table_without_rows_is_not_drawn(report: Report, given: object) -> None:
    bare = Grid(key="bare", title="Bare table", columns=(Column(key="a", title="A"),), rows=())
    text = given.render(report._replace(blocks=(bare,)), Look())  # type: ignore[attr-defined]
    assert ("Bare table" in text) is (given.name == "json")  # type: ignore[attr-defined]


def named(report: Report, name: str) -> Report:
    """Return a report whose data all bear one name."""
    reading = report.readings[0]._replace(
        title=name, group=name, status=Status.WATCH, notes=(name,), value=Fraction(1)
    )
    return report._replace(
        company=name,
        blocks=(Scorecard(readings=(reading,)), Note(title="Notes", lines=(name,))),
        findings=(),
        inputs=(),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_csv_runs_no_formula(report: Report, payload: str) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_rows.render(named(report, payload), Look()))))
    (row,) = rows
    for text in row.values():
        assert not text.startswith(("=", "@", "\t", "\r"))
        assert not re.match(r"[+-](?![0-9.,]+$)", text)
        assert text.isprintable()
    assert row["title"].removeprefix("'") == display.clean(payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_shows_the_data_as_text(report: Report, payload: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
    text = markdown.render(named(report, payload), Look())
    tokens = parser.parse(text)
    inline = [token for token in tokens if token.type == "inline"]
    kinds = {child.type for token in inline for child in token.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}, text
    said = display.clean(payload).strip()
    shown = [
        "".join(child.content for child in token.children or ()).replace("\u200b", "")
        for token in inline
    ]
    assert said in shown  # the group's heading, the title's cell
    blocks = {token.type for token in tokens}
    assert not blocks & {"html_block", "code_block", "fence", "hr", "ordered_list_open"}


def test_markdown_calls_nobody(report: Report) -> None:
    text = markdown.render(named(report, "@here <!channel> <@U1> :fire:"), Look())
    assert "@here" not in text
    assert "<!channel>" not in text
    assert ":fire:" not in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plain_is_one_line_for_each_thing(report: Report, payload: str) -> None:
    lines = plain.render(named(report, payload), Look(unicode=False)).splitlines()
    assert len(lines) == 4  # verdict, context, the metric, the note
    assert all(line.isascii() and line.isprintable() for line in lines)


def test_csv_numbers_are_exact(report: Report) -> None:
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(csv_rows.render(report, Look())))}
    for reading in report.readings:
        exact = rows[reading.key]["exact"]
        assert (Fraction(exact) if exact else None) == reading.value


def test_quiet_leaves_the_notes_out_and_verbose_brings_them_back(report: Report) -> None:
    for module in (plain, markdown):
        assert "no config was found" not in module.render(report, Look(verbosity=QUIET))
        shown = frozenset({"nrr"})
        assert "no config was found" not in module.render(report, Look(shown=shown))
        assert "no config was found" in module.render(report, Look(shown=shown, verbosity=VERBOSE))
