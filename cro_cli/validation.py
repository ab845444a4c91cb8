"""What a validation says: of each file what it was taken for, of all data what speaks for them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from cro_cli.messages import Problem
from cro_cli.model import Finding, Input, Severity
from cro_cli.named_tuple import NamedTuple


class State(StrEnum):
    """What became of a file."""

    READ = "read"
    REFUSED = "refused"
    IGNORED = "ignored"  # lies in a folder that was given, and is no export


class Origin(NamedTuple):
    """A column of a canonical table, and the headers that it was read from."""

    column: str
    headers: str
    guessed: bool = False


class Evidence(NamedTuple):
    """How something that a file may leave open was decided: `what` for which column, and `why`.

    Where all is written in the `plain` way nothing had to be decided.
    """

    column: str
    what: str
    why: str
    plain: bool = False


class Taken(NamedTuple):
    """What a file was taken for, and why.

    `by` are the headers, as the file writes them, that meet the signature of the format; `row` is
    the row of the header, `unused` are the headers that nothing was read from.
    """

    format: str
    title: str
    table: str
    by: tuple[str, ...]
    row: int
    delimiter: str
    origins: tuple[Origin, ...] = ()
    unused: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Span(NamedTuple):
    """From when to when the dates of some rows are; the first days of months where `is_monthly`."""

    first: dt.date | None = None
    newest: dt.date | None = None
    is_monthly: bool = False


class FileSeen(NamedTuple):
    """One file: `given` is there when it was read, `taken` as soon as it was recognised."""

    file: str
    state: State
    encoding: str = ""
    taken: Taken | None = None
    given: Input | None = None
    span: Span = Span()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()


class Coverage(NamedTuple):
    """How far the rows of one canonical table reach, all of its files together."""

    table: str
    files: int
    rows: int
    span: Span


class Checked(NamedTuple):
    """One check: `needs` is what it lacks to be made at all, `rows` how many rows it found."""

    key: str
    title: str
    needs: tuple[str, ...] = ()
    rows: int = 0
    findings: tuple[Finding, ...] = ()


class Validation(NamedTuple):
    """A finished validation.

    `problems` are what speaks against several files, or none by name, `remarks` what else is to say
    of them together; `as_of` and `currency` are those that a report on these files would have.
    """

    company: str
    files: tuple[FileSeen, ...]
    coverage: tuple[Coverage, ...] = ()
    checks: tuple[Checked, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Finding, ...] = ()
    as_of: dt.date | None = None
    currency: str = ""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files that were read."""
        return tuple(seen.given for seen in self.files if seen.given is not None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, by file and then by check."""
        return tuple(self._findings())

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """Why `cro report` would not compute anything from these files."""
        return (*(said for seen in self.files for said in seen.problems), *self.problems)

    def states(self) -> dict[State, int]:
        """Return how many files were read, refused and ignored."""
        found = Counter(seen.state for seen in self.files)
        return {state: found[state] for state in State}

    def severities(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity; of a check every row counts."""
        alone = (finding for seen in self.files for finding in seen.findings)
        found = Counter(finding.severity for finding in (*alone, *self.remarks))
        for check in self.checks:
            if check.findings:
                found[check.findings[0].severity] += check.rows
        return {severity: found[severity] for severity in Severity}

    def _findings(self) -> Iterator[Finding]:
        for seen in self.files:
            yield from seen.findings
        yield from self.remarks
        for check in self.checks:
            yield from check.findings
