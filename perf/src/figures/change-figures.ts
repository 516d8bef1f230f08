import type { AfterChange } from '../load/after-change.ts';
import { startAppServer } from '../stage/app-server.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Answers, Figure } from './figure.ts';
import { ratioOf, type Side } from './ratio.ts';

const GROUPS = 5;

/**
 * One reader, one board, read right after each change: by the process that changed it, by one that must first notice,
 * and by the SQL that makes the same board. Ratios are of medians, of one fifth of the run each.
 */
export async function measureAfterChange(stage: Stage, answers: Answers): Promise<Figure[]> {
  const { scale, server, generator, databaseUrl, shopId, readDate } = stage;
  const other = await startAppServer(databaseUrl);
  stage.onClose(() => other.stop());
  const task = { port: server.port, otherPort: other.port, databaseUrl, shopId, date: readDate };
  await generator.ask({ kind: 'after-change', ...task, times: Math.ceil(scale.singleReads / 5) });
  const rounds: AfterChange[] = [];
  for (let i = 0; i < GROUPS; i += 1) {
    const times = Math.ceil(scale.singleReads / GROUPS);
    const result = await generator.ask<AfterChange>({ kind: 'after-change', ...task, times });
    answers.count(result);
    rounds.push(result);
  }
  await other.stop();
  const figure = (id: string, what: string, ofOurs: (round: AfterChange) => number): Figure => {
    const pairs = rounds.map((round): [Side, Side] => [
      { value: ofOurs(round), cores: {} },
      { value: round.sql, cores: {} },
    ]);
    return { id, what, unit: 'ms', ...ratioOf(pairs), note: '' };
  };
  return [
    figure('board-after-change', 'board after a change ÷ the SQL alone', (round) => round.http),
    figure('board-after-change-elsewhere', '… made by another process', (round) => round.elsewhere),
  ];
}
