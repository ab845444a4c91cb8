"""A report as a mail: text, HTML and the numbers as CSV, for `sendmail -t` to send.

The same report makes the same bytes: no date and no message id, which sendmail adds.
"""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from fractions import Fraction

from cro_cli import display, wording
from cro_cli.model import Reading, Report, Severity, Status
from cro_cli.render import FORMATS, QUIET, Look
from cro_cli.render.mail.body import body
from cro_cli.render.mail.fitting import FITS

POLICY = SMTP.clone(linesep="\n", max_line_length=78)
WIDTH = 76  # what a mail reader shows without wrapping
NAMED = 3  # metrics in a subject
AT_MOST = 98_000  # bytes: above some 100 kB clients cut a mail
COMES_FIRST = (Status.AT_RISK, Status.WATCH)
SAID = {Status.AT_RISK: "at risk", Status.WATCH: "on watch"}


def render(report: Report, look: Look) -> str:
    """Return the message; nothing at all when nothing of the report is asked for."""
    rows = _drawn("csv", report, look)
    for fit in FITS:
        shown = fit.cut(report)
        quieter = look if fit.has_notes else look._replace(verbosity=QUIET)
        text = _drawn("text", shown, quieter._replace(width=WIDTH, color=False, unicode=True))
        if not text:
            return ""
        page = body(shown, quieter)
        whole = _message(report, look, text, page, rows if fit.has_csv else "")
        if len(whole) <= AT_MOST:
            break
    return whole


def subject(report: Report, look: Look) -> str:
    """Return the verdict: `[cro] 2 at risk: NRR 98.7%, CAC payback 26.0 mo`."""
    readings = look.select(report)
    for status in COMES_FIRST:
        alike = [reading for reading in readings if reading.status is status]
        if alike:
            named = ", ".join(f"{one.title} {wording.value(one)}" for one in _worst(alike)[:NAMED])
            more = f" and {len(alike) - NAMED} more" if len(alike) > NAMED else ""
            return f"[cro] {len(alike)} {SAID[status]}: {named}{more}"
    if any(one.severity is Severity.ERROR for one in report.findings):
        return f"[cro] {report.title}: some numbers are missing"
    if report.readings:
        return f"[cro] {wording.verdict(report.readings).replace(' · ', ', ')}"
    return f"[cro] {report.title}, {report.as_of}"


def _worst(alike: list[Reading]) -> list[Reading]:
    """Return readings, those first that miss their band by the largest part of it."""
    return sorted(alike, key=lambda one: -_missed(one))


def _missed(reading: Reading) -> Fraction:
    """Return how far a value lies beyond the healthy edge that it misses, as a part of the edge."""
    value, band = reading.value, reading.band
    if value is None or band is None:
        return Fraction()
    last = band.healthy_to
    edge = last.at if last is not None and value > last.at else band.healthy.at
    return abs(value / edge - 1) if edge else Fraction()


def _message(report: Report, look: Look, text: str, page: str, rows: str) -> str:
    message = EmailMessage(policy=POLICY)
    message["Subject"] = display.clean(subject(report, look))
    if look.sender:
        message["From"] = look.sender
    message["To"] = ", ".join(look.to)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    if rows:
        name = f"{report.name}-{report.as_of}.csv"
        # Not base64, which is a third longer.
        message.add_attachment(rows, subtype="csv", cte="quoted-printable", filename=name)
    mark = hashlib.sha256((text + page + rows).encode()).hexdigest()[:24]
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"cro-{number}-{mark}")  # not by chance: the same bytes each time
    return message.as_bytes().decode("ascii")


def _drawn(name: str, report: Report, look: Look) -> str:
    return next(given for given in FORMATS if given.name == name).render(report, look)
