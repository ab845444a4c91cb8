"""How many rows of facts a metric rests on, each row counted once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from cro_cli.measuring import Span
from cro_cli.metric import Measure, Source, Trailing


def leaves(key: str, inputs: Callable[[str], Iterable[Source]]) -> Iterator[tuple[Measure, int]]:
    """Yield the measures that a metric comes down to, each with over how many month ends.

    `inputs` returns what the metric with a key is computed from.
    """
    for source in inputs(key):
        if isinstance(source, str):
            yield from leaves(source, inputs)
        elif isinstance(source, Trailing):
            yield source.measure, source.months
        else:
            yield source, 1


def apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans that hold the same rows as some that overlap, but share none."""
    by_fact: dict[str, list[Span]] = {}
    for span in dict.fromkeys(spans):
        by_fact.setdefault(span.fact, []).append(span)
    for fact, own in by_fact.items():
        if len(own) == 1:
            yield own[0]
            continue
        own.sort(key=attrgetter("first"))
        if all(one.last < following.first for one, following in pairwise(own)):
            yield from own
            continue
        edges = sorted({edge for span in own for edge in (span.first, span.last + 1)})
        for first, after in pairwise(edges):
            wheres = {span.where for span in own if span.first <= first <= span.last}
            if wheres:
                yield Span(fact, _any(wheres), first, after - 1)


def _any(wheres: set[str]) -> str:
    if len(wheres) == 1 or "" in wheres:
        return "" if "" in wheres else next(iter(wheres))
    return " OR ".join(f"({where})" for where in sorted(wheres))
