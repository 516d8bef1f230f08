import { type FaultSeen, STRETCH_MS } from '@edgar-auto-shop/testing';
import { escapeHtml } from './escape-html.ts';
import { type Bin, emptyBin, type Timeline } from './timeline.ts';

/** Of the drawing; the page scales it. */
const WIDTH = 1_200;
const LEFT = 110;
const RIGHT = 16;
const LANE = 13;
const CURVE = 120;
const FAULTS = 22;
const TICKS = 12;

/** Where a time stands, from left to right. */
type Scale = (ms: number) => number;

/** Everything that is drawn over time, as one SVG: what succeeded, the faults, and a lane for everybody. */
export function drawTimeline(timeline: Timeline): string {
  const servers = namesOf(timeline, 'server');
  const people = ['client', 'reader', 'listener'].flatMap((kind) => namesOf(timeline, kind));
  const endMs = Math.max(1_000, ...[...timeline.lanes.values()].map((lane) => lane.length * timeline.binMs));
  const x: Scale = (ms) => LEFT + (Math.min(ms, endMs) / endMs) * (WIDTH - LEFT - RIGHT);
  const parts: string[] = [];
  let y = 8;
  const total = timeline.sum((name) => name.startsWith('server'));
  parts.push(drawCurves(total, timeline.binMs, x, y));
  y += CURVE + 14;
  parts.push(`<text x="0" y="${y + 14}">faults</text>`, ...timeline.faults.map((one) => drawFault(one, x, y)));
  y += FAULTS + 8;
  for (const name of [...servers, '', ...people]) {
    if (name !== '') parts.push(drawLane(name, timeline.lanes.get(name) ?? [], timeline.binMs, x, y));
    y += name === '' ? 8 : LANE;
  }
  const bands = timeline.faults.map((one) => drawBand(one, x, y));
  const ends = timeline.rounds.slice(0, -1).map(({ endedAt }) => line('round', x(endedAt), y));
  const wrong = timeline.rounds.flatMap(({ violations, endedAt }) =>
    violations.map(
      (one) =>
        `<g>${line('wrong', x(timeOf(one.slice) ?? endedAt), y)}<title>${escapeHtml(`${one.invariant}: ${one.message}`)}</title></g>`,
    ),
  );
  const height = y + 26;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="The run over time">
${[...bands, ...parts, ...ends, ...wrong, drawAxis(endMs, x, y)].join('\n')}
</svg>`;
}

/** `client-2` before `client-10`. */
const namesOf = ({ lanes }: Timeline, kind: string): string[] =>
  [...lanes.keys()]
    .filter((name) => name.startsWith(kind))
    .sort((a, b) => Number(a.split('-')[1]) - Number(b.split('-')[1]));

const line = (kind: string, at: number, bottom: number) =>
  `<line class="${kind}" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="8" y2="${bottom}"/>`;

/** The first line of a history that shows something begins with when it was. */
function timeOf(slice: string[]): number | undefined {
  const found = /^([\d.]+)(?:–[\d.]+)? ms/.exec(slice.at(-1) ?? '');
  return found ? Number(found[1]) : undefined;
}

/** The share that succeeded as a line from 0 to 100 %, and how many there were as an area behind it. */
function drawCurves(total: Bin[], binMs: number, x: Scale, top: number): string {
  // Over a tenth of a second at least, as the checker counts, so that one request alone makes no spike.
  const step = Math.max(1, Math.ceil((2 * STRETCH_MS) / binMs));
  const points: { at: number; share: number; all: number }[] = [];
  for (let i = 0; i < total.length; i += step) {
    const group = total.slice(i, i + step);
    const failed = group.reduce((sum, bin) => sum + bin.failed, 0);
    const all = group.reduce((sum, bin) => sum + bin.ok + bin.refused + bin.failed, 0);
    if (all > 0) points.push({ at: (i + group.length / 2) * binMs, share: 1 - failed / all, all });
  }
  const most = Math.max(1, ...points.map(({ all }) => all));
  const down = (share: number) => (top + CURVE * (1 - share)).toFixed(1);
  const path = (value: (point: (typeof points)[number]) => number) =>
    points.map((point) => `${x(point.at).toFixed(1)},${down(value(point))}`).join(' ');
  const [from, to] = [x(points[0]?.at ?? 0), x(points.at(-1)?.at ?? 0)];
  const perSecond = Math.round((most * 1_000) / (step * binMs));
  const grid = [0, 0.5, 1].map(
    (share) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${down(share)}" y2="${down(share)}"/>` +
      `<text class="end" x="${LEFT - 8}" y="${Number(down(share)) + 4}">${100 * share} %</text>`,
  );
  return `${grid.join('')}<text x="0" y="${top + 4}">succeeded</text>
<text class="quiet" x="0" y="${top + 20}">${perSecond}/s at most</text>
<polygon class="amount" points="${from.toFixed(1)},${down(0)} ${path(({ all }) => all / most)} ${to.toFixed(1)},${down(0)}"/>
<polyline class="share" points="${path(({ share }) => share)}"/>`;
}

const widthOf = ({ begunAt, endedAt }: FaultSeen, x: Scale) => Math.max(3, x(endedAt) - x(begunAt));

function drawFault(fault: FaultSeen, x: Scale, top: number): string {
  const { kind, begunAt, note } = fault;
  const group = kind.split('-')[0];
  const box = `x="${x(begunAt).toFixed(1)}" width="${widthOf(fault, x).toFixed(1)}" y="${top}" height="${FAULTS}"`;
  return `<g><rect class="fault ${group}" ${box} rx="2"/><title>${escapeHtml(`${kind}: ${note}`)}</title></g>`;
}

const drawBand = (fault: FaultSeen, x: Scale, bottom: number): string =>
  `<rect class="band" x="${x(fault.begunAt).toFixed(1)}" width="${widthOf(fault, x).toFixed(1)}" y="8" height="${bottom - 8}"/>`;

function drawLane(name: string, lane: Bin[], binMs: number, x: Scale, top: number): string {
  const cells: string[] = [];
  for (let i = 0; i < lane.length; ) {
    const how = colourOf(lane[i] ?? emptyBin());
    let end = i + 1;
    while (end < lane.length && colourOf(lane[end] ?? emptyBin()) === how) end += 1;
    const width = x(end * binMs) - x(i * binMs);
    const box = `x="${x(i * binMs).toFixed(1)}" y="${top}" width="${width.toFixed(1)}" height="${LANE - 2}"`;
    if (how !== 'none') cells.push(`<rect class="${how}" ${box}/>`);
    i = end;
  }
  return `<text x="0" y="${top + LANE - 3}">${escapeHtml(name.replace('-', ' '))}</text>${cells.join('')}`;
}

function colourOf({ ok, refused, failed }: Bin): string {
  if (ok + refused + failed === 0) return 'none';
  if (failed > 0) return ok + refused > 0 ? 'partly' : 'failed';
  return refused > ok ? 'refused' : 'ok';
}

function drawAxis(endMs: number, x: Scale, y: number): string {
  const rough = endMs / TICKS / 1_000;
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800].find((it) => it >= rough) ?? 3_600;
  const ticks: string[] = [];
  for (let second = 0; second * 1_000 <= endMs; second += step) {
    const at = x(second * 1_000).toFixed(1);
    ticks.push(`<line class="grid" x1="${at}" x2="${at}" y1="${y}" y2="${y + 5}"/>`);
    ticks.push(`<text class="middle" x="${at}" y="${y + 20}">${clock(second)}</text>`);
  }
  return ticks.join('');
}

const clock = (second: number) =>
  second < 60 ? `${second} s` : `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`;
