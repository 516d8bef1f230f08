import type { Status, WrittenAppointment } from '@edgar-auto-shop/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { open, settledOf, tick } from './open-store.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A live board, and every column that its first card was shown in, one after the other. */
async function openLive() {
  const opened = await open('scheduled', 'scheduled');
  const { net, store, quiet, columnOf } = opened;
  const shown: (Status | undefined)[] = ['scheduled'];
  store.subscribe(() => {
    const column = columnOf('card-0');
    if (column !== shown.at(-1)) shown.push(column);
  });
  const hear = async () => {
    net.stream(0)?.arrive();
    await tick();
  };
  const end = async () => {
    await quiet();
    await hear();
    await hear();
    await quiet();
  };
  net.stream(0)?.turn();
  await hear();
  await quiet();
  return { ...opened, shown, hear, end };
}

test('a card that somebody writes on while its move is on the way stays where it was moved to', async () => {
  const { server, store, shown, hear, end } = await openLive();
  const moved = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await tick();
  server.edit('card-0', 'theirs');
  await hear();
  expect(store.getSnapshot().board?.columns.in_progress.items[0]).toMatchObject({ id: 'card-0', notes: 'theirs' });
  await end();
  expect(moved.outcome?.kind).toBe('applied');
  expect(shown).toEqual(['scheduled', 'in_progress']);
  expect(server.cards.get('card-0')).toMatchObject({ status: 'in_progress', notes: 'theirs', version: 3 });
});

test('and goes on from there: the same move is one, the next one and a place follow it', async () => {
  const { server, store, shown, hear, end } = await openLive();
  const first = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await tick();
  server.edit('card-0', 'theirs');
  await hear();
  const all = [
    first,
    settledOf(store.moveAppointment('card-0', 'in_progress')),
    settledOf(store.moveAppointment('card-0', 'ready')),
    settledOf(store.reorder('card-0', 0)),
  ];
  server.edit('card-0', 'theirs again');
  await hear();
  await end();
  expect(all.map((it) => it.outcome?.kind)).toEqual(all.map(() => 'applied'));
  expect(shown).toEqual(['scheduled', 'in_progress', 'ready']);
  expect(server.cards.get('card-0')?.status).toBe('ready');
});

test('an undo of what was written on takes back the move, and neither what was written nor what was before', async () => {
  const { server, store, shown, hear, end } = await openLive();
  const first = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await tick();
  server.edit('card-0', 'theirs');
  await hear();
  const undone = settledOf(store.undo('card-0'));
  expect(store.getSnapshot().board?.columns.scheduled.items).toHaveLength(2);
  await end();
  expect([first.outcome?.kind, undone.outcome?.kind]).toEqual(['applied', 'applied']);
  expect(shown).toEqual(['scheduled', 'in_progress', 'scheduled']);
  expect(server.cards.get('card-0')).toMatchObject({ status: 'scheduled', notes: 'theirs' });
});

test('what one writes oneself while a move is on the way does not bring the card back either', async () => {
  const { server, store, shown, end } = await openLive();
  const moved = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await tick();
  for (const key of ['mine', 'mine, too']) {
    server.edit('card-0', key);
    const { date, ...card } = server.appointment('card-0');
    store.absorb({ ...card, date, revision: String(server.revision) } as WrittenAppointment);
    await tick();
  }
  await end();
  expect(moved.outcome?.kind).toBe('applied');
  expect(shown).toEqual(['scheduled', 'in_progress']);
});

test('the late answer to one’s own edit brings no card back that somebody has taken off the board since', async () => {
  const { server, store, hear, columnOf } = await openLive();
  server.edit('card-0', 'mine');
  const { date, ...card } = server.appointment('card-0');
  const late = { ...card, date, revision: String(server.revision) } as WrittenAppointment;
  server.cards.delete('card-0');
  server.order.scheduled = ['card-1'];
  server.revision += 1n;
  server.onChange();
  await hear();
  await hear();
  expect(store.getSnapshot().board?.revision).toBe('2');
  store.absorb(late);
  expect(columnOf('card-0')).toBeUndefined();
});

test('a card that somebody moved elsewhere meanwhile is shown there, once', async () => {
  const { server, store, shown, hear, end } = await openLive();
  const moved = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await tick();
  server.move('card-0', 'no_show', undefined, 1, 'theirs');
  await hear();
  await end();
  expect(moved.outcome?.kind).toBe('refused');
  expect(shown).toEqual(['scheduled', 'in_progress', 'no_show']);
});

const columnIds = ({ store }: Awaited<ReturnType<typeof open>>) =>
  store.getSnapshot().board?.columns.scheduled.items.map(({ id }) => id);

/** The answer to one's own edit of a card, or to a booking. */
function answerFor({ server }: Awaited<ReturnType<typeof open>>, id: string, date?: string): WrittenAppointment {
  const appointment = server.appointment(id);
  return { ...appointment, date: date ?? appointment.date, revision: String(server.revision) } as WrittenAppointment;
}

test('an edited card keeps its place while a move above it is answered and not read yet', async () => {
  const it = await open('scheduled', 'scheduled', 'scheduled', 'scheduled');
  void it.store.moveAppointment('card-0', 'in_progress');
  await it.deliver();
  await it.deliver();
  it.server.edit('card-3', 'mine');
  it.store.absorb(answerFor(it, 'card-3'));
  expect(columnIds(it)).toEqual(['card-1', 'card-2', 'card-3']);
});

test('what is written one after the other is shown in that order: a day away and back, and two new cards', async () => {
  const it = await open('scheduled', 'scheduled');
  it.server.edit('card-0', 'away');
  it.store.absorb(answerFor(it, 'card-0', '2025-09-21'));
  expect(columnIds(it)).toEqual(['card-1']);
  it.server.edit('card-0', 'back');
  it.store.absorb(answerFor(it, 'card-0'));
  expect(columnIds(it)).toContain('card-0');
  const [known] = it.server.cards.values();
  for (const id of ['new', 'newer']) {
    it.server.cards.set(id, { ...(known as NonNullable<typeof known>), id, version: 1 });
    it.server.order.scheduled = [id, ...it.server.order.scheduled];
    it.server.revision += 1n;
    it.store.absorb(answerFor(it, id));
  }
  expect(columnIds(it)?.slice(0, 2)).toEqual(['newer', 'new']);
});

test('an answer that comes after a newer board puts nothing over it, not even where it had changed nothing', async () => {
  const it = await open('scheduled', 'scheduled', 'scheduled', 'in_progress');
  it.net.stream(0)?.turn();
  it.net.stream(0)?.arrive();
  await it.quiet();
  void it.store.reorder('card-1', 0);
  await tick();
  it.server.move('card-0', 'in_progress', undefined, 1, 'theirs');
  it.net.step(0, false);
  it.server.move('card-0', 'scheduled', 0, 2, 'theirs, too');
  for (let i = 0; i < 2; i += 1) it.net.stream(0)?.arrive();
  await it.quiet();
  expect(columnIds(it)).toEqual(it.server.order.scheduled);
});

test('a card that is moved, taken back and put elsewhere at once does not jump while the answers come', async () => {
  const it = await open('scheduled', 'scheduled', 'scheduled');
  const shown: string[] = [];
  void it.store.moveAppointment('card-2', 'no_show');
  await tick();
  void it.store.undo('card-2');
  await tick();
  void it.store.reorder('card-2', 0);
  await tick();
  it.store.subscribe(() => shown.push(String(columnIds(it))));
  await it.quiet();
  expect(new Set(shown)).toEqual(new Set(['card-2,card-0,card-1']));
});
