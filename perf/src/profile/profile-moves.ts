import { table } from '../figures/report.ts';
import type { LoadResult } from '../load/measure.ts';
import { startAppServer } from '../stage/app-server.ts';
import { withCores } from '../stage/cpu-time.ts';
import type { Stage } from '../stage/open-stage.ts';
import { byGroup, type CpuProfile, profileWhile, selfTimes } from './cpu-profile.ts';
import { type Waits, waitsWhile } from './wait-events.ts';

const FUNCTIONS_SHOWN = 25;
const LEAST_SHARE = 0.005;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Where the time goes while 20 clients move cards over all boards: in the server's process, and in PostgreSQL. */
export async function profileMoves(stage: Stage): Promise<string[]> {
  const { scale, boards, generator, databaseUrl, postgresPid } = stage;
  const server = await startAppServer(databaseUrl, true);
  stage.onClose(() => server.stop());
  const run = (seconds: number) =>
    generator.ask<LoadResult>({ kind: 'moves', dates: boards, port: server.port, clients: scale.clients, seconds });
  await run(scale.warmUp);

  const pids = { server: server.pid, PostgreSQL: postgresPid, generator: generator.pid };
  const { value: plain, cores } = await withCores(pids, () => run(scale.seconds));
  let waits: Waits[] = [];
  const profile: CpuProfile = await profileWhile(server.inspector ?? '', async () => {
    waits = await waitsWhile(databaseUrl, () => run(scale.seconds));
  });
  await server.stop();

  const times = selfTimes(profile);
  const busy = 1 - (times.find(({ group }) => group === 'idle')?.share ?? 0);
  return [
    `moves over ${boards.length} boards at ${scale.clients} clients: ${Math.round(plain.perSecond).toLocaleString('en')}/s, ` +
      `p50 ${plain.latency.p50.toFixed(1)} ms, p99 ${plain.latency.p99.toFixed(1)} ms`,
    `cores: ${Object.entries(cores)
      .map(([name, value]) => `${name} ${value?.toFixed(2) ?? 'unknown'}`)
      .join(', ')}; the rest of each latency is waiting for a core, for the disk, or for the batch before`,
    '',
    ...table([['the server process, self time', 'share', ''], ...rowsOf(byGroup(times))]),
    '',
    ...table([
      ['dearest functions', 'of busy', ''],
      ...times
        .filter(({ group }) => group !== 'idle')
        .slice(0, FUNCTIONS_SHOWN)
        .map(({ name, share }) => [name, percent(share / busy), '']),
    ]),
    '',
    ...table([
      ['connections to PostgreSQL, average number', '', ''],
      ...waits.map(({ state, connections }) => [state, connections.toFixed(2), '']),
    ]),
  ];
}

const rowsOf = (groups: [string, number][]) =>
  groups.filter(([, share]) => share >= LEAST_SHARE).map(([name, share]) => [name, percent(share), '']);
