"""How the page looks: light and dark, on a phone, on a desk, on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1a1d21; --soft: #555d66; --line: #d5d9de; --page: #fff;
  --band: #f4f6f8; --good: #14713a; --watch: #8a5700; --bad: #b3201c; --unknown: #7a3a9a;
  --one: #1f5fbf; --two: #b4500f; --three: #14713a; --heat: 31 95 191; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a7afb8; --line: #3a4149;
  --page: #14171a; --band: #1e2226; --good: #5fd08a; --watch: #f0b429; --bad: #ff8a80;
  --unknown: #d3a6f0; --one: #82b1ff; --two: #ffab6b; --three: #5fd08a; --heat: 90 140 220; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.verdict { font-size: 1.15rem; font-weight: 600; margin: .25rem 0; }
.soft, caption, figcaption { color: var(--soft); } p { margin: .35rem 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: break-word; }
thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 400; min-width: 6rem; }
.score { table-layout: fixed; } .score th:nth-child(1) { width: 32%; }
.score th:nth-child(2) { width: 17%; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.s, thead th { white-space: nowrap; } .healthy, .better { color: var(--good); }
.watch { color: var(--watch); }
.at_risk, .worse { color: var(--bad); } .unknown { color: var(--unknown); }
.at_risk, .watch { font-weight: 600; } .no_band { color: var(--soft); }
td.heat { color: var(--ink); background: rgb(var(--heat) / calc(var(--shade) * .5)); }
.cards { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
.card { background: var(--band); border-left: .25rem solid currentColor; padding: .6rem .8rem; }
.card > * { color: var(--ink); font-weight: 400; }
.card h3 { margin: 0; font-size: 1rem; font-weight: 600; }
.card ul { margin: .3rem 0; padding-left: 1.1rem; }
.charts { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); }
figure { margin: 1rem 0; background: var(--band); padding: .75rem; min-width: 0;
  overflow-x: auto; }
figcaption { font-weight: 600; color: var(--ink); }
svg { width: 100%; min-width: 28rem; height: auto; display: block; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.axis { stroke: var(--line); } .line { fill: none; stroke-width: 2.5; }
.c0 { stroke: var(--one); color: var(--one); } .c1 { stroke: var(--two); color: var(--two);
  stroke-dasharray: 7 4; } .c2 { stroke: var(--three); color: var(--three); stroke-dasharray: 2 3; }
.total { fill: var(--one); } .gain { fill: var(--good); } .loss { fill: var(--bad); }
summary { cursor: pointer; color: var(--soft); }
@media (max-width: 40rem) { .band, .change { display: none; } th, td { padding: .3rem .35rem; }
  .score { table-layout: auto; } }
@media print { @page { margin: 15mm; } :root { color-scheme: light; --ink: #000; --soft: #444;
  --line: #bbb; --page: #fff; --band: #fff; --good: #14713a; --watch: #8a5700; --bad: #b3201c;
  --unknown: #7a3a9a; --one: #1f5fbf; --two: #b4500f; --three: #14713a; --heat: 31 95 191; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  tr, figure, .card { break-inside: avoid; } h2 { break-after: avoid; } details { display: none; } }
"""
