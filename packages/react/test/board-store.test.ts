import { StatusBoardError } from '@edgar-auto-shop/client';
import { MemoryStorage, Outbox } from '@edgar-auto-shop/client/outbox';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoardStore } from '../src/board-store.ts';
import { ModelNetwork } from './model-network.ts';
import { ModelServer } from './model-server.ts';
import { open, settledOf, tick } from './open-store.ts';
import { ToldStream } from './told-stream.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a move shows before anything was sent, and stays while an older board arrives after its acknowledgement', async () => {
  const { net, store, deliver, columnOf, quiet } = await open('scheduled');
  // A read that the server answers before the move, and whose answer travels slowly.
  void store.refresh();
  await deliver(0);
  void store.moveAppointment('card-0', 'in_progress');
  expect(columnOf('card-0')).toBe('in_progress');
  await deliver(1);
  await deliver(1);
  expect(store.getSnapshot().pending).toEqual([]);
  expect(columnOf('card-0')).toBe('in_progress');
  expect(net.packets[0]?.leg).toBe('back');
  await deliver(0);
  expect(columnOf('card-0')).toBe('in_progress');
  expect(store.getSnapshot().board?.revision).toBe('0');
  await quiet();
  expect(store.getSnapshot().board?.revision).toBe('1');
  expect(columnOf('card-0')).toBe('in_progress');
});

test('a board that has the change already is not changed by it a second time', async () => {
  const { server, store, deliver, quiet } = await open('scheduled', 'scheduled', 'scheduled');
  void store.reorder('card-0', 2);
  await deliver(0);
  // Applied, its answer on the way; somebody else puts another card below it, and a poll brings both.
  server.reorder('card-1', 2, 1, 'theirs');
  void store.refresh();
  await deliver(1);
  await deliver(1);
  const order = () => store.getSnapshot().board?.columns.scheduled.items.map((card) => card.id);
  expect(order()).toEqual(['card-2', 'card-0', 'card-1']);
  await quiet();
  expect(order()).toEqual(['card-2', 'card-0', 'card-1']);
});

test('several moves of one card go out in order, each with the version it then has', async () => {
  const { server, store, quiet } = await open('scheduled');
  const first = settledOf(store.moveAppointment('card-0', 'in_progress'));
  const second = settledOf(store.moveAppointment('card-0', 'ready'));
  const third = settledOf(store.moveAppointment('card-0', 'completed'));
  await quiet();
  expect([first, second, third].map((it) => it.outcome?.kind)).toEqual(['applied', 'applied', 'applied']);
  expect(server.cards.get('card-0')).toMatchObject({ status: 'completed', version: 4 });
});

test('a conflict shows where the card is once that is known, and takes what was built on it along', async () => {
  const { server, store, deliver, quiet, columnOf } = await open('scheduled');
  server.move('card-0', 'no_show', undefined, 1, 'theirs');
  const first = settledOf(store.moveAppointment('card-0', 'in_progress'));
  const second = settledOf(store.moveAppointment('card-0', 'ready'));
  await deliver();
  await deliver();
  // Refused, but where it is now is not known yet: it goes back once, not twice.
  expect(columnOf('card-0')).toBe('ready');
  await quiet();
  expect(columnOf('card-0')).toBe('no_show');
  expect(first.outcome).toMatchObject({
    kind: 'refused',
    follows: false,
    failure: { kind: 'version_conflict' },
    card: { status: 'no_show' },
  });
  expect(second.outcome).toMatchObject({ kind: 'refused', follows: true });
});

test('a conflict that leaves the board unreadable shows the card as the conflict itself tells it', async () => {
  const { server, store, deliver, columnOf } = await open('scheduled');
  server.move('card-0', 'no_show', undefined, 1, 'theirs');
  const move = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await deliver();
  await deliver();
  await deliver(0, true);
  expect(move.outcome).toMatchObject({ kind: 'refused', card: { status: 'no_show' } });
  expect(columnOf('card-0')).toBe('no_show');
});

test('what the workflow forbids is refused without asking', async () => {
  const { net, store } = await open('completed');
  const outcome = await store.moveAppointment('card-0', 'scheduled');
  expect(outcome).toMatchObject({
    kind: 'refused',
    failure: { kind: 'invalid_transition', message: "Invalid transition from 'completed' to 'scheduled'" },
  });
  expect(net.packets).toEqual([]);
});

