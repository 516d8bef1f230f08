import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../../model/finding.ts';
import { codeOf } from '../../../model/open-front.ts';
import type { CommitFate } from '../pg-proxy.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

/** Longer than a server with a seeded bug takes from its answer to its COMMIT. */
const SETTLE_MS = 300;

/**
 * The connection breaks at COMMIT, before PostgreSQL got it or before it said that it was done. Nobody can know which: without a
 * key the answer is "unavailable", never an acknowledgement, a refusal or a second effect; with a key the repetition tells.
 */
export const lostCommit: Workload = async (rig, seed) => {
  const { proxy, url } = await rig.proxy(await rig.database());
  const { api } = await rig.server(url);
  const scene = await Scene.furnish(api, SETTLE_MS);
  const date = dateOf(seed, 0);
  const cards = [await scene.book(date, 15), await scene.book(date, 16)] as const;
  await delay(SETTLE_MS);
  const losing = async <T>(work: () => Promise<T>, fate: CommitFate = 'lose'): Promise<T> => {
    // The next alone: whoever tries again by itself gets through.
    const fates = [fate];
    proxy.onCommit = async () => fates.shift() ?? 'pass';
    const answer = await work();
    await delay(SETTLE_MS);
    proxy.onCommit = undefined;
    return answer;
  };
  const findings: Finding[] = [];
  const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });

  const early = await losing(() => scene.move(cards[0], 'in_progress', { key: null }), 'drop');
  if (codeOf(early) === 'ok' && (await scene.history(cards[0].id)).length === 1)
    wrong('I1', 'a move was acknowledged whose COMMIT never arrived');

  const moved = await losing(() => scene.move(cards[0], 'in_progress', { key: null }));
  const events = (await scene.history(cards[0].id)).length;
  if (!['ok', 'unavailable'].includes(codeOf(moved)) && events > 1)
    wrong('I5', `a move was answered ${codeOf(moved)}, and done`);
  if (codeOf(moved) === 'ok' && events === 1) wrong('I1', 'a move was acknowledged and not done');

  const booked = await losing(() => scene.send('POST', 'appointments', scene.booking(date, 17), null));
  const { columns } = await scene.board(date);
  const made = columns.scheduled.items.filter((card: { appt_start: string }) => card.appt_start.includes('T17')).length;
  if (made > 1) wrong('I3', `one request, answered ${codeOf(booked)}, made ${made} appointments`);
  if (codeOf(booked) === 'ok' && made === 0) wrong('I1', 'a booking was acknowledged and not made');

  const key = randomUUID();
  const cut = await losing(() => scene.move(cards[1], 'in_progress', { key }));
  const again = await scene.move(cards[1], 'in_progress', { key });
  const effects = (await scene.history(cards[1].id)).length - 1;
  if (codeOf(cut) !== 'unavailable') wrong('contract', `a move whose COMMIT was lost was answered ${codeOf(cut)}`);
  if (codeOf(again) !== 'ok' || effects !== 1)
    wrong('I3', `the repetition was answered ${codeOf(again)}, and the key had ${effects} effects`);
  return findings;
};
