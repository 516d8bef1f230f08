import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from '../load/measure.ts';
import { type FilledStage, LARGE_FOLDER, openFilledStage, requireLarge } from '../stage/filled-stage.ts';
import type { Scale } from '../stage/scale.ts';
import type { Answers, Figure } from './figure.ts';
import { ratioOf, type Side } from './ratio.ts';

type Mixed = Record<'board' | 'stats' | 'move', LoadResult>;

/** One shop's five years, and a thousand shops'. For a quick run small ones of the same shape. */
const SMALL = { appointments: 10_000, shops: 1, years: 5 };
const LARGE = { appointments: 10_000_000, shops: 1_000, years: 5 };
const QUICK_SMALL = { appointments: 400, shops: 1, years: 0.25 };
const QUICK_LARGE = { appointments: 4_000, shops: 10, years: 0.25 };
/** Fewer than elsewhere: on two cores 20 would measure how long they wait for each other. */
const CLIENTS = 4;

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

/**
 * The same shop, alone in its database and among a thousand, in turn: all that differs is what else is in the tables. Boards
 * that the server has in memory, and boards of the past that it has to read.
 */
export async function measureScale(
  scale: Scale,
  quick: boolean,
  answers: Answers,
): Promise<{ figures: Figure[]; lines: string[] }> {
  if (!quick) requireLarge();
  const undo: (() => Promise<unknown>)[] = [];
  const folder = (name: string) => {
    const path = mkdtempSync(join(CACHE, `${name}-`));
    undo.push(async () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
    return path;
  };
  const open = (path: string, size: typeof SMALL) => openFilledStage(path, size, (step) => undo.push(step));
  try {
    const small = await open(folder('small'), quick ? QUICK_SMALL : SMALL);
    const large = await open(quick ? folder('large') : LARGE_FOLDER, quick ? QUICK_LARGE : LARGE);
    const lines = [small, large].map(({ appointments, shops }) => {
      const [many, of] = [appointments, shops].map((it) => it.toLocaleString('en'));
      return `${many} appointments, shops: ${of}`;
    });
    return { figures: await compare(small, large, scale, answers), lines };
  } finally {
    for (const step of undo.toReversed()) await step();
  }
}

async function compare(small: FilledStage, large: FilledStage, scale: Scale, answers: Answers): Promise<Figure[]> {
  const mixed = async ({ server, generator, coming }: FilledStage, seconds: number): Promise<Mixed> => {
    const load = { port: server.port, clients: CLIENTS, seconds };
    const results = await generator.ask<Mixed>({ kind: 'mixed', dates: coming, ...load });
    for (const result of Object.values(results)) answers.count(result);
    return results;
  };
  const cold = async ({ server, generator }: FilledStage, dates: string[]): Promise<Side> => {
    const result = await generator.ask<LoadResult>({ kind: 'each-once', port: server.port, clients: CLIENTS, dates });
    answers.count(result);
    return sideOf(result);
  };
  for (const stage of [small, large]) await mixed(stage, scale.warmUp);
  const pairs: Record<'board' | 'stats' | 'move' | 'cold', [Side, Side][]> = {
    board: [],
    stats: [],
    move: [],
    cold: [],
  };
  for (let round = 0; round < scale.rounds; round += 1) {
    // Who comes second finds a warmer machine, so they take turns at that, too.
    const order = round % 2 === 0 ? [large, small] : [small, large];
    const found = new Map<FilledStage, { mixed: Mixed; cold: Side }>();
    for (const stage of order) {
      const unseen = stage.past.filter((_, i) => i % scale.rounds === round);
      found.set(stage, { mixed: await mixed(stage, scale.seconds), cold: await cold(stage, unseen) });
    }
    const [ours, limit] = [large, small].map((stage) => found.get(stage)) as [
      { mixed: Mixed; cold: Side },
      { mixed: Mixed; cold: Side },
    ];
    for (const kind of ['board', 'stats', 'move'] as const)
      pairs[kind].push([sideOf(ours.mixed[kind]), sideOf(limit.mixed[kind])]);
    pairs.cold.push([ours.cold, limit.cold]);
  }
  const figure = (id: string, what: string, kind: keyof typeof pairs): Figure => ({
    id,
    what: `${what}, p95: large ÷ small`,
    unit: 'ms',
    ...ratioOf(pairs[kind]),
    note: '',
  });
  return [
    figure('scale-board', 'board', 'board'),
    figure('scale-move', 'move', 'move'),
    figure('scale-stats', 'stats', 'stats'),
    figure('scale-board-unseen', 'board that is not in memory', 'cold'),
  ];
}

const sideOf = ({ latency }: LoadResult): Side => ({ value: latency.p95, cores: {} });
