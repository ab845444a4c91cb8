"""The bands in force: those of the profile, with what the config says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cro_cli.config.edges import Judged, override
from cro_cli.config.formats import Check
from cro_cli.config.nearest import instead, no_metric
from cro_cli.config.schema import BENCHMARKS, BenchmarkKeys
from cro_cli.config.settled import AUTO, DEFAULT_PROFILE, BandsOf
from cro_cli.config.shaping import PROFILE
from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.messages import config as messages
from cro_cli.model import Band, Better, Unit


class Catalogue(NamedTuple):
    """What the names in a config can refer to."""

    metrics: Mapping[str, Better]
    bands: Callable[[str], Mapping[str, Band]]
    profiles: Sequence[str]
    units: Mapping[str, Unit]
    formats: Check


def strangers(plain: Plain, metrics: Mapping[str, Better]) -> Iterator[Complaint]:
    """Yield the keys under benchmarks that can have no band, whatever is below them."""
    section = plain.get(BENCHMARKS) if isinstance(plain, dict) else None
    for key in section if isinstance(section, dict) else ():
        path = (BENCHMARKS, str(key))
        if key != PROFILE and key not in metrics:
            yield Complaint(path, no_metric(key, (*metrics, PROFILE)), at_key=True)
        elif metrics.get(key) is Better.NEITHER:
            yield Complaint(path, messages.NO_BAND.problem(), at_key=True)


def in_force(
    keys: BenchmarkKeys, catalogue: Catalogue, before: Iterable[Complaint]
) -> tuple[dict[str, Band], list[Complaint]]:
    """Return the bands, and what is wrong with edges that nothing was said about `before`."""
    told = {complaint.path[:2] for complaint in before}
    if (BENCHMARKS, PROFILE) in told:
        return {}, []
    profile = keys.get("profile", DEFAULT_PROFILE)
    if profile not in {*catalogue.profiles, AUTO}:
        known = (*catalogue.profiles, AUTO)
        message = messages.NO_PROFILE.problem(instead=instead(profile, known))
        return {}, [Complaint((BENCHMARKS, PROFILE), message)]
    return _changed(keys, catalogue, told, DEFAULT_PROFILE if profile == AUTO else profile)


def inferred(
    keys: BenchmarkKeys, catalogue: Catalogue, refuse: Callable[[list[Complaint]], None]
) -> BandsOf:
    """Return what makes the bands of a profile that is inferred, with the edges of the config.

    An edge that does not go with those of that profile is refused.
    """

    def bands_of(profile: str) -> Mapping[str, Band]:
        bands, crossed = _changed(keys, catalogue, set(), profile)
        if crossed:
            refuse(crossed)
        return bands

    return bands_of


def _changed(
    keys: BenchmarkKeys, catalogue: Catalogue, told: Collection[Path], profile: str
) -> tuple[dict[str, Band], list[Complaint]]:
    """Return the bands of a profile with the edges of the config, and what is wrong with these."""
    bands = dict(catalogue.bands(profile))
    complaints: list[Complaint] = []
    for key, edges in keys.get("bands", {}).items():
        if edges is None:
            bands.pop(key, None)
        elif (BENCHMARKS, key) not in told:
            metric = Judged(
                key, catalogue.metrics[key], catalogue.units.get(key), profile, bands.get(key)
            )
            band, more = override(metric, edges)
            complaints += more
            bands |= {key: band} if band is not None else {}
    return bands, complaints
