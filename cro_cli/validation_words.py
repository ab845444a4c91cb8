"""What a validation says in words: one sentence for each thing, whatever it is drawn with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from cro_cli import wording
from cro_cli.model import Finding, Severity, Status
from cro_cli.validation import Checked, FileSeen, Span, State, Taken, Validation

_WORDS = {Severity.ERROR: "problem", Severity.WARNING: "warning", Severity.NOTE: "note"}


def standing(validation: Validation) -> Status:
    """Return how data stand as a whole: at risk is what no report should be made of."""
    found = validation.severities()
    if validation.refusals or found[Severity.ERROR]:
        return Status.AT_RISK
    return Status.WATCH if found[Severity.WARNING] else Status.HEALTHY


def of_findings(findings: Sequence[Finding]) -> Status:
    """Return how a file or a check stands by what was found in it."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Status.AT_RISK
    return Status.WATCH if Severity.WARNING in severities else Status.HEALTHY


def of_file(seen: FileSeen) -> Status:
    """Return how a file stands."""
    if seen.state is State.REFUSED:
        return Status.AT_RISK
    return Status.UNKNOWN if seen.state is State.IGNORED else of_findings(seen.findings)


def verdict(validation: Validation) -> str:
    """Return the line that says it all."""
    states = validation.states()
    files = ", ".join(f"{states[state]} {state.value}" for state in State if states[state])
    found = validation.severities()
    marks = [counted(count, _WORDS[kind]) for kind, count in found.items() if count]
    refusals = len(validation.refusals)
    marks[:0] = [counted(refusals, "reason to refuse", "reasons to refuse")] if refusals else []
    said = {
        Status.HEALTHY: "sound",
        Status.WATCH: "read whole, with warnings",
        Status.AT_RISK: "not to be trusted",
    }[standing(validation)]
    symbol = wording.SYMBOLS[standing(validation)]
    return " · ".join((f"{symbol} {said}", f"files: {files or 'none'}", *marks))


def context(validation: Validation) -> str:
    """Return what the verdict speaks of."""
    rows = sum(given.rows for given in validation.inputs)
    kept = sum(given.kept for given in validation.inputs)
    said = [
        validation.company,
        "Validation",
        f"{counted(rows, 'row')} read, {kept:,} kept, {rows - kept:,} left out" if rows else "",
        f"reported as of {validation.as_of} in {validation.currency}" if validation.as_of else "",
    ]
    return " · ".join(text for text in said if text)


def headline(seen: FileSeen) -> str:
    """Return what became of a file and what it was taken for."""
    taken = seen.taken
    if taken is None:
        return seen.state.value
    became = f" → {taken.table}" if taken.table else ""
    also = "".join(f", {name}" for name in (seen.given.also if seen.given else ()))
    refused = "refused, taken for " if seen.state is State.REFUSED else ""
    return f"{refused}{taken.title}{became}{also}"


def why(taken: Taken, encoding: str) -> str:
    """Return by what a file was told, and how its text is split."""
    told = ", ".join(taken.by)
    return (
        f"told by {told} in row {taken.row}; cells split by {taken.delimiter}, encoding {encoding}"
    )


def rows(seen: FileSeen) -> str:
    """Return how many rows a file has, and which of them were left out by which rule."""
    given = seen.given
    if given is None:
        return ""
    kept = f"{given.kept:,} of {counted(given.rows, 'row')} kept"
    rules = ", ".join(f"{rule} {count:,}" for rule, count in given.dropped.items())
    left_out = f"; left out: {rules}" if rules else ""
    also = "".join(f"; {counted(count, 'row')} of {name}" for name, count in given.also.items())
    span = "; {} to {}".format(*ends(seen.span)) if seen.span.first else ""
    return f"{kept}{left_out}{also}{span}"


def ends(span: Span) -> tuple[str, str]:
    """Return the first and the last day of rows, or month; nothing where there is none."""
    return _day(span.first, span), _day(span.newest, span)


def _day(of: dt.date | None, span: Span) -> str:
    if of is None:
        return ""
    return f"{of:%Y-%m}" if span.is_monthly else str(of)


def evidence(taken: Taken, *, everything: bool) -> Iterator[str]:
    """Yield how what the file leaves open was decided; what it leaves open only, or everything."""
    for one in taken.evidence:
        if one.plain and not everything:
            continue
        column = f"{one.column}: " if one.column else ""
        yield f"{column}{one.what}, because {one.why}"


def columns(taken: Taken) -> Iterator[str]:
    """Yield which headers became which columns, and which became nothing."""
    if taken.origins:
        yield "read: " + "; ".join(
            f"{one.column} from {one.headers}{' (a guess)' if one.guessed else ''}"
            for one in taken.origins
        )
    if taken.unused:
        yield f"not read: {', '.join(taken.unused)}"


def of_file_alone(findings: Sequence[Finding], *, everything: bool) -> Iterator[str]:
    """Yield the findings of a file whose name stands above them."""
    nameless = [one._replace(file="") for one in findings]
    for said in wording.findings(nameless, everything=everything):
        yield f"row {said[1:]}" if said.startswith(":") else said


def clear(checks: Sequence[Checked], *, everything: bool) -> str:
    """Return which checks found nothing; nothing when there is none of them."""
    titles = [made.title for made in checks if not made.findings and not made.needs]
    if not titles:
        return ""
    return "; ".join(titles) if everything else counted(len(titles), "check")


def not_made(checks: Sequence[Checked], *, everything: bool) -> str:
    """Return which checks lack something; nothing when there is none of them."""
    said = [f"{made.title} (needs {', '.join(made.needs)})" for made in checks if made.needs]
    if not said:
        return ""
    return "; ".join(said) if everything else f"{counted(len(said), 'check')} (-v says which)"


def points(made: Checked, *, everything: bool) -> Iterator[str]:
    """Yield the rows that a check names, and how many more there are."""
    shown = len(made.findings) if everything else wording.ALIKE
    for one in made.findings[:shown]:
        yield wording.finding(one._replace(remedy=""))
    more = made.rows - len(made.findings[:shown])
    if more > 0 and made.findings[0].row is not None:
        yield f"and {counted(more, 'row')} more"


def counted(count: int, one: str, several: str = "") -> str:
    """Return a number of things.

    >>> counted(1, "row"), counted(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
