"""Charts as inline SVG: drawn with shapes and words only, coloured by the page's style."""

from __future__ import annotations

from cro_cli.model import Chart, Drawing
from cro_cli.render.html import bars, curves


def draw(chart: Chart, name: str) -> str:
    """Return the picture; `name` is the id of the words that say what it is."""
    match chart.drawing:
        case Drawing.LINES:
            return curves.draw(chart, name)
        case Drawing.WATERFALL:
            return bars.waterfall(chart, name)
        case Drawing.BARS:
            return bars.draw(chart, name)
