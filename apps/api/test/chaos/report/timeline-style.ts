/** Light and dark by what the reader's system prefers; colours tell apart without red against green. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1f2328; --quiet: #6b7178; --line: #d9d7d0; --card: #ffffff;
  --ok: #4a90c4; --refused: #c3d7e6; --partly: #e8a33d; --failed: #c8352b; --band: rgb(200 53 43 / 9%);
  --kill: #8e2a5b; --stop: #7a5cc0; --net: #2f7f86; --other: #8a6d1f; --good: #2f7d4f; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --ink: #e8e6e1; --quiet: #9aa0a6; --line: #34383d; --card: #1f2226;
    --ok: #5aa3d8; --refused: #3a5468; --partly: #e0a040; --failed: #ef6a5e; --band: rgb(239 106 94 / 13%);
    --kill: #d96aa0; --stop: #a48be0; --net: #55b0b8; --other: #c9a94b; --good: #62b985; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 28px 24px 48px; max-width: 1280px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 2px; font-size: 24px; line-height: 1.25; }
h2 { margin: 32px 0 8px; font-size: 17px; }
p { margin: 0; }
.quiet { color: var(--quiet); }
.verdict { font-weight: 600; }
.verdict.good { color: var(--good); }
.verdict.bad { color: var(--failed); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 10px; margin: 20px 0 24px; }
dl div { padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
dt { color: var(--quiet); font-size: 13px; }
dd { margin: 0; font-size: 21px; font-variant-numeric: tabular-nums; }
dd small { display: block; font-size: 13px; color: var(--quiet); }
figure { margin: 0; padding: 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); overflow-x: auto; }
svg { display: block; width: 100%; min-width: 760px; height: auto; font: 11px system-ui, sans-serif; }
svg text { fill: var(--ink); }
svg text.quiet { fill: var(--quiet); }
svg .middle { text-anchor: middle; fill: var(--quiet); }
svg .end { text-anchor: end; fill: var(--quiet); }
.grid { stroke: var(--line); }
.round { stroke: var(--quiet); stroke-dasharray: 2 4; }
.wrong { stroke: var(--failed); stroke-width: 2; }
.share { fill: none; stroke: var(--good); stroke-width: 2; }
.amount { fill: var(--ok); opacity: 0.16; }
.band { fill: var(--band); }
rect.ok, i.ok { fill: var(--ok); background: var(--ok); }
rect.refused, i.refused { fill: var(--refused); background: var(--refused); }
rect.partly, i.partly { fill: var(--partly); background: var(--partly); }
rect.failed, i.failed { fill: var(--failed); background: var(--failed); }
.fault { fill: var(--other); }
i.fault { background: var(--other); }
.kill, .fail { fill: var(--kill); }
i.kill { background: var(--kill); }
.stop { fill: var(--stop); }
i.stop { background: var(--stop); }
.cut, .slow, .hole { fill: var(--net); }
i.cut { background: var(--net); }
ul.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 10px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--quiet); }
ul.legend i { display: inline-block; width: 11px; height: 11px; margin-right: 6px; border-radius: 2px; vertical-align: -1px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
td, th { padding: 3px 22px 3px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); font-size: 13px; }
td:first-child { white-space: nowrap; }
pre { margin: 8px 0 0; padding: 12px 14px; border: 1px solid var(--line); border-left: 4px solid var(--failed); border-radius: 6px;
  background: var(--card); font-size: 12.5px; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
