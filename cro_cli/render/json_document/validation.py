"""A validation as JSON, for pipes; `validate.schema.json` says what stands in it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cro_cli import validation_words as words
from cro_cli.messages import Problem
from cro_cli.render import Look
from cro_cli.render.json_document.values import Json, of_date, of_finding, of_input
from cro_cli.validation import Checked, Coverage, FileSeen, Taken, Validation

SCHEMA = "cro.validation"
FORMAT_VERSION = "1.1"


def render(validation: Validation, _: Look) -> str:
    """Return the validation as one JSON document."""
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "format_version": FORMAT_VERSION,
        "validation": {
            "company": validation.company,
            "as_of": of_date(validation.as_of),
            "currency": validation.currency,
        },
        "verdict": {
            "standing": words.standing(validation).value,
            "files": {state.value: count for state, count in validation.states().items()},
            "findings": {kind.value: count for kind, count in validation.severities().items()},
            "rows": sum(given.rows for given in validation.inputs),
            "kept": sum(given.kept for given in validation.inputs),
        },
        "problems": _problems(validation.problems),
        "remarks": [of_finding(finding) for finding in validation.remarks],
        "tables": [_coverage(one) for one in validation.coverage],
        "files": [_file(seen) for seen in validation.files],
        "checks": [_check(made) for made in validation.checks],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _problems(problems: Sequence[Problem]) -> Json:
    return [{"id": said.code, "text": str(said)} for said in problems]


def _coverage(one: Coverage) -> Json:
    return {
        "table": one.table,
        "files": one.files,
        "rows": one.rows,
        "first": of_date(one.span.first),
        "newest": of_date(one.span.newest),
    }


def _file(seen: FileSeen) -> Json:
    return {
        "file": seen.file,
        "state": seen.state.value,
        "encoding": seen.encoding,
        "taken": None if seen.taken is None else _taken(seen.taken),
        "input": None if seen.given is None else of_input(seen.given),
        "first": of_date(seen.span.first),
        "newest": of_date(seen.span.newest),
        "findings": [of_finding(finding) for finding in seen.findings],
        "problems": _problems(seen.problems),
    }


def _taken(taken: Taken) -> Json:
    return {
        "format": taken.format,
        "title": taken.title,
        "table": taken.table,
        "by": list(taken.by),
        "row": taken.row,
        "delimiter": taken.delimiter,
        "columns": [
            {"column": one.column, "headers": one.headers, "guessed": one.guessed}
            for one in taken.origins
        ],
        "unused": list(taken.unused),
        "evidence": [
            {"column": one.column, "what": one.what, "why": one.why, "plain": one.plain}
            for one in taken.evidence
        ],
    }


def _check(made: Checked) -> Json:
    return {
        "key": made.key,
        "title": made.title,
        "needs": list(made.needs),
        "rows": made.rows,
        "findings": [of_finding(finding) for finding in made.findings],
    }
