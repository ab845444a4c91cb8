"""The mail: parsed back as its reader would, and never more than it should be."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cro_cli import display, wording
from cro_cli.model import Cell, Column, Grid, Report, Scorecard, Status, Unit
from cro_cli.render import FORMATS, QUIET, Look, names
from cro_cli.render.mail import render, subject
from tests.render.test_formats import PAYLOADS, named

GOLDEN = Path(__file__).parent / "golden"
LOOK = Look(to=("ann@example.com", "bob@example.com"), sender="cro@example.com")


def parsed(text: str) -> EmailMessage:
    message = email.message_from_string(text, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert part.defects == []
    return message


def parts(message: EmailMessage) -> dict[str, str]:
    return {
        part.get_content_type(): part.get_content()
        for part in message.walk()
        if not part.is_multipart()
    }


class Words(HTMLParser):
    """Collects the words of a page and what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_golden(report: Report) -> None:
    assert render(report, LOOK) == (GOLDEN / "report.eml").read_bytes().decode()


def test_a_mail_is_text_html_and_csv(report: Report) -> None:
    text = render(report, LOOK)
    message = parsed(text)
    assert message["To"] == "ann@example.com, bob@example.com"
    assert message["From"] == "cro@example.com"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] is None  # sendmail says when
    assert message.get_content_type() == "multipart/mixed"
    found = parts(message)
    assert list(found) == ["text/plain", "text/html", "text/csv"]
    attached = next(iter(message.iter_attachments()))
    assert attached.get_filename() == "report-2026-09-30.csv"
    drawn = {given.name: given for given in FORMATS}
    assert found["text/csv"] == drawn["csv"].render(report, LOOK)
    for reading in report.readings:
        for kind in ("text/plain", "text/html"):
            assert wording.value(reading) in found[kind]
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 998
    assert "\r" not in text  # sendmail wants the line ends of this system


def test_the_page_needs_no_style_sheet_no_picture_and_no_script(report: Report) -> None:
    page = Words(parts(parsed(render(report, LOOK)))["text/html"])
    assert not page.tags & {"style", "script", "img", "svg", "link"}
    assert not page.names & {"src", "href", "class"}
    assert "* takes something for granted" in page.words


@pytest.mark.parametrize("payload", PAYLOADS)
def test_data_comes_out_as_text_and_never_as_a_header(report: Report, payload: str) -> None:
    message = parsed(render(named(report, payload), LOOK))
    assert set(message.keys()) == {
        *("Subject", "From", "To", "Auto-Submitted", "MIME-Version", "Content-Type")
    }
    shown = display.clean(payload)
    assert " ".join(shown.split()) in " ".join(str(message["Subject"]).split())
    assert shown in Words(parts(message)["text/html"]).words


def only(report: Report, *statuses: Status) -> Report:
    kept = tuple(one for one in report.readings if one.status in statuses)
    return report._replace(blocks=(Scorecard(readings=kept),), findings=())


def test_the_subject_is_the_verdict(report: Report) -> None:
    # CAC payback 26.3 misses 18 by 46 %, an expansion share of 55.2 % misses 40 % by 38 %.
    assert subject(report, LOOK) == (
        "[cro] 2 at risk: CAC payback 26.3 mo, Expansion share of new ARR 55.2%"
    )
    assert subject(only(report, Status.WATCH), LOOK) == "[cro] 1 on watch: NRR 109.96%"
    healthy = only(report, Status.HEALTHY)
    assert subject(healthy, LOOK) == "[cro] 3 healthy, 0 watch, 0 at risk, 0 unknown"
    assert subject(healthy._replace(findings=report.findings), LOOK) == (
        "[cro] Revenue report: some numbers are missing"
    )
    assert subject(report._replace(blocks=(), findings=()), LOOK) == (
        "[cro] Revenue report, 2026-09-30"
    )


def test_a_subject_names_three_metrics(report: Report) -> None:
    risky = next(one for one in report.readings if one.status is Status.AT_RISK)
    many = tuple(risky._replace(key=str(n), title=f"M{n}") for n in range(5))
    said = subject(report._replace(blocks=(Scorecard(readings=many),)), LOOK)
    assert said == "[cro] 5 at risk: M0 55.2%, M1 55.2%, M2 55.2% and 2 more"


