"""Rows that are not like the header: each is dropped by a rule, trimmed, or named and refused."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from cro_cli.errors import InputError
from cro_cli.messages import Problem
from cro_cli.messages import files as messages
from cro_cli.sources.plan import Header, Plan
from cro_cli.sources.recognition import Recognised, is_header

_SHOWN = 5
_FOOTER = "footer"
_FEWEST = 2
# Each look costs a search among all formats; a second table is not far below the first blank row.
_LOOKED_AT = 200
_LARGEST_CELL = 2**24
# What Python allows is less than a long text of Salesforce may hold.
csv.field_size_limit(_LARGEST_CELL)


class OddRows:
    """What became of the odd rows of one file: `dropped` counts them by rule."""

    def __init__(self, found: Recognised, plan: Plan, file: str) -> None:
        self.dropped: Counter[str] = Counter()
        self._problems: list[Problem] = []
        self._more = 0
        self._found = found
        self._plan = plan
        self._file = file
        self._width = len(found.header.cells)
        self._looked = 0
        self.is_below_blank = False

    def records(self, text: str, first: int) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of a text with their numbers, split strictly.

        Raises:
            InputError: at a quote that is never closed, or closed too early.
        """
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=self._found.delimiter, strict=True
        )
        number = first - 1
        try:
            for number, cells in enumerate(reader, start=first):
                yield number, cells
        except csv.Error as error:
            place = f"{self._file}: row {number + 1}"
            raise InputError([_said(error, place)]) from error

    def sound(self, number: int, cells: list[str], *, in_footer: bool = False) -> list[str] | None:
        """Return the cells of a row without those beyond the header; None if it is left out."""
        reason = self._reason_to_drop(cells) or (_FOOTER if in_footer else "")
        below, self.is_below_blank = self.is_below_blank, reason == "blank"
        if reason:
            self.dropped[reason] += 1
            return None
        if below and self._is_header(cells):
            raise InputError([messages.SECOND_TABLE.problem(self._file, row=number)])
        if len(cells) < self._width or any(cell.strip() for cell in cells[self._width :]):
            self._note(number, len(cells))
            return None
        return cells[: self._width]

    def _note(self, number: int, count: int) -> None:
        if len(self._problems) >= _SHOWN:
            self._more += 1
            return
        have = f"{count} cell{'s' * (count != 1)}"
        words = {"row": number, "cells": have, "width": self._width}
        self._problems.append(messages.OTHER_WIDTH.problem(self._file, **words))

    def refuse(self) -> None:
        """Refuse the file if a row had too few or too many cells.

        Raises:
            InputError: naming the first of these rows.
        """
        if self._more:
            self._problems.append(messages.MORE_WIDTHS.problem(self._file, count=self._more))
        if self._problems:
            raise InputError(self._problems)

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Tell whether a row below a blank one is the header of another table."""
        self._looked += 1
        headers = Header(cells).known
        if self._looked > _LOOKED_AT or len(headers) < _FEWEST:
            return False
        return headers != self._found.header.known and is_header(headers, self._file)

    def _reason_to_drop(self, cells: Sequence[str]) -> str:
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            return "blank"
        if len(cells) >= self._width or len(filled) > 1 or not cells[0].strip():
            return ""
        footers = (one.drop for one in self._plan.drops if one.drop.columns is None)
        return next((drop.name for drop in footers if drop.lone or drop.covers(cells[0])), "")


def _said(error: csv.Error, place: str) -> Problem:
    text = str(error)
    if "field larger" in text:
        text = "a cell is larger than 16 MB"
    if "unexpected end" in text:
        return messages.OPEN_QUOTE.problem(place)
    if "expected after" in text:
        return messages.AFTER_QUOTE.problem(place)
    return messages.NOT_SPLIT.problem(place, why=text)
