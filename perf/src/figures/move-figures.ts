import type { LoadResult } from '../load/measure.ts';
import { withCores } from '../stage/cpu-time.ts';
import type { Stage } from '../stage/open-stage.ts';
import { prepareLimit, runPgbench } from '../stage/pgbench.ts';
import type { Answers, Figure } from './figure.ts';
import { medianOf, ratioOf, type Side } from './ratio.ts';

/**
 * Moves over all boards, moves on one board, and the limit of each, in turn. All four share the same PostgreSQL and the
 * same cores: the server competes with its generator as pgbench does with PostgreSQL.
 * @param pgbench where it is; without it only ours are measured
 */
export async function measureMoves(stage: Stage, pgbench: string | null, answers: Answers): Promise<Figure[]> {
  const { scale, boards, server, generator, databaseUrl, postgresPid } = stage;

  async function ours(dates: string[], seconds = scale.seconds): Promise<Side> {
    const pids = { server: server.pid, PostgreSQL: postgresPid, generator: generator.pid };
    const load = { port: server.port, clients: scale.clients, seconds };
    const { value, cores } = await withCores(pids, () => generator.ask<LoadResult>({ kind: 'moves', dates, ...load }));
    answers.count(value);
    return { value: value.perSecond, cores };
  }
  async function limit(boardCount: number, seconds = scale.seconds): Promise<Side> {
    if (pgbench === null) return { value: Number.NaN, cores: {} };
    const { value, cores } = await withCores({ PostgreSQL: postgresPid, pgbench: process.pid }, () =>
      runPgbench(pgbench, databaseUrl, { clients: scale.clients, boards: boardCount, seconds: Math.ceil(seconds) }),
    );
    return { value, cores };
  }

  if (pgbench !== null) await prepareLimit(databaseUrl);
  await ours(boards, scale.warmUp);
  await limit(20, 1);
  const many: [Side, Side][] = [];
  const one: [Side, Side][] = [];
  const limitsOfOne: number[] = [];
  for (let round = 0; round < scale.rounds; round += 1) {
    const onMany = await ours(boards);
    many.push([onMany, await limit(20)]);
    const onOne = await ours(boards.slice(0, 1));
    one.push([onOne, onMany]);
    limitsOfOne.push((await limit(1)).value);
  }
  const figures: Figure[] = [
    {
      id: 'moves-one-board',
      what: `moves on one board ÷ over ${boards.length}`,
      unit: '/s',
      ...ratioOf(one),
      note: pgbench === null ? '' : `pgbench on one board: ${Math.round(medianOf(limitsOfOne)).toLocaleString('en')}/s`,
    },
  ];
  if (pgbench !== null) {
    figures.unshift({
      id: 'moves-many-boards',
      what: `moves over ${boards.length} boards ÷ pgbench`,
      unit: '/s',
      ...ratioOf(many),
      note: '',
    });
  }
  return figures;
}
