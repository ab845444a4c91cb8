"""How the page looks: light and dark, on a phone, on a desk, on paper."""

from __future__ import annotations

LIGHT = """--ink: #1a1d21; --soft: #555d66; --line: #d5d9de; --page: #ffffff; --band: #f4f6f8;
  --good: #14713a; --watch: #8a5700; --bad: #b3201c; --unknown: #7a3a9a; --link: #1f5fbf;
  --one: #1f5fbf; --two: #b4500f; --three: #14713a; --heat: #1f5fbf;"""
DARK = """--ink: #e8eaed; --soft: #a7afb8; --line: #3a4149; --page: #14171a; --band: #1e2226;
  --good: #5fd08a; --watch: #f0b429; --bad: #ff8a80; --unknown: #d3a6f0; --link: #82b1ff;
  --one: #82b1ff; --two: #ffab6b; --three: #5fd08a; --heat: #5a8cdc;"""
PAPER = """--ink: #000000; --soft: #444444; --line: #bbbbbb; --page: #ffffff; --band: #ffffff;
  --good: #14713a; --watch: #8a5700; --bad: #b3201c; --unknown: #7a3a9a; --link: #000000;
  --one: #1f5fbf; --two: #b4500f; --three: #14713a; --heat: #1f5fbf;"""
DARKEST = 0.5  # of a shade, so that words on it can be read

STYLE = (
    f"""
:root {{ color-scheme: light dark; {LIGHT} }}
@media (prefers-color-scheme: dark) {{ :root {{ {DARK} }} }}
@media print {{ :root {{ color-scheme: light; {PAPER} }} }}
.heat {{ fill: var(--heat); fill-opacity: calc(var(--shade) * {DARKEST}); }}"""
    """
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
.verdict { font-size: 1.15rem; font-weight: 600; margin: .25rem 0; }
.verdict span, .figure, .day { white-space: nowrap; }
.soft { color: var(--soft); } p { margin: .35rem 0; }
a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: 1px; }
.wide { overflow-x: auto; } .wide + .wide { margin-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: break-word; }
.list th { width: 10rem; color: var(--soft); } .long { overflow-wrap: anywhere; min-width: 9rem; }
thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 400; min-width: 6rem; }
.score { table-layout: fixed; } .score th:nth-child(1) { width: 32%; }
.score th:nth-child(2) { width: 17%; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.s, .change, .band, .score th { white-space: nowrap; }
.score tbody th, thead th.n { white-space: normal; }
.healthy, .better { color: var(--good); } .watch { color: var(--watch); }
.at_risk, .worse { color: var(--bad); } .unknown { color: var(--unknown); }
.at_risk, .watch { font-weight: 600; } .no_band { color: var(--soft); }
.cards { display: grid; gap: .75rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); }
.card { background: var(--band); border-left: .25rem solid currentColor; padding: .6rem .8rem;
  overflow-wrap: break-word; min-width: 0; }
.card > * { color: var(--ink); font-weight: 400; } .card > .soft { color: var(--soft); }
.card h3 { margin: 0; font-size: 1rem; font-weight: 600; }
.card ul { margin: .3rem 0; padding-left: 1.1rem; }
li { overflow-wrap: break-word; }
.charts { display: grid; gap: 0 1rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); }
figure { margin: 1rem 0; background: var(--band); padding: .75rem; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: .4rem; }
svg { width: 100%; max-width: 36rem; height: auto; display: block; }
.full svg { width: var(--width); max-width: none; }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
.axis { stroke: var(--line); } .line { fill: none; stroke-width: 2.5; }
.c0 { stroke: var(--one); color: var(--one); } .c1 { stroke: var(--two); color: var(--two);
  stroke-dasharray: 7 4; } .c2 { stroke: var(--three); color: var(--three); stroke-dasharray: 2 3; }
.total { fill: var(--one); } .gain { fill: var(--good); } .loss { fill: var(--bad); }
summary { cursor: pointer; color: var(--soft); margin-top: .4rem; }
@media (max-width: 40rem) { .score .band, .score .change { display: none; }
  th, td { padding: .3rem .35rem; font-size: .9rem; } .score { table-layout: auto; } }
@media print { @page { margin: 15mm; } body { font-size: 9pt; }
  main { max-width: none; padding: 0; } .score { table-layout: auto; }
  th, td { padding: 1.5pt 5pt; } h2 { margin: 12pt 0 3pt; }
  a { text-decoration: none; } tr, figure, .card, li { break-inside: avoid; }
  .list tr { break-inside: auto; }
  h2, h3, thead { break-after: avoid; } .wide { overflow: visible; } details { display: none; }
  .cards { grid-template-columns: repeat(3, 1fr); } .charts { grid-template-columns: 1fr 1fr; }
  figure, .card { padding: 4pt 6pt; } figure { border: 1px solid var(--line); margin: 4pt 0; }
  .many table { font-size: 7pt; } .many th, .many td { padding: 1pt 3pt; }
  .full svg { width: 100%; max-width: var(--width); } }
"""
)