def test_the_same_report_makes_the_same_bytes_and_another_one_others(report: Report) -> None:
    assert render(report, LOOK) == render(report, LOOK)
    boundary = re.compile('boundary="([^"]*)"')
    other = render(report._replace(company="Other"), LOOK)
    assert set(boundary.findall(other)).isdisjoint(boundary.findall(render(report, LOOK)))


def rows(count: int, number: int = 0) -> Grid:
    """Return a table of some rows, each of about sixty letters and a number of its own."""
    return Grid(
        key=f"rows{number}",
        title=f"Rows {number}",
        columns=(Column(key="name", title="Name"), Column(key="n", title="N", unit=Unit.COUNT)),
        rows=tuple(
            (Cell(text=f"{at:07} {'x' * 50}"), Cell(value=Fraction(1))) for at in range(count)
        ),
    )


def sent(report: Report, *grids: Grid) -> dict[str, str]:
    text = render(report._replace(blocks=(*report.blocks, *grids)), LOOK)
    assert len(text) < 100_000
    return parts(parsed(text))


def test_what_a_mail_has_no_room_for_stands_in_its_csv(report: Report) -> None:
    found = sent(report, rows(200))
    for kind in ("text/plain", "text/html"):
        assert "0000059 x" in found[kind]
        assert "0000060 x" not in found[kind]
        assert "140 more rows: the CSV holds them" in " ".join(found[kind].split())
    assert "0000199 x" in found["text/csv"]


def test_a_large_report_goes_without_its_csv(report: Report) -> None:
    found = sent(report, rows(2000))
    assert list(found) == ["text/plain", "text/html"]
    for kind in found:
        assert "0000059 x" in found[kind]
        assert "1,940 more rows: `-o FILE.csv` writes them" in " ".join(found[kind].split())
        assert "the CSV: `-o FILE.csv` writes it" in " ".join(found[kind].split())


def test_a_report_of_many_tables_shows_the_first_and_its_verdict(report: Report) -> None:
    found = sent(report, *(rows(60, number) for number in range(40)))
    assert "Rows 3" in found["text/html"]  # before it are a table and two charts
    assert "0000019 x" in found["text/html"]
    assert "Rows 5" not in found["text/html"]
    # Forty tables beside the table and the two charts of the report, of which eight are left.
    assert "35 more tables: `-o FILE.csv` writes them" in " ".join(found["text/html"].split())


def test_a_report_of_long_rows_is_its_verdict_alone(report: Report) -> None:
    long = rows(1)._replace(rows=((Cell(text="y" * 60_000), Cell(value=Fraction(1))),))
    found = sent(report._replace(blocks=(long, *report.blocks)))
    assert "yyy" not in found["text/html"]
    assert "2 at risk" in found["text/html"]
    assert "no config was found" not in found["text/html"]


def test_quiet_and_nothing(report: Report) -> None:
    quiet = parts(parsed(render(report, LOOK._replace(verbosity=QUIET))))
    assert all("no config was found" not in text for text in quiet.values())
    nothing = report._replace(blocks=(Scorecard(readings=()),), findings=())
    assert render(nothing, LOOK._replace(shown=frozenset())) == ""


def test_hidden_names_are_numbers_and_quotes_are_left_out(report: Report) -> None:
    grid = Grid(
        key="drivers",
        title="Drivers",
        columns=(Column(key="who", title="Customer"), Column(key="plan", title="Plan")),
        rows=(
            (Cell(text="Acme", private=True), Cell(text="Acme")),
            (Cell(text="Beta", private=True), Cell(text="Pro")),
            (Cell(text="Acme", private=True), Cell(text="", private=True)),
        ),
    )
    hidden = names.hide(report._replace(blocks=(*report.blocks, grid)))
    shown = hidden.blocks[-1]
    assert isinstance(shown, Grid)
    assert [[cell.text for cell in row] for row in shown.rows] == [
        ["#1", "Acme"],
        ["#2", "Pro"],
        ["#1", ""],
    ]
    assert [one.value for one in hidden.findings[:2]] == ["…", ""]
    assert hidden.findings[0].text == report.findings[0].text
    quoting = report.findings[0]._replace(text="`Acme` twice", value="Acme")
    (told,) = names.hide(report._replace(findings=(quoting,))).findings
    assert told.text == "`…` twice"
