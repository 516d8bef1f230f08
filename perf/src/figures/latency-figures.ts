import type { LoadResult } from '../load/measure.ts';
import { withCores } from '../stage/cpu-time.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Answers } from './figure.ts';

export interface Latencies {
  results: Record<'board' | 'stats' | 'move', LoadResult>;
  cores: Record<string, number | null>;
}

/** How long 20 clients wait that read and move without ever pausing, on all boards at once. */
export async function measureLatencies(stage: Stage, answers: Answers): Promise<Latencies> {
  const { scale, server, generator, postgresPid, boards } = stage;
  const run = (seconds: number) =>
    generator.ask<Latencies['results']>({
      kind: 'mixed',
      dates: boards,
      port: server.port,
      clients: scale.clients,
      seconds,
    });
  await run(scale.warmUp);
  const pids = { server: server.pid, PostgreSQL: postgresPid, generator: generator.pid };
  const { value, cores } = await withCores(pids, () => run(scale.seconds * Math.min(scale.rounds, 3)));
  for (const result of Object.values(value)) answers.count(result);
  return { results: value, cores };
}
