from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from cro_cli import display, wording
from cro_cli.metrics import METRICS
from cro_cli.model import Note, Report, Scorecard, Severity, Status
from cro_cli.render import FORMATS, NORMAL, QUIET, VERBOSE, Look
from cro_cli.render.text import render
from cro_cli.render.text.page import STYLES
from cro_cli.render.text.table import TITLE_AT_LEAST

GOLDEN = Path(__file__).parent / "golden"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
LOOKS = {
    "report.txt": Look(width=100),
    "report-verbose-80.txt": Look(width=80, verbosity=VERBOSE),
    "report-ascii-60.txt": Look(width=60, unicode=False),
    "report-40.txt": Look(width=40),
    "report.ansi": Look(width=100, color=True, verbosity=QUIET),
}


def only(report: Report, *statuses: Status) -> frozenset[str]:
    return frozenset(one.key for one in report.readings if one.status in statuses)


@pytest.mark.parametrize("name", LOOKS)
def test_golden(report: Report, name: str) -> None:
    expected = (GOLDEN / name).read_bytes().decode()
    assert render(report, LOOKS[name]) == expected


@pytest.mark.no_cover  # see tests/conftest.py
@pytest.mark.parametrize("verbosity", [QUIET, NORMAL, VERBOSE])
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_wider_than_the_screen(report: Report, *, unicode: bool, verbosity: int) -> None:
    for width in range(20, 201):
        text = render(report, Look(width=width, unicode=unicode, verbosity=verbosity))
        assert max(cell_len(line) for line in text.split("\n")) <= width
        assert not re.search(r"[ \t]$", text, re.MULTILINE)


def test_what_heads_the_report_is_broken_between_its_items(report: Report) -> None:
    short = report._replace(company="Lumenloop")
    items = ["3 healthy", "1 watch", "2 at risk", "3 unknown", "Lumenloop", "Revenue report"]
    items += ["as of 2026-09-30", "by month", "USD", "profile growth"]
    for width in range(20, 101):  # the longest item has 16 cells
        head = render(short, Look(width=width)).split("\n\n", 1)[0]
        assert [item for line in head.split("\n") for item in line.split(" · ")] == items
    narrow = render(short, Look(width=36, unicode=False))
    assert narrow.startswith(
        "3 healthy | 1 watch | 2 at risk\n3 unknown\nLumenloop | Revenue report\n"
    )


@pytest.mark.no_cover
def test_no_value_is_ever_cut(report: Report) -> None:
    for width in range(20, 201):
        words = render(report, Look(width=width)).split()
        for reading in report.readings:
            assert wording.value(reading).split()[0] in {word.rstrip("*") for word in words}


@pytest.mark.no_cover
def test_as_the_screen_narrows_the_band_goes_first_and_then_the_change(report: Report) -> None:
    def columns(width: int) -> set[str]:
        text = render(report, Look(width=width, verbosity=QUIET))
        heads = ("Metric", "Value", "vs month ago", "Healthy (watch)", "Status")
        return {
            head for head in heads if re.search(rf"(^|  ){re.escape(head)}", text, re.MULTILINE)
        }

    every = {"Metric", "Value", "vs month ago", "Healthy (watch)", "Status"}
    seen = [columns(width) for width in range(200, 19, -1)]
    steps = [step for step, before in zip(seen, [None, *seen], strict=False) if step != before]
    assert steps == [
        every,
        every - {"Healthy (watch)"},
        {"Metric", "Value", "Status"},
        set(),
    ]
    assert columns(49) == set()


@pytest.mark.parametrize("unicode", [True, False])
def test_eighty_columns_hold_every_column_though_few_cases_stand_behind(
    report: Report, *, unicode: bool
) -> None:
    # 12 title, 13 value, 16 change, 15 or 17 band, 13 status and 8 between: 77 or 79
    sound = tuple(one for one in report.readings if one.key not in {"arr", "churned_mrr"})
    text = render(
        report._replace(blocks=(Scorecard(readings=sound),)), Look(width=80, unicode=unicode)
    )
    assert re.search(
        r"^Metric +Value +vs month ago +Healthy \(watch\) +Status$", text, re.MULTILINE
    )
    assert re.search(r"^CAC payback +26\.3 mo\* +\+2\.3 mo worse +(≤|<=)18 mo ", text, re.MULTILINE)


def test_no_word_of_a_metric_is_cut() -> None:
    words = [word for metric in METRICS for word in metric.title.split()]
    assert max(map(len, words)) == TITLE_AT_LEAST


def test_what_is_coloured_can_be_read_on_white_and_on_black() -> None:
    """A colour has its own ground, or is dark enough for the one and light enough for the other."""
    for style in STYLES.values():
        colours = style.split()
        assert "on" in colours or set(colours) <= {"magenta"}
    styles = set(re.findall(r"\x1b\[([0-9;]+)m", (GOLDEN / "report.ansi").read_text("utf-8")))
    # Bold, underlined and magenta; black on green, black on yellow and white on red.
    assert styles == {"0", "1", "4", "35", "30;42", "30;43", "1;97;41"}


