"""Texts with a meaning: flags, currencies, ids, and columns that know a few words only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from cro_cli.sources.vocabulary import FLAGS
from cro_cli.sources.wholes import every, nowhere, signs, span

# Columns that hold ids of the CRM, in which Salesforce has two spellings of the same id.
# Of ids: scientific notation, formulas, marks of text, decimals.
_SPOILT = r"[eE]\+|=\"|(?:^|\x00)'|\.0(?:\x00|$)"
# One of these is in each of them, or it is space.
_SIGNS = b"+\"'. \t\n\r\v\f"
_ASCII = 128  # from here on other bytes begin
_CODE = r"[A-Za-z]{3}"
_SALESFORCE_LONG = r"^00[0-9A-Za-z]{13}[A-Z0-5]{3}$"

OTHERS = "*"  # in the words that a format renames: all that it does not name


def filled(text: pl.Expr, blank: Sequence[str]) -> pl.Expr:
    """Return text; null where it is nothing, or stands for it."""
    # Several conditions handed to `when` would be taken across all columns of the expression.
    says = text != ""
    for one in blank:
        says &= text != one
    return pl.when(says).then(text)


def quick_flag(text: pl.Expr) -> pl.Expr:
    """Read true and false as programs write them."""
    return pl.when(every(text, "true|false|1|0")).then((text == "true") | (text == "1"))


def read_flags(text: pl.Series) -> pl.Series:
    """Read true, yes, 1 and their like."""
    lower = text.str.to_lowercase()
    return lower.replace_strict(dict(FLAGS), default=None, return_dtype=pl.Boolean)


def quick_word(text: pl.Expr, known: Mapping[str, str]) -> pl.Expr:
    """Read one of a few words in its own spelling."""
    return pl.when(every(text, "|".join(dict.fromkeys(known.values())))).then(text)


def read_words(text: pl.Series, known: Mapping[str, str]) -> pl.Series:
    """Read one of a few words, or another spelling of it; null for any other."""
    plain = text.str.to_lowercase().str.replace_all(r"[ -]+", "_")
    return plain.replace_strict(dict(known), default=None, return_dtype=pl.String)


def renamed(text: pl.Expr, names: Mapping[str, str]) -> pl.Expr:
    """Replace the words that a format renames; the others stay, or become what `*` stands for."""
    others = pl.when(text != "").then(pl.lit(names[OTHERS])) if OTHERS in names else text
    lower = text.str.to_lowercase()
    return lower.replace_strict(dict(names), default=others, return_dtype=pl.String)


def quick_currency(text: pl.Expr) -> pl.Expr:
    """Read a code in capital or small letters."""
    return pl.when(every(text, _CODE)).then(text.str.to_uppercase())


def read_currencies(text: pl.Series) -> pl.Series:
    """Read ISO codes."""
    return text.str.to_uppercase().set(~text.str.contains(f"^{_CODE}$"), None)


def salesforce_id(text: pl.Expr) -> pl.Expr:
    """Read a Salesforce id: 18 characters are the 15 that count and a check of their case."""
    return text.str.head(15)


def crm_id(text: pl.Expr) -> pl.Expr:
    """Read an id of any CRM; the long form of a Salesforce id is cut to the short one."""
    return pl.when(text.str.contains(_SALESFORCE_LONG)).then(text.str.head(15)).otherwise(text)


def zoho_id(text: pl.Expr) -> pl.Expr:
    """Read a Zoho id: exports write `zcrm_` before its digits, so that no spreadsheet rounds it."""
    return text.str.strip_prefix("zcrm_")


def first_id(text: pl.Expr) -> pl.Expr:
    """Read the first of several ids."""
    return text.str.replace(r"(?s);.*$", "").str.strip_chars()


def first_of_list(text: pl.Expr) -> pl.Expr:
    """Read the first entry of a list with bars between."""
    return text.str.replace(r"(?s)\|.*$", "").str.strip_chars()


def quick_id(text: pl.Expr) -> pl.Expr:
    """Read ids that no spreadsheet has had in hand: its marks are nowhere in the column."""
    return pl.when(nowhere(text, _SPOILT)).then(text)


def kinds(read: pl.Series, nothing: Sequence[str]) -> pl.Enum | None:
    """Return a kind for each of a few texts, in their order; None where one says nothing.

    Neither have texts that are read alike kinds of their own.
    """
    said = [one for one in read if isinstance(one, str)]
    if len(said) < read.len() or len({*said, *nothing}) < len(said) + len(nothing):
        return None
    return pl.Enum(said)


def stand(ids: pl.Series) -> bool:
    """Tell whether `quick_id` surely reads a column of ids as it stands, space or not."""
    written = signs(ids)
    least, most = span(written) or (0, 0)
    if most >= _ASCII:
        return False
    return not any((written == sign).any() for sign in _SIGNS if least <= sign)


def read_ids(text: pl.Series) -> pl.Series:
    """Read ids but those that a spreadsheet has turned into rounded numbers.

    Numbers of enough digits to be ids lose the decimals that a program took them to have.
    """
    plain = text.str.replace(r"^([0-9]{3,15})\.0$", "$1")
    return plain.set(plain.str.contains(r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2}$"), None)


def unmarked(text: pl.Expr) -> pl.Expr:
    """Read cells without what tells a spreadsheet to leave them alone: `="007"`, `'007`."""
    return text.str.replace(r"^=\"([^\"]*)\"$", "$1").str.replace(r"^'", "")
