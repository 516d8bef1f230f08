import type { Finding } from '../../../model/finding.ts';
import { codeOf } from '../../../model/open-front.ts';
import type { Answer } from '../../../serve.ts';
import type { Workload } from '../workload.ts';
import { holdLog } from './hold-board.ts';
import { untilBlocked } from './hold-commit.ts';
import { dateOf, Scene } from './scene.ts';

/**
 * A change looks at its card before it has the lock of the card's board. What others do to the card in between without a new
 * version, a name or the mark of a double booking, stays; and what something else did past the program keeps nobody from changing it.
 */
export const staleCard: Workload = async (rig, seed) => {
  const database = await rig.database();
  // The other one does not wait in line behind what the first does with a board, but for its lock.
  const [server, other] = await Promise.all([rig.server(database), rig.server(database)]);
  const scene = await Scene.furnish(server.api);
  const there = scene.at(other.api);
  const { id: customerId } = scene.ids.customers[0] as { id: string };
  const tech_id = scene.ids.techIds[0];
  const findings: Finding[] = [];
  const cardsOn = async (date: string) => (await scene.board(date)).columns.scheduled.items;
  /** The log is held: so the first act has its boards and waits, and the second waits for one of those. */
  const meet = async (first: () => Promise<Answer>, then: () => Promise<Answer>) => {
    const release = await holdLog(database);
    const doing = first();
    await untilBlocked(rig, database);
    const meeting = then();
    await untilBlocked(rig, database, 2);
    await release();
    const codes = (await Promise.all([doing, meeting])).map(codeOf);
    if (codes.some((code) => code !== 'ok')) throw new Error(`two that met were answered ${codes}`);
  };

  const [first, second] = [dateOf(seed, 0), dateOf(seed, 1)];
  const card = await scene.book(first);
  await scene.book(second);
  const patch = (fields: object) => () =>
    scene.send('PATCH', `appointments/${card.id}`, { expected_version: card.version, ...fields });
  const name = `Ana ${seed}`;
  await meet(() => scene.send('PATCH', `customers/${customerId}`, { name }), patch({ notes: 'gate 5' }));
  for (const { customer_name } of await cardsOn(first)) {
    const message = `a customer was renamed ${name}, the board shows ${customer_name}`;
    if (customer_name !== name) findings.push({ check: 'I1', message, slice: [] });
  }

  const [third, fourth] = [dateOf(seed, 2), dateOf(seed, 3)];
  const at = (start: string, end: string) => ({ tech_id, appt_start: start, appt_end: end });
  const booking = (date: string, times: object) =>
    scene.send('POST', 'appointments', { ...scene.booking(date), ...times });
  const marked = (await booking(third, at(`${fourth}T04:00:00Z`, `${fourth}T05:00:00Z`))).data;
  await booking(fourth, at(`${fourth}T16:00:00Z`, `${fourth}T17:00:00Z`));
  await meet(
    () => booking(third, at(`${fourth}T04:30:00Z`, `${fourth}T16:30:00Z`)),
    () => there.send('PATCH', `appointments/${marked.id}`, { expected_version: marked.version, notes: 'gate 6' }),
  );
  for (const { id, double_booked } of await cardsOn(third)) {
    const message = `card ${id} is double-booked, and not marked`;
    if (!double_booked) findings.push({ check: 'I6', message, slice: [] });
  }

  await rig.sql(database, 'update customers set name = $2 where id = $1', [customerId, `${name} by hand`]);
  const [here] = await cardsOn(first);
  const answer = await scene.send('PATCH', `appointments/${here.id}`, {
    expected_version: here.version,
    notes: 'gate 7',
  });
  const message = `a card whose name something else changed cannot be changed: ${codeOf(answer)}`;
  if (codeOf(answer) !== 'ok') findings.push({ check: 'contract', message, slice: [] });
  return findings;
};
