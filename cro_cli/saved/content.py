"""From members to the values of a report; members that a newer cro added are passed over.

Members that format version 1.0 did not have yet may be missing.
"""

from __future__ import annotations

from fractions import Fraction

from cro_cli.model import (
    Band,
    Better,
    Cell,
    Column,
    Edge,
    Finding,
    Grid,
    Input,
    Interval,
    Note,
    Part,
    Reading,
    Reason,
    Remark,
    Report,
    Scorecard,
    Severity,
    Status,
    Unit,
    Window,
)
from cro_cli.saved.member import Member, Name


def report(top: Member) -> Report:
    """Return the report of a document."""
    head = top.get("report")
    readings = tuple(_reading(one) for one in top.get("readings").items())
    as_of = head.find("as_of")
    grids = tuple(_grid(one) for one in _some(top, "tables"))
    notes = tuple(
        Note(one.get("title").text(), _texts(one, "lines")) for one in _some(top, "notes")
    )
    return Report(
        name=head.get("name").text(),
        title=head.get("title").text(),
        company=head.get("company").text(),
        as_of=None if as_of is None else as_of.day(),
        period=head.get("period").text(),
        currency=head.get("currency").text(),
        profile=head.get("profile").text(),
        blocks=(*([Scorecard(readings)] if readings else []), *grids, *notes),
        findings=tuple(_finding(one) for one in _some(top, "findings")),
        inputs=tuple(_input(one) for one in _some(top, "inputs")),
    )


def _grid(one: Member) -> Grid:
    columns = tuple(
        Column(
            key=column.get("key").text(),
            title=column.get("title").text(),
            unit=_optional(column, "unit", Unit),
        )
        for column in one.get("columns").items()
    )
    rows = tuple(tuple(_cell(cell) for cell in row.items()) for row in one.get("rows").items())
    if not columns or any(len(row) != len(columns) for row in rows):
        raise one.wrong("has rows of another length than its head")
    return Grid(one.get("key").text(), one.get("title").text(), columns, rows)


def _cell(one: Member) -> Cell:
    return Cell(
        text=one.get("text").text(),
        value=one.get("exact").number(),
        unit=_optional(one, "unit", Unit),
        status=_optional(one, "status", Status),
    )


def _optional(of: Member, name: str, names: type[Name]) -> Name | None:
    one = of.find(name)
    return None if one is None else one.one_of(names)


def _reading(one: Member) -> Reading:
    window, before = one.get("window"), one.get("previous")
    start, previous_end = window.find("start"), before.find("end")
    value, status = one.get("exact").number(), one.get("status").one_of(Status)
    if status is Status.UNKNOWN and value is not None:
        raise one.wrong("is unknown and has a value")
    low_n, interval, band = one.find("low_n"), one.find("interval"), one.find("band")
    return Reading(
        key=one.get("key").text(),
        title=one.get("title").text(),
        group=one.get("group").text(),
        unit=one.get("unit").one_of(Unit),
        better=one.get("better").one_of(Better),
        meaning=one.get("meaning").text(),
        formula=one.get("formula").text(),
        definition=one.get("definition").text(),
        window=Window(
            label=window.get("label").text(),
            start=None if start is None else start.day(),
            end=window.get("end").day(),
        ),
        value=value,
        status=status,
        reason=_reason(one),
        parts=tuple(_part(part) for part in _some(one, "parts")),
        band=None if band is None else _band(band),
        previous=before.get("exact").number(),
        previous_end=None if previous_end is None else previous_end.day(),
        previous_reason=_reason(before),
        rows=_count(one, "rows"),
        low_n=None if low_n is None else low_n.whole(),
        interval=None if interval is None else _interval(interval),
        assumptions=_texts(one, "assumptions"),
        notes=_texts(one, "notes"),
    )


def _part(one: Member) -> Part:
    return Part(
        key=one.get("key").text(),
        label=one.get("label").text(),
        unit=one.get("unit").one_of(Unit),
        value=one.get("exact").number(),
        reason=_reason(one),
        rows=_count(one, "rows"),
    )


def _band(one: Member) -> Band:
    healthy = _edge(one, "healthy")
    if healthy is None:
        raise one.get("healthy").wrong("is missing")
    return Band(
        better=one.get("better").one_of(Better),
        healthy=healthy,
        watch=_edge(one, "watch"),
        healthy_to=_edge(one, "healthy_to"),
        watch_to=_edge(one, "watch_to"),
        remarks=tuple(Remark(text=mark.get("text").text()) for mark in _some(one, "remarks")),
        profile=one.get("profile").text(),
    )


def _edge(band: Member, name: str) -> Edge | None:
    one = band.find(name)
    if one is None:
        return None
    year = one.find("year")
    return Edge(
        at=_known(one),
        source=one.get("source").text(),
        year=None if year is None else year.whole(),
        grade=one.get("grade").text(),
    )


def _interval(one: Member) -> Interval:
    return Interval(low=_known(one.get("low")), high=_known(one.get("high")))


def _known(one: Member) -> Fraction:
    found = one.get("exact").number()
    if found is None:
        raise one.get("exact").wrong("is null")
    return found


def _reason(of: Member) -> Reason | None:
    one = of.find("reason")
    if one is None:
        return None
    return Reason(
        code=one.get("code").text(), text=one.get("text").text(), remedy=one.get("remedy").text()
    )


def _finding(one: Member) -> Finding:
    row, id_ = one.find("row"), one.find("id")
    return Finding(
        severity=one.get("severity").one_of(Severity),
        id="" if id_ is None else id_.text(),
        code=one.get("code").text(),
        text=one.get("text").text(),
        remedy=one.get("remedy").text(),
        file=one.get("file").text(),
        row=None if row is None else row.whole(),
        column=one.get("column").text(),
        value=one.get("value").text(),
        table=one.get("table").text(),
        fields=_texts(one, "fields"),
    )


def _input(one: Member) -> Input:
    newest = one.find("newest")
    return Input(
        file=one.get("file").text(),
        format=one.get("format").text(),
        table=one.get("table").text(),
        sha256=one.get("sha256").text(),
        rows=one.get("rows").whole(),
        kept=one.get("kept").whole(),
        dropped=_counts(one, "dropped"),
        newest=None if newest is None else newest.day(),
        encoding=one.get("encoding").text(),
        also=_counts(one, "also"),
    )


def _some(of: Member, name: str) -> tuple[Member, ...]:
    one = of.find(name)
    return () if one is None else tuple(one.items())


def _texts(of: Member, name: str) -> tuple[str, ...]:
    return tuple(one.text() for one in _some(of, name))


def _count(of: Member, name: str) -> int:
    one = of.find(name)
    return 0 if one is None else one.whole()


def _counts(of: Member, name: str) -> dict[str, int]:
    one = of.find(name)
    found = () if one is None else one.members()
    return {rule: member.whole() for rule, member in found}
