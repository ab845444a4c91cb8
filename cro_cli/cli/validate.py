"""`cro validate`: what each file was taken for, what was found in it, and whether to trust it."""

from __future__ import annotations

import os

from cro_cli.cli import clock, doubts, progress, running, threads
from cro_cli.cli.answer import Answer
from cro_cli.cli.asking import drawn_as, drawn_for
from cro_cli.cli.configured import configured
from cro_cli.cli.exits import Exit
from cro_cli.cli.validate_options import ValidateOptions
from cro_cli.render import FORMATS

HELP = "Say what each file was taken for and what speaks against it; exit 3 when something does."
_FORMATS = tuple(given for given in FORMATS if given.validation)


def validate(options: ValidateOptions) -> Answer:
    """Read what can be read, and say what is known of it."""
    drawn = drawn_as(options.format, options.output, os.environ, _FORMATS)
    look = drawn_for(options, os.environ)
    config = configured(options.config)
    if options.exclude_bad_rows:
        config = config._replace(bad_rows="exclude")
    paths = running.paths_of(options.paths or (), config, "validate")
    threads.settle(paths, os.environ)
    meter = progress.begin(paths, quiet=options.quiet, color=options.color)
    from cro_cli import sources
    from cro_cli.reports import validation

    examined = sources.examine(
        paths,
        exclude_bad_rows=config.bad_rows == "exclude",
        hashed=drawn.hashes,
        habits=config.habits,
        seen=meter.seen,
    )
    meter.compute()
    today = clock.today() if config.freshness else None
    found = validation.build(examined, config, today=today)
    running.spare(options.output, (seen.file for seen in found.files), config)
    problems = doubts.of_validation(found, strict=options.strict)
    return Answer(
        document=drawn.validate(found, look),
        code=Exit.NO_ANSWER if problems else Exit.DONE,
        target=options.output,
        problems=problems,
    )
