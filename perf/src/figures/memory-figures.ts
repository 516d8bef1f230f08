import type { LoadResult } from '../load/measure.ts';
import { openInspector } from '../profile/cpu-profile.ts';
import { startAppServer } from '../stage/app-server.ts';
import { residentBytes } from '../stage/memory.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Answers, Figure } from './figure.ts';
import { ratioOf } from './ratio.ts';
import { table } from './report.ts';

const SLICE_SECONDS = 10;
const MiB = 2 ** 20;
/** What may be gained in ten minutes once all that is kept in memory is full, in MiB. */
const ALLOWED = 1;
/** Until then caches fill; of a shorter run its first half. */
const SETTLES_MINUTES = 10;

interface Sample {
  minute: number;
  heap: number;
  resident: number;
}

/** The server at its capacity for some minutes, and what its memory does after the first ten. */
export async function measureMemory(
  stage: Stage,
  minutes: number,
  answers: Answers,
): Promise<{ figures: Figure[]; lines: string[] }> {
  const { scale, generator, boards } = stage;
  const server = await startAppServer(stage.databaseUrl, true);
  stage.onClose(() => server.stop());
  const inspector = await openInspector(server.inspector ?? '');
  /** What is in use once everything that is not is collected, in MiB. */
  const heap = async () => {
    await inspector.send('HeapProfiler.collectGarbage');
    return (await inspector.send<{ usedSize: number }>('Runtime.getHeapUsage')).usedSize / MiB;
  };
  const samples: Sample[] = [];
  let done = 0;
  const started = performance.now();
  const passed = () => (performance.now() - started) / 60_000;
  while (passed() < minutes) {
    const seconds = Math.min(SLICE_SECONDS, (minutes - passed()) * 60);
    const load = { port: server.port, clients: scale.clients, seconds };
    const mixed = await generator.ask<Record<string, LoadResult>>({ kind: 'mixed', dates: boards, ...load });
    for (const result of Object.values(mixed)) answers.count(result);
    done += Object.values(mixed).reduce((sum, result) => sum + result.done, 0);
    const resident = (residentBytes(server.pid) ?? Number.NaN) / MiB;
    samples.push({ minute: passed(), heap: await heap(), resident });
  }
  inspector.close();
  await server.stop();
  const settled = samples.filter(({ minute }) => minute >= Math.min(SETTLES_MINUTES, minutes / 2));
  const growth = (of: (sample: Sample) => number) => slope(settled.map((it) => [it.minute, of(it)])) * 10;
  const grown = growth(({ heap }) => heap);
  const every = Math.max(1, Math.floor(samples.length / 12));
  const shown = samples.filter((_, i) => i % every === 0 || i === samples.length - 1);
  return {
    figures: [
      {
        id: 'memory',
        what: 'heap gained in 10 minutes ÷ 1 MiB',
        unit: 'MiB',
        ...ratioOf([
          [
            { value: grown, cores: {} },
            { value: ALLOWED, cores: {} },
          ],
        ]),
        note: '',
      },
    ],
    lines: [
      ...table([
        ['minute', 'heap after a collection, MiB', 'resident, MiB'],
        ...shown.map((it) => [it.minute, it.heap, it.resident].map((value) => value.toFixed(1))),
      ]),
      `${done.toLocaleString('en')} requests in ${minutes} minutes; resident memory: ${growth(({ resident }) => resident).toFixed(1)} MiB in 10 minutes`,
    ],
  };
}

/** Of the straight line nearest to the points (least squares). */
function slope(points: [number, number][]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  const below = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return above / below;
}
