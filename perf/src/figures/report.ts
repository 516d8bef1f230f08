import { readFileSync } from 'node:fs';
import type { LoadResult } from '../load/measure.ts';
import type { Figure } from './figure.ts';
import type { Latencies } from './latency-figures.ts';

interface Budget {
  atLeast?: number;
  atMost?: number;
  /** What it is to become. */
  then?: number;
}

const budgets = JSON.parse(readFileSync(new URL('../../budgets.json', import.meta.url), 'utf8')) as Record<
  string,
  Budget
>;

/** What the first generation of this system got at 20 users, p95 in milliseconds, on another machine. */
const FIRST_GENERATION = { board: '334–412', stats: '289–411', move: '385–1060' };

export function isShort({ id, ratio }: Figure): boolean {
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = budgets[id] ?? {};
  return !(ratio >= atLeast && ratio <= atMost);
}

/** The figures beside their budgets, one a line. */
export function figureTable(figures: Figure[]): string[] {
  return table([
    ['', 'ours', 'limit', 'ratio', 'rounds', 'budget', ''],
    ...figures.map((figure) => {
      const { id, what, unit, ours, limit, ratio, low, high } = figure;
      const { atLeast, atMost, then } = budgets[id] ?? {};
      const budget =
        atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}${then === undefined ? '' : `, then ${then}`}`;
      const verdict = isShort(figure) ? 'SHORT' : then !== undefined && ratio < then ? 'pass, not yet' : 'pass';
      const spread = `${low.toFixed(2)}–${high.toFixed(2)}`;
      return [what, written(ours, unit), written(limit, unit), ratio.toFixed(2), spread, budget, verdict];
    }),
  ]);
}

/**
 * Processor time by whose it was, for whoever wonders what limits a figure. Of all that is measured here it suffers least
 * from what else the machine does.
 */
export function processorTable(figures: Figure[]): string[] {
  const rows = figures.flatMap(({ what, ours, limit, ourCores, limitCores }) => {
    const [own, other] = [processorTimes(ours, ourCores), processorTimes(limit, limitCores)];
    if (own.length === 0 || other.length === 0) return [];
    return [[what, inWords(own), inWords(other), (sum(other) / sum(own)).toFixed(2)]];
  });
  return rows.length === 0 ? [] : table([['processor time, µs a request', 'ours', 'limit', 'limit ÷ ours'], ...rows]);
}

export const notes = (figures: Figure[]): string[] =>
  figures.filter(({ note }) => note !== '').map(({ what, note }) => `${what}: ${note}`);

/** Microseconds a request; none where the system does not tell. */
const processorTimes = (perSecond: number, cores: Record<string, number | null>) =>
  Object.entries(cores).flatMap(([name, value]): [name: string, us: number][] =>
    value === null ? [] : [[name, (value / perSecond) * 1e6]],
  );
const inWords = (times: [string, number][]) => times.map(([name, us]) => `${name} ${us.toFixed(0)}`).join(' + ');
const sum = (times: [string, number][]) => times.reduce((total, [, us]) => total + us, 0);

export function latencyTable({ results, cores }: Latencies): string[] {
  const row = (name: keyof typeof FIRST_GENERATION, { perSecond, latency }: LoadResult) => [
    name,
    written(perSecond, '/s'),
    ...[latency.p50, latency.p95, latency.p99, latency.max].map((ms) => ms.toFixed(1)),
    FIRST_GENERATION[name],
  ];
  return [
    ...table([
      ['20 clients, all three in turn', 'rate', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'first generation, p95 ms'],
      row('board', results.board),
      row('stats', results.stats),
      row('move', results.move),
    ]),
    Object.entries(cores)
      .flatMap(([name, value]) => (value === null ? [] : [`${name} ${value.toFixed(2)} cores`]))
      .join(', '),
  ];
}

const written = (value: number, unit: Figure['unit']): string =>
  unit !== '/s' ? `${value.toFixed(2)} ${unit}` : `${Math.round(value).toLocaleString('en')}/s`;

/** Columns in line: the first to the left, numbers to the right, the last to the left. */
export function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === row.length - 1 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
