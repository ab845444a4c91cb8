from __future__ import annotations

import datetime as dt

import pytest

from cro_cli.cli.asking import drawn_as, understand
from cro_cli.cli.options import Options
from cro_cli.errors import UsageError
from cro_cli.model import Status
from cro_cli.render import QUIET, VERBOSE


@pytest.mark.parametrize(
    ("option", "target", "variable", "name"),
    [
        ("", "", "", "text"),
        ("json", "", "", "json"),
        ("", "report.json", "", "json"),
        ("", "REPORT.JSON", "", "json"),
        ("", "report.txt", "json", "text"),
        ("", "", "json", "json"),
        ("text", "report.json", "json", "text"),
        ("", "report", "", "text"),
        ("", "/dev/stdout", "", "text"),
        ("", "-", "json", "json"),
        ("", ".hidden", "", "text"),
        ("json", "report.html", "", "json"),
        ("", "report.docx", "json", "json"),
        ("", "report.html", "json", "html"),
    ],
)
def test_format(option: str, target: str, variable: str, name: str) -> None:
    environ = {"CRO_FORMAT": variable} if variable else {}
    assert drawn_as(option, target, environ).name == name


@pytest.mark.parametrize(
    ("option", "target", "variable", "message"),
    [
        ("jsn", "", "", "--format: there is no `jsn`; did you mean json?"),
        (
            "",
            "",
            "xml",
            "CRO_FORMAT: there is no `xml`; write one of text, plain, json",
        ),
        ("", "a.docx", "", "--output: `.docx` is no ending of a format"),
    ],
)
def test_no_format(option: str, target: str, variable: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        drawn_as(option, target, {"CRO_FORMAT": variable})
    assert caught.value.problems[0].startswith(message)


def test_what_is_typed_is_understood() -> None:
    asked = understand(
        Options(
            paths=["a", "b"],
            as_of="2026-09-30",
            period="quarter",
            metrics=["nrr", "grr, mrr", "nrr"],
            only=["at-risk,watch", "unknown"],
            fail_on="at-risk",
            verbose=True,
        ),
        {},
    )
    assert asked.paths == ("a", "b")
    assert asked.request.as_of == dt.date(2026, 9, 30)
    assert asked.request.period == "quarter"
    assert asked.request.metrics == ("nrr", "grr", "mrr")
    assert asked.statuses == {Status.AT_RISK, Status.WATCH, Status.UNKNOWN}
    assert asked.fail_on == "at-risk"
    assert asked.look.verbosity == VERBOSE


def test_nothing_typed_leaves_all_to_the_config() -> None:
    asked = understand(Options(quiet=True), {})
    assert (asked.request.as_of, asked.request.period, asked.request.metrics) == (None, None, ())
    assert (asked.statuses, asked.fail_on, asked.target) == (frozenset(), None, "")
    assert asked.look.verbosity == QUIET


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-09", dt.date(2026, 9, 30)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2026-09-01", dt.date(2026, 9, 1)),
    ],
)
def test_a_month_is_its_last_day(typed: str, day: dt.date) -> None:
    assert understand(Options(as_of=typed), {}).request.as_of == day


@pytest.mark.parametrize(
    "typed", ["30/09/2026", "2026-9-30", "2026-13", "2026-02-30", "0000-01", "٢٠٢٦-09", "today"]
)
def test_no_date(typed: str) -> None:
    with pytest.raises(UsageError, match="is no date; write it as 2026-09-30"):
        understand(Options(as_of=typed), {})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(period="moth"), "--period: there is no `moth`; did you mean month?"),
        (Options(only=["at_risk"]), "--only: there is no `at_risk`; did you mean at-risk?"),
        (Options(only=["watch,"]), "--only: there is no ``"),
        (Options(metrics=["nrrr"]), "--metric: there is no `nrrr`; did you mean nrr?"),
        (Options(metrics=["zzz"]), "--metric: there is no `zzz`; `cro metrics` lists them"),
        (Options(fail_on="risk"), "--fail-on: there is no `risk`; did you mean at-risk?"),
        (
            Options(color="on"),
            "--color (or CRO_COLOR): there is no `on`; write one of auto, always, never",
        ),
        (Options(format="email"), "a mail needs somebody who gets it; write --to ADDRESS"),
        (Options(format="email", to=["a@b.example,"]), "--to: `` is no mail address"),
        (Options(to=["Ann <a@b.example>"]), "--to: `Ann <a@b.example>` is no mail address"),
        (Options(to=["a@b.example\nBcc: c@d.example"]), "--to: `a@b.example Bcc: c@d.example`"),
        (Options(sender="cron"), "--from: `cron` is no mail address"),
        (Options(by="sgment"), "--by: there is no `sgment`; did you mean segment?"),
        (Options(months="0"), "--months: `0` is no number of months; write a whole number up to"),
        (Options(months="121"), "--months: `121` is no number of months"),
        (Options(months="٣"), "--months: `٣` is no number of months"),
        (Options(names="no"), "--names: there is no `no`; write one of show, hide"),
        (Options(quiet=True, verbose=True), "--quiet and --verbose are opposites"),
    ],
)
def test_what_makes_no_sense_names_the_nearest(options: Options, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        understand(options, {})
    assert caught.value.problems[0].startswith(message)


def test_a_mail_names_nobody_unless_told_to() -> None:
    to = ["a@b.example, c@d.example", "e@f.example"]
    asked = understand(Options(format="email", to=to, sender="g@h.example"), {})
    assert asked.look.to == ("a@b.example", "c@d.example", "e@f.example")
    assert asked.look.sender == "g@h.example"
    assert not asked.names
    assert understand(Options(format="email", to=to, names="show"), {}).names
    assert understand(Options(), {}).names
    assert not understand(Options(names="hide"), {}).names


def test_a_break_down_and_a_span_are_understood() -> None:
    asked = understand(Options(by="segment", months="24", format="html"), {}).request
    assert (asked.by, asked.months, asked.charts, asked.full) == ("segment", 24, True, True)
    asked = understand(Options(), {}).request
    assert (asked.by, asked.months, asked.charts, asked.full) == ("", 0, False, False)
