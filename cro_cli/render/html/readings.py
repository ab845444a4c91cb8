"""Readings on a page: what needs attention, the tables, and a card for all that is not healthy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cro_cli import wording
from cro_cli.model import Reading, Status
from cro_cli.render.html.words import bullets, prose, text

NOT_HEALTHY = (Status.AT_RISK, Status.WATCH)


def verdict(readings: Sequence[Reading]) -> str:
    """Return how many readings have which status."""
    found = wording.counts(readings)
    said = " · ".join(
        f'<span class="{status.value}">{found[status]} {wording.WORDS[status]}</span>'
        for status in wording.VERDICT
    )
    return f'<p class="verdict">{said}</p>'


def attention(readings: Sequence[Reading]) -> Iterator[str]:
    """Yield what is not healthy in a line each, every metric a link to its card."""
    for status in NOT_HEALTHY:
        named = " · ".join(
            f'<a href="#{text(one.key)}">{text(one.title)}</a> '
            f'<span class="figure">{text(wording.value(one))}</span>'
            for one in readings
            if one.status is status
        )
        if named:
            word = f"{wording.SYMBOLS[status]} {wording.WORDS[status]}"
            yield f'<p><span class="{status.value}">{word}:</span> {named}</p>'


def tables(readings: Sequence[Reading], period: str, *, linked: bool) -> Iterator[str]:
    """Yield a table for each group; `linked` metrics that are not healthy lead to their cards."""
    heads = (
        '<th scope="col">Metric</th><th scope="col" class="n">Value</th>'
        f'<th scope="col" class="change">vs {text(period)} ago</th>'
        '<th scope="col" class="band">Healthy (watch)</th><th scope="col">Status</th>'
    )
    for group, members in groupby(readings, key=lambda reading: reading.group):
        yield f"<h2>{text(group)}</h2>"
        yield f'<div class="wide"><table class="score"><thead><tr>{heads}</tr></thead><tbody>'
        yield from (_row(reading, linked=linked) for reading in members)
        yield "</tbody></table></div>"
    if any(reading.assumptions and reading.value is not None for reading in readings):
        yield '<p class="soft">* takes something for granted</p>'


def cards(readings: Sequence[Reading]) -> Iterator[str]:
    """Yield a card for each reading that is not healthy, and why others are unknown."""
    for status in NOT_HEALTHY:
        alike = [reading for reading in readings if reading.status is status]
        if alike:
            yield f"<h2>{wording.WORDS[status].capitalize()}</h2>"
            yield '<div class="cards">'
            yield from (_card(reading) for reading in alike)
            yield "</div>"
    unknown = [
        f"{', '.join(alike.titles)}: {wording.because(alike.reason)}"
        for alike in wording.unknowns(readings)
    ]
    yield from bullets(wording.WORDS[Status.UNKNOWN].capitalize(), unknown)


def _row(reading: Reading, *, linked: bool) -> str:
    change = wording.change(reading)
    star = "*" if reading.assumptions and reading.value is not None else ""
    moved = text(f"{change.text} {change.sense}".strip())
    title = text(reading.title)
    if linked and reading.status in NOT_HEALTHY:
        title = f'<a href="#{text(reading.key)}">{title}</a>'
    return (
        f'<tr><th scope="row">{title}</th>'
        f'<td class="n">{text(wording.value(reading) + star)}</td>'
        f'<td class="change {change.sense}">{moved}</td>'
        f'<td class="band">{text(wording.band(reading))}</td>'
        f'<td class="s {reading.status.value}">{text(wording.status(reading))}</td></tr>'
    )


def _card(reading: Reading) -> str:
    parts = "".join(
        f"<li>{text(f'{label}: {figure}')}</li>" for label, figure in wording.parts(reading)
    )
    said = "".join(f'<p class="soft">{prose(line)}</p>' for line in wording.behind(reading))
    symbol = wording.SYMBOLS[reading.status]
    return (
        f'<section class="card {reading.status.value}" id="{text(reading.key)}">'
        f"<h3>{symbol} {text(reading.title)}: {text(wording.headline(reading))}</h3>"
        f"<p>{text(reading.meaning)}</p><p>{text(reading.formula)}</p>"
        f"{f'<ul>{parts}</ul>' if parts else ''}{said}</section>"
    )
