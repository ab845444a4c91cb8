"""The bands in force: those of the profile, with what the config says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from cro_cli.config.edges import Judged, misfits, override
from cro_cli.config.formats import Check
from cro_cli.config.nearest import instead, no_metric
from cro_cli.config.schema import BENCHMARKS, SEGMENTS, BenchmarkKeys, SegmentKeys
from cro_cli.config.settled import AUTO, DEFAULT_PROFILE, BandsOf, BandsOn
from cro_cli.config.shaping import PROFILE
from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.messages import config as messages
from cro_cli.model import Band, Better, Unit
from cro_cli.named_tuple import NamedTuple

Root = tuple[str, ...]


class Catalogue(NamedTuple):
    """What the names in a config can refer to."""

    metrics: Mapping[str, Better]
    bands: Callable[[str], Mapping[str, Band]]
    profiles: Sequence[str]
    units: Mapping[str, Unit]
    formats: Check


def strangers(plain: Plain, metrics: Mapping[str, Better]) -> Iterator[Complaint]:
    """Yield the keys under benchmarks that can have no band, whatever is below them."""
    yield from _strangers(plain, (), metrics)
    segments = plain.get(SEGMENTS) if isinstance(plain, dict) else None
    for name, below in segments.items() if isinstance(segments, dict) else ():
        yield from _strangers(below, (SEGMENTS, str(name)), metrics)


def _strangers(plain: Plain, home: Root, metrics: Mapping[str, Better]) -> Iterator[Complaint]:
    section = plain.get(BENCHMARKS) if isinstance(plain, dict) else None
    known = metrics if home else (*metrics, PROFILE)
    for key in section if isinstance(section, dict) else ():
        path = (*home, BENCHMARKS, str(key))
        if key not in known:
            yield Complaint(path, no_metric(key, known), at_key=True)
        elif metrics.get(key) is Better.NEITHER:
            yield Complaint(path, messages.NO_BAND.problem(), at_key=True)


def in_force(
    keys: BenchmarkKeys, catalogue: Catalogue, before: Iterable[Complaint]
) -> tuple[dict[str, Band], list[Complaint]]:
    """Return the bands, and what is wrong with edges that nothing was said about `before`."""
    told = {complaint.path[:2] for complaint in before}
    if (BENCHMARKS, PROFILE) in told:
        return {}, list(_crossed_in(keys, catalogue, told))
    profile = keys.get("profile", DEFAULT_PROFILE)
    if profile not in {*catalogue.profiles, AUTO}:
        known = (*catalogue.profiles, AUTO)
        message = messages.NO_PROFILE.problem(
            instead=instead(profile, known) or f"write one of {', '.join(known)}"
        )
        complaint = Complaint((BENCHMARKS, PROFILE), message)
        return {}, [complaint, *_crossed_in(keys, catalogue, told)]
    return _changed(keys, catalogue, told, DEFAULT_PROFILE if profile == AUTO else profile)


def _crossed_in(
    keys: BenchmarkKeys, catalogue: Catalogue, told: Collection[Path]
) -> Iterator[Complaint]:
    """Yield what is wrong with edges where nobody knows the profile that they are put over."""
    for key, edges in keys.get("bands", {}).items():
        if edges is None or (BENCHMARKS, key) in told:
            continue
        metric = Judged(key, catalogue.metrics[key], catalogue.units.get(key), "", None)
        is_whole = "healthy" in edges and "watch" in edges
        yield from override(metric, edges)[1] if is_whole else misfits(metric, edges)


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


def of_segments(
    segments: Mapping[str, SegmentKeys],
    catalogue: Catalogue,
    refuse: Callable[[list[Complaint]], None],
) -> dict[str, BandsOn]:
    """Return what puts the edges of each segment over the bands that it would have without them.

    An edge that does not go with those is refused.
    """

    def of_segment(name: str, keys: SegmentKeys) -> BandsOn:
        def bands_on(base: Mapping[str, Band], profile: str) -> Mapping[str, Band]:
            own, home = keys.get("benchmarks", BenchmarkKeys()), (SEGMENTS, name)
            bands, crossed = _over(base, own, catalogue, _Over(profile, home))
            if crossed:
                refuse(crossed)
            return bands

        return bands_on

    return {name: of_segment(name, keys) for name, keys in segments.items()}


def segment_misfits(
    segments: Mapping[str, SegmentKeys], catalogue: Catalogue, before: Iterable[Complaint]
) -> Iterator[Complaint]:
    """Yield what is wrong with edges of segments that nothing was said about `before`."""
    told = {complaint.path[:4] for complaint in before}
    for name, keys in segments.items():
        root = (SEGMENTS, name, BENCHMARKS)
        for key, edges in keys.get("benchmarks", BenchmarkKeys()).get("bands", {}).items():
            if edges is not None and (*root, key) not in told:
                better, unit = catalogue.metrics[key], catalogue.units.get(key)
                yield from misfits(Judged(key, better, unit, "", None, root), edges)


def _changed(
    keys: BenchmarkKeys, catalogue: Catalogue, told: Collection[Path], profile: str
) -> tuple[dict[str, Band], list[Complaint]]:
    """Return the bands of a profile with the edges of the config, and what is wrong with these."""
    return _over(catalogue.bands(profile), keys, catalogue, _Over(profile, (), told))


class _Over(NamedTuple):
    """What edges are put over: a profile; under which key they stand, and which are told of."""

    profile: str
    home: Root
    told: Collection[Path] = ()


def _over(
    base: Mapping[str, Band], keys: BenchmarkKeys, catalogue: Catalogue, over: _Over
) -> tuple[dict[str, Band], list[Complaint]]:
    bands = dict(base)
    complaints: list[Complaint] = []
    root = (*over.home, BENCHMARKS)
    for key, edges in keys.get("bands", {}).items():
        if edges is None:
            bands.pop(key, None)
        elif (*root, key) not in over.told:
            better, unit = catalogue.metrics[key], catalogue.units.get(key)
            metric = Judged(key, better, unit, over.profile, bands.get(key), root)
            band, more = override(metric, edges)
            complaints += more
            bands |= {key: band} if band is not None else {}
    return bands, complaints
