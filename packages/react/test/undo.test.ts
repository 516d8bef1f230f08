import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { open, settledOf, tick } from './open-store.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('undo of a change that was not sent yet withdraws it; of one that was, brings the card back at once', async () => {
  const { server, store, quiet, columnOf } = await open('ready', 'ready');
  void store.moveAppointment('card-0', 'completed');
  const waiting = settledOf(store.moveAppointment('card-1', 'completed'));
  await store.undo('card-1');
  await tick();
  expect(waiting.outcome?.kind).toBe('withdrawn');
  expect(columnOf('card-1')).toBe('ready');
  await quiet();
  void store.undo('card-0');
  expect(columnOf('card-0')).toBe('ready');
  await quiet();
  expect(server.cards.get('card-0')).toMatchObject({ status: 'ready', version: 3 });
  expect(server.order.ready).toEqual(['card-0', 'card-1']);
});

test('two undos of one change are one', async () => {
  const { server, store, quiet, columnOf } = await open('ready');
  void store.moveAppointment('card-0', 'completed');
  await quiet();
  const undos = [settledOf(store.undo('card-0')), settledOf(store.undo('card-0'))];
  await quiet();
  expect(undos.map((it) => it.outcome?.kind)).toEqual(['applied', 'applied']);
  expect(server.cards.get('card-0')?.version).toBe(3);
  expect(columnOf('card-0')).toBe('ready');
});

test('undo takes back one’s own latest change, and somebody else’s only where its version is named', async () => {
  const { server, store, quiet } = await open('scheduled', 'scheduled');
  expect(store.canUndo('card-0')).toBe(false);
  const moved = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await quiet();
  expect(moved.outcome).toMatchObject({ kind: 'applied', changed: true, answer: { version: 2 } });
  expect(store.canUndo('card-0')).toBe(true);

  server.move('card-0', 'ready', undefined, 2, 'theirs');
  void store.refresh();
  await quiet();
  expect(store.canUndo('card-0')).toBe(false);
  for (const version of [undefined, 2]) {
    const undone = settledOf(store.undo('card-0', version));
    await quiet();
    expect(undone.outcome).toMatchObject({ kind: 'refused', failure: { kind: 'version_conflict' } });
    expect(server.cards.get('card-0')).toMatchObject({ status: 'ready', version: 3 });
  }
  const named = settledOf(store.undo('card-0', 3));
  await quiet();
  expect(named.outcome).toMatchObject({ kind: 'applied' });
  expect(server.cards.get('card-0')?.status).toBe('in_progress');
});

test('a place that changes nothing is nothing to take back', async () => {
  const { server, store, quiet } = await open('scheduled');
  server.move('card-0', 'in_progress', undefined, 1, 'theirs');
  void store.refresh();
  await quiet();
  const placed = settledOf(store.reorder('card-0', 0));
  await quiet();
  expect(placed.outcome).toMatchObject({ kind: 'applied', changed: false });
  expect(store.canUndo('card-0')).toBe(false);
  const undone = settledOf(store.undo('card-0'));
  await quiet();
  expect(undone.outcome?.kind).toBe('refused');
  expect(server.cards.get('card-0')?.status).toBe('in_progress');
});

test('the undo of a change that one has moved on from takes back nothing', async () => {
  const { server, store, quiet, deliver } = await open('scheduled');
  void store.moveAppointment('card-0', 'in_progress');
  await quiet();
  const later = settledOf(store.moveAppointment('card-0', 'ready'));
  const early = settledOf(store.undo('card-0', 2));
  await tick();
  expect(early.outcome).toMatchObject({ kind: 'refused', failure: { kind: 'version_conflict' } });
  await deliver();
  await quiet();
  expect(later.outcome?.kind).toBe('applied');
  expect(server.cards.get('card-0')).toMatchObject({ status: 'ready', version: 3 });

  // What is on its way has the version that it will make.
  void store.moveAppointment('card-0', 'completed');
  const pending = settledOf(store.undo('card-0', 4));
  await quiet();
  expect(pending.outcome?.kind).toMatch(/withdrawn|applied/);
  expect(server.cards.get('card-0')?.status).toBe('ready');
});

