"""`cro metrics` and `cro benchmarks`: what is known of metrics without any data."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cro_cli.cli import naming, running
from cro_cli.cli.answer import Answer
from cro_cli.cli.asking import drawn_as, drawn_for
from cro_cli.cli.catalogue_options import CatalogueOptions
from cro_cli.cli.configured import configured
from cro_cli.cli.options import metric_keys
from cro_cli.config.settled import AUTO, DEFAULT_PROFILE
from cro_cli.model import Report
from cro_cli.render import FORMATS

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.model import Grid

METRICS = "Show every metric: how it is computed, from which tables, and what is healthy."
BENCHMARKS = "Show what is healthy at each stage and in each segment, and who says so."
_FORMATS = tuple(given for given in FORMATS if not given.sent)

Grids = Callable[[Sequence[str], "Config", bool], tuple["Grid", ...]]


def metrics(options: CatalogueOptions) -> Answer:
    """Return the catalogue of metrics."""
    from cro_cli.reports import metrics as catalogue

    def grids(keys: Sequence[str], config: Config, full: bool) -> tuple[Grid, ...]:  # noqa: FBT001
        return catalogue.grids(keys, config.bands, config.definitions, full=full)

    return _answer(options, "metrics", "Metrics", grids)


def benchmarks(options: CatalogueOptions) -> Answer:
    """Return the bands of every profile."""
    from cro_cli.reports import benchmarks as catalogue

    def grids(keys: Sequence[str], config: Config, full: bool) -> tuple[Grid, ...]:  # noqa: FBT001
        force = catalogue.InForce(_profile(config), config.bands)
        return catalogue.grids(keys, force, full=full)

    return _answer(options, "benchmarks", "Benchmarks", grids)


def _answer(options: CatalogueOptions, name: str, title: str, grids: Grids) -> Answer:
    drawn = drawn_as(options.format, options.output, os.environ, _FORMATS)
    look = drawn_for(options, os.environ)
    keys = naming.several_of("METRIC", options.keys or (), metric_keys())
    config = configured(options.config)
    running.spare(options.output, (), config)
    report = Report(
        name=name,
        title=title,
        company=config.company,
        as_of=None,
        period="",
        currency=config.currency,
        profile=_profile(config),
        blocks=grids(keys, config, drawn.full or options.verbose),
    )
    return Answer(document=drawn.render(report, look), target=options.output)


def _profile(config: Config) -> str:
    """Return the profile of the bands: without data none can be inferred."""
    return DEFAULT_PROFILE if config.profile == AUTO else config.profile
