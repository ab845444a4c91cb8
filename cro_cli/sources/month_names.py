"""Names of months as exports in other languages than English write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_NAMES = {
    "january": "januar|jänner|janvier|janv|enero|ene|gennaio|gen|janeiro|januari",
    "february": "februar|feber|février|fevrier|févr|fevr|febrero|febbraio|fevereiro|fev|februari",
    "march": "märz|marz|mrz|mär|mars|marzo|março|marco|maart|mrt",
    "april": "avril|avr|abril|abr|aprile",
    "may": "mai|mayo|maggio|mag|maio|mei",
    "june": "juni|juin|junio|giugno|giu|junho",
    "july": "juli|juillet|juil|julio|luglio|lug|julho",
    "august": "août|aout|agosto|ago|augustus",
    "september": "sept|septembre|septiembre|settembre|set|setembro",
    "october": "oktober|okt|octobre|octubre|ottobre|ott|outubro|out",
    "november": "novembre|noviembre|novembro",
    "december": "dezember|dez|décembre|decembre|déc|diciembre|dic|dicembre|dezembro",
}


def in_english(text: pl.Expr) -> pl.Expr:
    """Return dates with the names of their months in English: `1 de mayo de 2026` as `1 may 2026`.

    What is no such name stays.
    """
    text = text.str.replace_all(r"(?i)\bde\s+", "")
    for name, others in _NAMES.items():
        text = text.str.replace(rf"(?i)\b(?:{others})\b", name)
    return text
