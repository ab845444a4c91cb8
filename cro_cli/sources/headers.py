"""What the header of a file says of it: the format it is taken for, and those it comes near to."""

from __future__ import annotations

from collections.abc import Sequence

from cro_cli.config import Habits
from cro_cli.errors import InputError
from cro_cli.messages import Problem
from cro_cli.messages import files as messages
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import catalogue, decoding, files, likeness, recognition
from cro_cli.sources.format import ColumnRule
from cro_cli.sources.laying import lay
from cro_cli.sources.likeness import Likeness
from cro_cli.sources.plan import Header, Plan
from cro_cli.sources.recognition import Recognised
from cro_cli.sources.signature import Signature

_SHOWN = 5


class ColumnSeen(NamedTuple):
    """A canonical column: the headers it is read from, or those it could be read from."""

    table: str
    name: str
    meaning: str
    required: bool
    found: str
    wanted: tuple[str, ...]


class HeaderSeen(NamedTuple):
    """The header of one file; `problem` says why there is none, or no single format for it."""

    file: str
    row: int = 0
    delimiter: str = ""
    signature: Signature | None = None
    columns: tuple[ColumnSeen, ...] = ()
    nearest: tuple[Likeness, ...] = ()
    problem: Problem | None = None


def look(paths: Sequence[str], habits: Habits) -> list[HeaderSeen]:
    """Look at the header of each file; what cannot be read is told, and stops nothing."""
    known = catalogue.known(habits)
    sources, _, refused = files.find(paths)
    problems = (HeaderSeen(file=one.path, problem=one.problems[0]) for one in refused)
    return [*problems, *(_looked(source.path, known) for source in sources)]


def _looked(file: str, known: catalogue.Catalogue) -> HeaderSeen:
    try:
        text = decoding.decode(files.read(file), file)
        found = recognition.recognise(text.data, file, known)
    except InputError as error:
        return HeaderSeen(file=file, problem=error.problems[0])
    if not text.data or text.data.isspace():
        return HeaderSeen(file=file, problem=messages.EMPTY_FILE.problem(file))
    near = likeness.ranked(found.header.known, known.signatures)
    seen = HeaderSeen(file=file, row=found.row, delimiter=found.delimiter)
    if not isinstance(found, Recognised):
        return seen._replace(nearest=tuple(near[:_SHOWN]))
    form = known.form(found.signature)
    if form.instead:
        said = messages.NOT_READ.problem(file, format=form.title, instead=form.instead)
        return HeaderSeen(file=file, problem=said)
    plan = lay(form, found.header, found.delimiter)
    return seen._replace(
        signature=found.signature,
        columns=tuple(one for own in (plan, *plan.also) for one in _columns(own, found.header)),
        nearest=tuple(one for one in near if one.signature != found.signature)[:_SHOWN],
    )


def _columns(plan: Plan, header: Header) -> list[ColumnSeen]:
    """Return the columns of a table that a format knows, in the order of the table."""
    rules = {rule.name: rule for rule in plan.format.columns}
    known = [column for column in plan.table.columns if column.name in rules or column.required]
    return [
        ColumnSeen(
            table=plan.table.name,
            name=column.name,
            meaning=column.meaning,
            required=column.required,
            found=_found(plan, column.name),
            wanted=_wanted(rules.get(column.name), header),
        )
        for column in known
    ]


def _found(plan: Plan, column: str) -> str:
    """Return the headers that a column is read from, or the value it always has."""
    if column in plan.constants:
        return f"always {plan.constants[column]}"
    return plan.label(column) if f"{plan.table.name}.{column}" in plan.supplied else ""


def _wanted(rule: ColumnRule | None, header: Header) -> tuple[str, ...]:
    """Return the headers that a column can be read from and that are not there."""
    if rule is None:
        return ()
    origins = (*rule.origins, *(one for part in rule.parts.values() for one in part))
    return tuple(" + ".join(one) for one in origins if header.places(one) is None)