test('an answer that was lost is asked for again under the same key, and the change is there once', async () => {
  const { server, net, store, deliver, quiet } = await open('scheduled');
  const move = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await deliver();
  await deliver(0, true);
  expect(store.getSnapshot().pending).toMatchObject([{ cardId: 'card-0', state: 'pending', tries: 1 }]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(net.packets.length).toBeGreaterThan(0);
  await quiet();
  expect(move.outcome?.kind).toBe('applied');
  expect(server.applied).toHaveLength(1);
});

test('unchanged cards and columns keep their identity when another column changes', async () => {
  const { store, quiet } = await open('scheduled', 'scheduled', 'in_progress', 'ready');
  const before = store.getSnapshot().board;
  void store.moveAppointment('card-0', 'in_progress');
  await quiet();
  const after = store.getSnapshot().board;
  expect(after?.columns.ready).toBe(before?.columns.ready);
  expect(after?.columns.in_progress.items[0]).toBe(before?.columns.in_progress.items[0]);
  expect(after?.columns.scheduled.items).toHaveLength(1);
});

test('a poll that brings nothing new tells nobody', async () => {
  const { store, quiet } = await open('scheduled');
  const heard = vi.fn();
  store.subscribe(heard);
  await vi.advanceTimersByTimeAsync(2_500);
  await quiet();
  expect(heard).not.toHaveBeenCalled();
});

test('stale since the last good read, offline when the device says so, fresh again when it works', async () => {
  const { store, deliver, quiet, go } = await open('scheduled');
  const readAt = Date.now();
  await vi.advanceTimersByTimeAsync(2_500);
  await deliver(0, true);
  expect(store.getSnapshot().connection).toEqual({ state: 'stale', since: readAt });
  await go({ offline: true });
  expect(store.getSnapshot().connection).toEqual({ state: 'offline', since: readAt });
  await go({ offline: false });
  await quiet();
  expect(store.getSnapshot()).toMatchObject({ connection: { state: 'polling' }, error: null });
});

test('a hidden page does not ask; one that is seen again asks at once', async () => {
  const { net, go, quiet } = await open('scheduled');
  await go({ hidden: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(net.packets).toEqual([]);
  await go({ hidden: false });
  expect(net.packets).toHaveLength(1);
  await quiet();
});

test('without a board and without a network there is an error, and no end of trying', async () => {
  const failing = {
    fetchBoard: vi.fn(() => Promise.reject(new StatusBoardError({ kind: 'network', message: 'gone' }))),
  };
  const store = new BoardStore({ client: failing as never });
  expect(store.getSnapshot()).toMatchObject({ loading: true, connection: { state: 'loading' } });
  store.subscribe(() => {});
  await tick();
  expect(store.getSnapshot()).toMatchObject({
    board: null,
    loading: false,
    connection: { state: 'error' },
    error: { kind: 'network' },
  });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(failing.fetchBoard.mock.calls.length).toBeGreaterThan(4);
});

test('what was acknowledged elsewhere in the program shows at once and gives way to the board that has it', async () => {
  const { server, store, quiet } = await open('scheduled', 'scheduled');
  const card = server.cards.get('card-0');
  if (!card) throw new Error('The model lost a card');
  const edited = { ...card, version: 2, notes: 'Key under the mat' };
  server.cards.set('card-0', edited);
  server.revision = 1n;
  store.absorb({ ...edited, position: 0, date: '2025-09-20', revision: '1' });
  expect(store.getSnapshot().board?.columns.scheduled.items[0]?.notes).toBe('Key under the mat');
  await quiet();
  expect(store.getSnapshot().board).toMatchObject({
    revision: '1',
    columns: { scheduled: { items: [{ notes: 'Key under the mat' }, {}] } },
  });
});

test('a database that was put back to an older state is believed after a few answers', async () => {
  const { server, store, quiet } = await open('scheduled');
  void store.moveAppointment('card-0', 'in_progress');
  await quiet();
  const { board } = store.getSnapshot();
  server.order.in_progress = [];
  server.order.scheduled = ['card-0'];
  const card = board?.columns.in_progress.items[0];
  if (!card) throw new Error('The move was not shown');
  server.cards.set('card-0', { ...card, status: 'scheduled', version: 1 });
  server.revision = 0n;
  for (let i = 0; i < 3; i += 1) {
    void store.refresh();
    await quiet();
  }
  expect(store.getSnapshot().board?.columns.scheduled.items).toHaveLength(1);
});

test('the same move made twice is one; a place is another one, and queues behind it', async () => {
  const { server, store, quiet } = await open('scheduled', 'in_progress');
  const first = settledOf(store.moveAppointment('card-0', 'in_progress'));
  const second = settledOf(store.moveAppointment('card-0', 'in_progress'));
  expect(store.getSnapshot().pending).toHaveLength(1);
  const third = settledOf(store.moveAppointment('card-0', 'in_progress', 0));
  expect(store.getSnapshot().pending).toHaveLength(2);
  void store.reorder('card-0', 0);
  expect(store.getSnapshot().pending).toHaveLength(2);
  await quiet();
  expect([first, second, third].map((it) => it.outcome?.kind)).toEqual(['applied', 'applied', 'applied']);
  expect(server.cards.get('card-0')?.version).toBe(3);
  expect(server.order.in_progress).toEqual(['card-0', 'card-1']);
});

test('what waited and is in conflict shows the card where it is, asks, and can be kept', async () => {
  const { server, store, deliver, quiet, columnOf } = await open('scheduled');
  const move = settledOf(store.moveAppointment('card-0', 'no_show'));
  await deliver(0, true);
  // Somebody else gives it another place meanwhile, and it takes long until there is a network again.
  const card = server.cards.get('card-0');
  if (!card) throw new Error('The model lost a card');
  server.cards.set('card-0', { ...card, version: 2 });
  server.revision = 1n;
  await vi.advanceTimersByTimeAsync(12_000);
  await quiet();
  expect(move.outcome).toMatchObject({ kind: 'parked', entry: { state: 'conflicted' } });
  expect(columnOf('card-0')).toBe('scheduled');
  const [entry] = store.getSnapshot().pending;
  const kept = settledOf(store.keepMine(entry?.id ?? ''));
  await quiet();
  expect(kept.outcome?.kind).toBe('applied');
  expect(columnOf('card-0')).toBe('no_show');
  expect(store.getSnapshot().pending).toEqual([]);
});

test('without polling the board is read when it is asked for, and goes on trying while it cannot be', async () => {
  const server = new ModelServer(['scheduled']);
  const net = new ModelNetwork(server, ToldStream);
  const store = new BoardStore({ client: net.client(), live: false, enablePolling: false });
  const leave = store.subscribe(() => {});
  net.step(0, true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(net.packets).toHaveLength(1);
  for (let i = 0; i < 2; i += 1) {
    net.step(0, false);
    await tick();
  }
  const readAt = Date.now();
  expect(store.getSnapshot().loading).toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(net.packets).toEqual([]);
  // Nothing tells of changes and nobody asks: it is as old as it is.
  expect(store.getSnapshot().connection).toEqual({ state: 'stale', since: readAt });
  leave();
});

test('an answer to what was pending has a page without a board read it at once', async () => {
  const server = new ModelServer(['scheduled']);
  const net = new ModelNetwork(server, ToldStream);
  const client = net.client();
  const lost = new StatusBoardError({ kind: 'network', message: 'lost' });
  const reads = vi.spyOn(client, 'fetchBoard').mockRejectedValue(lost);
  const storage = new MemoryStorage();
  const open = () => Promise.resolve({ storage, turn: (work: () => Promise<void>) => work() });
  const outbox = new Outbox({ client, open, isOffline: () => false });
  // As found when the page was opened.
  outbox.add({
    cardId: 'card-0',
    date: '2025-09-20',
    change: { kind: 'move', to: 'in_progress', position: undefined },
    expectedVersion: 1,
  });
  const store = new BoardStore({ client, outbox });
  store.subscribe(() => {});
  // Reads fail for so long that the next one is far away; the move is on its way all the time.
  await vi.advanceTimersByTimeAsync(60_000);
  expect(store.getSnapshot()).toMatchObject({ board: null, connection: { state: 'error' } });
  const before = reads.mock.calls.length;
  net.step(0, false);
  net.step(0, false);
  await tick();
  expect(server.applied).toHaveLength(1);
  expect(reads).toHaveBeenCalledTimes(before + 1);
});
