"""Charts on a page: a picture, and the same in numbers for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli import wording
from cro_cli.model import Chart
from cro_cli.render.html.svg import draw
from cro_cli.render.html.words import text


def chart(given: Chart, name: str) -> Iterator[str]:
    """Yield a chart; `name` is the id of its title, which says what the picture is."""
    if given.labels:
        yield from figure(given.title, draw(given, name), _numbers(given), name)


def figure(
    title: str, picture: str, table: str, name: str, *, is_wide: bool = False
) -> Iterator[str]:
    """Yield a picture between its title and its numbers."""
    kind = ' class="full"' if is_wide else ""
    yield f'<figure{kind}><figcaption id="{name}">{text(title)}</figcaption>'
    yield f'<div class="wide">{picture}</div>'
    yield f'<details><summary>In numbers</summary><div class="wide">{table}</div></details>'
    yield "</figure>"


def _numbers(given: Chart) -> str:
    heads = "".join(f'<th scope="col" class="n">{text(one.title)}</th>' for one in given.series)
    rows = "".join(
        f'<tr><th scope="row">{text(label)}</th>'
        + "".join(
            f'<td class="n">{text(wording.point(one.values[at], given))}</td>'
            for one in given.series
        )
        + "</tr>"
        for at, label in enumerate(given.labels)
    )
    return f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
