import type { BareTask } from '../bare-server.ts';
import type { LoadResult } from '../load/measure.ts';
import { startChild } from '../stage/child.ts';
import { withCores } from '../stage/cpu-time.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Answers, Figure } from './figure.ts';
import { alternate, type Side } from './ratio.ts';

/** Node adds these to every answer by itself, to the bare server's too. */
const BY_NODE = new Set(['date', 'connection', 'keep-alive']);

/** A board that nobody changes, as bytes and as 304, beside node:http that sends the very same and looks at nothing. */
export async function measureReads(stage: Stage, answers: Answers): Promise<Figure[]> {
  const { scale, server, generator, postgresPid, readDate } = stage;
  const path = `/api/admin/appointments/board?date=${readDate}`;
  const bare = startChild<BareTask>(new URL('../bare-server.ts', import.meta.url));
  stage.onClose(() => bare.stop());
  const sample = await answersOf(`http://127.0.0.1:${server.port}${path}`);
  const barePort = await bare.ask<number>(sample);

  async function read(port: number, pid: number, notModified: boolean, seconds = scale.seconds): Promise<Side> {
    const pids = { server: pid, PostgreSQL: postgresPid, generator: generator.pid };
    const { value, cores } = await withCores(pids, () =>
      generator.ask<LoadResult & { bytes: number }>({
        kind: 'reads',
        port,
        path,
        notModified,
        clients: scale.clients,
        seconds,
      }),
    );
    if (value.bytes !== sample.body.length) throw new Error('the two servers send different boards');
    answers.count(value);
    return { value: value.perSecond, cores };
  }

  const figures: Figure[] = [];
  for (const [id, notModified] of [
    ['board-bytes', false],
    ['board-304', true],
  ] as const) {
    const ours = (seconds?: number) => read(server.port, server.pid, notModified, seconds);
    const limit = (seconds?: number) => read(barePort, bare.pid, notModified, seconds);
    await ours(scale.warmUp);
    await limit(scale.warmUp);
    const ratio = await alternate(scale.rounds, ours, limit);
    const what = `board of ${scale.readCards} cards, ${notModified ? '304' : 'bytes'} ÷ bare node:http`;
    const note = notModified ? '' : `${(sample.body.length / 1000).toFixed(0)} kB each`;
    figures.push({ id, what, unit: '/s', ...ratio, note });
  }
  await bare.stop();
  return figures;
}

/** What a server sends for an address, whole and as 304, for the bare server to send the same. */
export async function answersOf(url: string): Promise<BareTask> {
  // Without Accept-Encoding, as the generator asks.
  const full = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const body = Buffer.from(await full.arrayBuffer());
  const etag = full.headers.get('etag') ?? '';
  const notModified = await fetch(url, { headers: { 'if-none-match': etag, 'accept-encoding': 'identity' } });
  if (full.status !== 200 || notModified.status !== 304) throw new Error('the server does not answer with 200 and 304');
  const headersOf = ({ headers }: Response) => [...headers].filter(([name]) => !BY_NODE.has(name)).flat();
  return { full: headersOf(full), notModified: headersOf(notModified), body };
}
