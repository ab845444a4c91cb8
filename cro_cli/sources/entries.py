"""The catalogue of formats as it is shown: what each is, where it comes from, how it is told."""

from __future__ import annotations

from cro_cli.config import NO_HABITS, Habits
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import catalogue


class Entry(NamedTuple):
    """One format. `told_by` are the columns that a header needs, `never` those it may not have.

    `tables` are the canonical tables it is read into, none if it is of no use; `place` is the file
    and line of a format of the user's own.
    """

    name: str
    title: str
    system: str
    file: str
    export: str
    tables: tuple[str, ...]
    told_by: tuple[str, ...]
    never: tuple[str, ...]
    place: str


def entries(habits: Habits = NO_HABITS) -> list[Entry]:
    """Return all formats, those of one system together, plain forms last."""
    known = catalogue.known(habits)
    found = []
    for of in known.signatures:
        form = known.form(of)
        entry = Entry(
            name=of.name,
            title=of.title,
            system=form.system or "own",
            file=form.file,
            export=form.export,
            tables=tuple(one.table for one in (form, *form.also) if one.table),
            told_by=of.labels,
            never=of.never,
            place=of.place,
        )
        found.append((of.template, not of.place, form.system.casefold(), entry))
    return [entry for *_, entry in sorted(found, key=lambda one: one[:3])]