def test_color_changes_no_character(report: Report) -> None:
    for width in (30, 60, 100):
        colored = render(report, Look(width=width, color=True))
        assert "\x1b[" in colored
        assert ANSI.sub("", colored) == render(report, Look(width=width))


def test_ascii_is_ascii(report: Report) -> None:
    assert render(report, Look(unicode=False, verbosity=VERBOSE)).isascii()


@pytest.mark.parametrize("color", [True, False])
def test_nothing_in_the_data_steers_the_screen(report: Report, *, color: bool) -> None:
    text = ANSI.sub("", render(report, Look(color=color, verbosity=VERBOSE)))
    for line in text.split("\n"):
        assert display.clean(line) == line
    assert "顧客 [red] & <b> [/]" in text
    assert r"A \x1b[31mred\x1b]0;title\x07 name over \u202etwo\u202c lines\x00\x9b." in text


@pytest.mark.parametrize(
    "environment",
    [
        {"COLUMNS": "²"},
        {"COLUMNS": "5"},
        {"LINES": "²"},
        {"FORCE_COLOR": "1"},
        {"TERM": "dumb"},
        {"NO_COLOR": "1"},
        {"TTY_COMPATIBLE": "1"},
    ],
)
@pytest.mark.parametrize("color", [True, False])
def test_the_environment_changes_nothing(
    report: Report,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    color: bool,
) -> None:
    before = render(report, Look(color=color))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert render(report, Look(color=color)) == before


def test_only_what_is_asked_for_is_drawn_but_all_is_counted(report: Report) -> None:
    text = render(report, Look(shown=only(report, Status.WATCH)))
    assert text.startswith("3 healthy · 1 watch · 2 at risk · 3 unknown\n")
    assert "NRR" in text
    assert "CAC payback" not in text
    assert "Quick ratio" not in text
    # The bad value is said, the notes are not: they are for -v.
    assert "Problems" in text
    assert "Taken for granted\n" not in text
    assert "Worth knowing" not in text


def test_nothing_asked_for_is_no_output_at_all(report: Report) -> None:
    sound = report._replace(
        findings=tuple(f for f in report.findings if f.severity is not Severity.ERROR)
    )
    assert render(sound, Look(shown=frozenset())) == ""


def test_a_bad_value_is_said_even_when_nothing_is_shown(report: Report) -> None:
    text = render(report, Look(shown=frozenset()))
    assert "deals [Q3].csv:12 Amount" in text
    assert "Metric" not in text


def test_quiet_leaves_out_notes_and_verbose_adds_inputs(report: Report) -> None:
    quiet = render(report, Look(verbosity=QUIET))
    assert "Problems" in quiet
    assert "Left out" not in quiet
    verbose = render(report, Look(verbosity=VERBOSE))
    assert "Inputs" in verbose
    assert "readme.csv:8" in verbose
    assert "more like these" not in verbose


def test_a_report_of_nothing(report: Report) -> None:
    empty = report._replace(
        company="",
        profile="",
        blocks=(Scorecard(readings=()), Note(title="Notes", lines=())),
        findings=(),
        inputs=(),
    )
    assert render(empty, Look()) == (
        "0 healthy · 0 watch · 0 at risk · 0 unknown\n"
        "Revenue report · as of 2026-09-30 · by month · USD\n"
    )


def test_a_column_that_would_be_empty_is_left_out(report: Report) -> None:
    alone = tuple(
        one._replace(previous=None, assumptions=()) for one in report.readings if one.key == "mrr"
    )
    text = render(report._replace(blocks=(Scorecard(readings=alone),)), Look(verbosity=QUIET))
    assert "\nMetric    Value  Status\n\nRecurring revenue\nMRR     412,345  – no band\n" in text


def test_below_fifty_columns_a_metric_takes_two_lines_though_there_were_room(
    report: Report,
) -> None:
    alone = tuple(one for one in report.readings if one.key == "grr")
    short = report._replace(blocks=(Scorecard(readings=alone),), findings=())
    assert "\nGRR     90.0%  no change     ✓ healthy\n" in render(short, Look(width=50))
    assert "\nGRR\n  90.0%  no change  ✓ healthy\n" in render(short, Look(width=49))


def test_six_of_a_kind_are_shown_seven_are_not(report: Report) -> None:
    notes = tuple(f for f in report.findings if f.severity is Severity.NOTE)
    six = render(report._replace(findings=notes[:6]), Look())
    seven = render(report._replace(findings=notes[:7]), Look())
    assert six.count("ignored") == 6
    assert "2 more like these" in seven


@pytest.mark.parametrize("given", FORMATS, ids=lambda given: given.name)
def test_every_format_draws_the_same_twice(report: Report, given: object) -> None:
    form = next(one for one in FORMATS if one is given)
    assert form.render(report, Look()) == form.render(report, Look())


@pytest.mark.parametrize("width", [40, 100])
def test_what_has_no_value_takes_nothing_for_granted(report: Report, width: int) -> None:
    (unknown, *_) = (one for one in report.readings if one.status is Status.UNKNOWN)
    assumed = unknown._replace(assumptions=("gross margin 80% from the config",))
    page = render(report._replace(blocks=(Scorecard(readings=(assumed,)),)), Look(width=width))
    assert "*" not in page