test('a change that is given up says whether the server may have it all the same', async () => {
  const { server, store, deliver, quiet } = await open('scheduled', 'scheduled');
  const lost = settledOf(store.moveAppointment('card-0', 'in_progress'));
  await deliver();
  expect(server.cards.get('card-0')?.status).toBe('in_progress');
  await deliver(0, true);
  store.discard(store.getSnapshot().pending[0]?.id ?? '');
  await quiet();
  expect(lost.outcome).toMatchObject({ kind: 'withdrawn', unsure: true });

  const kept = settledOf(store.moveAppointment('card-1', 'in_progress'));
  store.discard(store.getSnapshot().pending[0]?.id ?? '');
  await quiet();
  expect(kept.outcome).toMatchObject({ kind: 'withdrawn', unsure: false });
});

test('an undo that is asked for twice at once is one, and leaves what was made before alone', async () => {
  const { server, store, quiet, columnOf } = await open('scheduled');
  void store.moveAppointment('card-0', 'in_progress');
  await quiet();
  void store.moveAppointment('card-0', 'ready');
  const both = [settledOf(store.undo('card-0')), settledOf(store.undo('card-0'))];
  await tick();
  expect(both.map((it) => it.outcome?.kind)).toEqual(['withdrawn', 'withdrawn']);
  expect(columnOf('card-0')).toBe('in_progress');
  await quiet();
  expect(store.getSnapshot().pending).toEqual([]);
  expect(server.cards.get('card-0')?.status).toBe('in_progress');
  // Once it is over, the one before can be taken back, too.
  void store.undo('card-0');
  await quiet();
  expect(server.cards.get('card-0')?.status).toBe('scheduled');
});

test('an undo that waits for its answer keeps none of what is made after it from being taken back', async () => {
  const { store, quiet, columnOf } = await open('scheduled');
  void store.moveAppointment('card-0', 'in_progress');
  await quiet();
  const first = settledOf(store.undo('card-0'));
  await tick();
  void store.moveAppointment('card-0', 'no_show');
  expect(columnOf('card-0')).toBe('no_show');
  const second = settledOf(store.undo('card-0'));
  await tick();
  expect(columnOf('card-0')).toBe('scheduled');
  expect([first.outcome?.kind, second.outcome?.kind]).toEqual([undefined, 'withdrawn']);
  await quiet();
  expect(first.outcome?.kind).toBe('applied');
});

test('an undo that names a version looks at it, also while another is taking something back', async () => {
  const { server, store, quiet, columnOf } = await open('scheduled');
  void store.moveAppointment('card-0', 'in_progress');
  await quiet();
  void store.moveAppointment('card-0', 'ready');
  const both = [settledOf(store.undo('card-0')), settledOf(store.undo('card-0', 99))];
  await tick();
  expect(both.map((it) => it.outcome?.kind)).toEqual(['withdrawn', 'refused']);
  expect(columnOf('card-0')).toBe('in_progress');
  await quiet();
  expect(server.undone).toEqual([]);
});

test('a change that is made while an undo still takes out the one before is taken back by the next undo', async () => {
  const { server, store, quiet } = await open('scheduled');
  const all = [
    settledOf(store.moveAppointment('card-0', 'in_progress')),
    settledOf(store.undo('card-0')),
    settledOf(store.moveAppointment('card-0', 'no_show')),
    settledOf(store.undo('card-0')),
  ];
  await quiet();
  expect(all.map((it) => it.outcome?.kind)).toEqual(['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn']);
  expect(server.cards.get('card-0')?.status).toBe('scheduled');
  expect(store.getSnapshot().pending).toEqual([]);
});
