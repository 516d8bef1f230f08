import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type Command, type ShopIds, tellCommand, wireOf } from './commands.ts';
import type { Finding } from './finding.ts';
import { Poller, StreamFollower } from './follower.ts';
import { type Api, BOARD, codeOf } from './open-front.ts';
import { commandOf, type KnownCard, type Step, stepOn } from './steps.ts';
import { Views } from './views.ts';

/** Some changes at once, and what those who follow do after them. */
export interface Round {
  changes: Step[];
  breaks: { follower: number; server: number }[];
  polls: { server: number; byNumber: boolean; date: number }[];
  looks: { server: number; date: number }[];
}

const DATES = 2;
const STREAMS_PER_DATE = 2;

export const rounds = (minLength: number, maxLength: number): fc.Arbitrary<Round[]> => {
  const [server, date] = [fc.nat(7), fc.nat(DATES - 1)];
  const round = fc.record({
    changes: fc.array(stepOn(DATES), { minLength: 1, maxLength: 6, size: 'max' }),
    breaks: fc.uniqueArray(fc.record({ follower: fc.nat(DATES * STREAMS_PER_DATE - 1), server }), {
      maxLength: 2,
      selector: ({ follower }) => follower,
    }),
    polls: fc.array(fc.record({ server, byNumber: fc.boolean(), date }), { maxLength: 2 }),
    looks: fc.array(fc.record({ server, date }), { maxLength: 2 }),
  });
  return fc.array(round, { minLength, maxLength, size: 'max' });
};

/**
 * Changes two dates through all servers, several at once, while followers lose their connections and come back elsewhere.
 * Whatever a follower holds at a revision is what every other one and every read has at that revision, and in the end
 * everybody holds what a read answers.
 */
export async function followSteps(
  urls: string[],
  apis: Api[],
  ids: ShopIds,
  dates: string[],
  list: Round[],
): Promise<Finding[]> {
  const views = new Views();
  const [streams, pollers] = [
    newStreams(dates, views),
    dates.map((date) => new Poller(`poller of ${date}`, date, views)),
  ];
  const at = <T>(all: T[], n: number): T => all[n % all.length] as T;
  const look = async (api: Api, date: string, who: string) => {
    const { data } = await api('GET', `${BOARD}?date=${date}`);
    views.add(who, data);
    return data;
  };
  const known: KnownCard[] = [];
  const done: string[] = [];
  await Promise.all(streams.map((one, i) => one.connect(at(urls, i))));
  try {
    for (const { changes, breaks, polls, looks } of list) {
      const asked = changes.flatMap((step) => {
        if ('back' in step || 'ahead' in step) return [];
        const command = commandOf(step, dates, ids, known);
        return command ? [send(at(apis, step.server), command, ids, known, done)] : [];
      });
      // Beside the changes, not after them.
      const left = breaks.map(async ({ follower, server }) => {
        const one = at(streams, follower);
        await one.leave();
        await one.connect(at(urls, server));
      });
      await Promise.all([...asked, ...left]);
      for (const it of polls) await at(pollers, it.date).poll(at(apis, it.server), it.byNumber);
      for (const it of looks)
        await look(at(apis, it.server), at(dates, it.date), `read at server ${it.server % apis.length}`);
      for (const one of streams) one.drain();
      if (views.isWrong) break;
    }
    for (const [i, date] of dates.entries()) {
      let revision = '';
      for (const [n, api] of apis.entries()) revision = (await look(api, date, `last read at server ${n}`)).revision;
      await (pollers[i] as Poller).poll(apis[0] as Api, false);
      await Promise.all(streams.filter((one) => one.date === date).map((one) => one.reach(revision)));
    }
  } finally {
    await Promise.all(streams.map((one) => one.leave()));
  }
  return views.findings.map((one) => ({ ...one, slice: done.slice(-20) }));
}

const newStreams = (dates: string[], views: Views) =>
  dates.flatMap((date) =>
    Array.from({ length: STREAMS_PER_DATE }, (_, i) => new StreamFollower(`follower ${i} of ${date}`, date, views)),
  );

async function send(api: Api, command: Command, ids: ShopIds, known: KnownCard[], done: string[]): Promise<void> {
  const { method, path, body } = wireOf(command, ids);
  const answer = await api(method, path, body, { 'idempotency-key': randomUUID() });
  done.push(`${tellCommand(command)}: ${codeOf(answer)}`);
  if (answer.status >= 300 || command.kind === 'rename') return;
  const { version, status } = answer.data;
  if (command.kind === 'book') known.push({ id: answer.data.id, version, status });
  else Object.assign(known.find(({ id }) => id === command.id) as KnownCard, { version, status });
}
