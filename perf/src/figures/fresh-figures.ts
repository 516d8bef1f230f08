import type { BareTask } from '../bare-server.ts';
import type { FreshReads } from '../load/fresh-reads.ts';
import { startAppServer } from '../stage/app-server.ts';
import { startChild } from '../stage/child.ts';
import { withCores } from '../stage/cpu-time.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Answers, Figure } from './figure.ts';
import { alternate, type Side } from './ratio.ts';
import { answersOf } from './read-figures.ts';

/** Of each of the two processes: a busy shop makes that many in some minutes. */
const MOVES_PER_SECOND = 10;

/**
 * The board as bytes and as 304 while two processes change it, each answer held against the moves that were answered
 * before it was asked for. The limit is node:http, which says the same for ever, while the same moves are made beside it.
 */
export async function measureFreshReads(stage: Stage, answers: Answers): Promise<Figure[]> {
  const { scale, server, generator, postgresPid, databaseUrl, readDate: date } = stage;
  const path = `/api/admin/appointments/board?date=${date}`;
  const other = await startAppServer(databaseUrl);
  stage.onClose(() => other.stop());
  const bare = startChild<BareTask>(new URL('../bare-server.ts', import.meta.url));
  stage.onClose(() => bare.stop());
  const barePort = await bare.ask<number>(await answersOf(`http://127.0.0.1:${server.port}${path}`));
  const writers = [server.port, other.port];
  let [moves, whole, read] = [0, 0, 0];

  async function measure(port: number, pid: number, notModified: boolean, seconds = scale.seconds): Promise<Side> {
    const pids = { server: pid, PostgreSQL: postgresPid, generator: generator.pid };
    const mustBeFresh = port === server.port;
    const reading = { port, path, date, notModified, mustBeFresh, writers, movesPerSecond: MOVES_PER_SECOND };
    const { value, cores } = await withCores(pids, () =>
      generator.ask<FreshReads>({ kind: 'fresh-reads', clients: scale.clients, seconds, ...reading }),
    );
    answers.count(value);
    moves += value.moves;
    if (mustBeFresh && notModified) [whole, read] = [whole + value.whole, read + value.done];
    return { value: value.perSecond, cores };
  }

  const figures: Figure[] = [];
  for (const [id, notModified] of [
    ['board-bytes-fresh', false],
    ['board-304-fresh', true],
  ] as const) {
    const ours = (seconds?: number) => measure(server.port, server.pid, notModified, seconds);
    const limit = (seconds?: number) => measure(barePort, bare.pid, notModified, seconds);
    await ours(scale.warmUp);
    await limit(scale.warmUp);
    const ratio = await alternate(scale.rounds, ours, limit);
    const what = `the same while two processes change it, ${notModified ? '304' : 'bytes'} ÷ bare node:http`;
    figures.push({ id, what, unit: '/s', ...ratio, note: '' });
  }
  for (const figure of figures.slice(1)) {
    const share = ((whole / read) * 100).toFixed(1);
    figure.note = `${moves} moves of the board meanwhile; it had changed since the reader's last answer in ${share} % of ours`;
  }
  await Promise.all([bare.stop(), other.stop()]);
  return figures;
}
