import type { Card, Moved, Status } from '@edgar-auto-shop/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Failure, StatusBoardError } from '../src/errors.ts';
import type { OutboxClient } from '../src/outbox/deliver.ts';
import type { Change, NewEntry, OutboxEntry } from '../src/outbox/entry.ts';
import { Outbox } from '../src/outbox/outbox.ts';
import { apply, KEY_LIFE_MS } from '../src/outbox/steps.ts';
import { MemoryStorage, type OutboxStorage, understood } from '../src/outbox/storage.ts';
import { turnsByNotes } from '../src/outbox/turns.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const DATE = '2025-09-20';
const tick = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const lost: Failure = { kind: 'network', message: 'lost' };
const place = (status: Status) => ({ status, position: 0, check_in_at: null, check_out_at: null });
const cardAt = (status: Status, version: number) => ({ id: 'a', ...place(status), version }) as Card;
const conflictWith = (current: Card): Failure => ({
  kind: 'version_conflict',
  status: 409,
  message: 'Somebody was faster',
  details: { expected_version: 1, current_version: current.version, current },
  correlationId: '',
});
const moveTo = (to: Status): Change => ({ kind: 'move', to, position: undefined });
const made = (change: Change, from: Status = 'scheduled', expectedVersion = 1, cardId = 'a'): NewEntry => ({
  cardId,
  date: DATE,
  change,
  expectedVersion,
  card: cardAt(from, expectedVersion),
});

/** A server by the answers that a test gives it; each try is written down as its key, what it wants and from which version. */
function shop() {
  const tries: { key: string; to: Status; version: number }[] = [];
  const place = {
    answer: (_: { to: Status; version: number }): Failure | null => null,
    database: 'db1',
    offline: false,
    appointment: undefined as unknown,
  };
  const client = {
    moveAppointment: (
      id: string,
      body: { new_status: Status; expected_version: number },
      options: { idempotencyKey: string },
    ) => {
      const asked = { to: body.new_status, version: body.expected_version };
      tries.push({ key: options.idempotencyKey, ...asked });
      const failure = place.offline ? lost : place.answer(asked);
      if (failure) return Promise.reject(new StatusBoardError(failure));
      const version = body.expected_version + 1;
      return Promise.resolve({
        appointment_id: id,
        status: body.new_status,
        position: 0,
        version,
        date: DATE,
        revision: '1',
      } as Moved);
    },
    getAppointment: () =>
      Promise.resolve(
        place.appointment ?? Promise.reject(new StatusBoardError({ kind: 'protocol', status: 404, message: '' })),
      ),
    call: () =>
      place.offline
        ? Promise.reject(new StatusBoardError(lost))
        : Promise.resolve({ id: `${place.database}.${DATE}.1` }),
  };
  const open = (storage: OutboxStorage = new MemoryStorage()) => {
    const outbox = new Outbox({
      client: client as unknown as OutboxClient,
      open: () => Promise.resolve({ storage, turn: (work) => work() }),
      isOffline: () => place.offline,
    });
    return outbox;
  };
  return { tries, place, open };
}

test('a change is stored before it is sent, and sent under the key that is stored', async () => {
  const { tries, open } = shop();
  const storage = new MemoryStorage();
  const outbox = open(storage);
  const order: string[] = [];
  storage.watch(({ entries }) => order.push(`${entries[0]?.state} ${tries.length}`));
  const { key } = outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(order).toEqual(['pending 0', 'sent 0', 'applied 1']);
  expect(tries).toEqual([{ key, to: 'in_progress', version: 1 }]);
});

test('what was sent and not answered before the page was closed is sent again by the next one, under its key', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  const first = open(storage);
  place.answer = () => lost;
  first.add(made(moveTo('in_progress')));
  first.add(made(moveTo('ready'), 'in_progress', 2));
  await tick();
  place.answer = () => null;
  // The first page is gone: its timers never fire.
  vi.clearAllTimers();
  const next = open(storage);
  await next.start();
  await tick();
  expect(tries.map((it) => it.to)).toEqual(['in_progress', 'in_progress', 'ready']);
  expect(tries[1]?.key).toBe(tries[0]?.key);
  expect(next.entries.map((it) => it.state)).toEqual(['applied', 'applied']);
});

test('a full storage is said, and everything goes on in memory until it takes what there is', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  let isFull = true;
  const full: OutboxStorage = {
    survives: true,
    watch: () => () => {},
    change: (work) => (isFull ? Promise.reject(new DOMException('Full', 'QuotaExceededError')) : storage.change(work)),
  };
  const outbox = open(full);
  place.offline = true;
  outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(outbox.isKept).toBe(false);
  expect(outbox.entries).toMatchObject([{ state: 'pending', tries: 1 }]);
  isFull = false;
  await tick(60_000);
  expect(outbox.isKept).toBe(true);
  expect((await storage.change((it) => it)).entries).toMatchObject([{ state: 'pending', waited: true }]);
  place.offline = false;
  await tick(60_000);
  expect(outbox.entries[0]?.state).toBe('applied');
  expect(new Set(tries.map((it) => it.key)).size).toBe(1);
});

test('an outbox that a newer program wrote is left alone', () => {
  expect(() => understood({ schema: 2, revision: 7, entries: [] })).toThrow(/newer version/);
  expect(understood(undefined)).toMatchObject({ schema: 1, entries: [] });
});

test('what was made on another database is not sent to this one, but shown', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  const first = open(storage);
  first.meet(DATE, '0');
  await tick();
  place.offline = true;
  first.add(made(moveTo('in_progress')));
  await tick();
  vi.clearAllTimers();
  Object.assign(place, { offline: false, database: 'db2' });
  const sent = tries.length;
  const next = open(storage);
  await next.start();
  await tick(60_000);
  expect(next.entries).toMatchObject([{ state: 'conflicted', reason: { kind: 'other_database' } }]);
  expect(tries).toHaveLength(sent);
});

test('what is older than keys live is not sent blindly, but shown', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  place.offline = true;
  open(storage).add(made(moveTo('in_progress')));
  await tick();
  vi.clearAllTimers();
  vi.setSystemTime(Date.now() + KEY_LIFE_MS + 1);
  place.offline = false;
  const next = open(storage);
  await next.start();
  await tick(60_000);
  expect(next.entries).toMatchObject([{ state: 'conflicted', reason: { kind: 'expired' } }]);
  expect(tries).toHaveLength(1);
});

/** Two changes of one card made offline; when they are sent, the card is this one. */
async function offlineConflict(current: Card) {
  const it = shop();
  it.place.offline = true;
  const outbox = it.open();
  const { id } = outbox.add(made(moveTo('in_progress')));
  outbox.add(made(moveTo('ready'), 'in_progress', 2));
  await tick();
  it.place.offline = false;
  it.place.answer = ({ version }) => (version < current.version ? conflictWith(current) : null);
  await tick(60_000);
  return { ...it, outbox, id };
}

test('a conflict of what was made offline waits for a choice, with what was built on it', async () => {
  const { outbox, id, tries } = await offlineConflict(cardAt('scheduled', 5));
  expect(outbox.entries).toMatchObject([
    { state: 'conflicted', theirs: { version: 5 }, reason: { kind: 'version_conflict' } },
    { state: 'conflicted', follows: id },
  ]);
  const before = new Set(tries.map((it) => it.key));
  await outbox.keepMine(id);
  await tick();
  expect(tries.slice(-2)).toMatchObject([
    { to: 'in_progress', version: 5 },
    { to: 'ready', version: 6 },
  ]);
  expect(tries.slice(-2).some((it) => before.has(it.key))).toBe(false);
  expect(outbox.entries.map((it) => it.state)).toEqual(['applied', 'applied']);
});

test('"take theirs" drops a change and what was built on it', async () => {
  const { outbox, id } = await offlineConflict(cardAt('scheduled', 5));
  outbox.discard(id);
  await tick();
  expect(outbox.entries).toEqual([]);
});

test('what somebody else has done meanwhile is not done again: of a chain, the rest can be kept', async () => {
  const { outbox, id, tries } = await offlineConflict(cardAt('in_progress', 2));
  expect(outbox.entries[0]?.state).toBe('conflicted');
  await outbox.keepMine(id);
  await tick();
  expect(tries.at(-1)).toMatchObject({ to: 'ready', version: 2 });
  expect(outbox.entries).toMatchObject([{ state: 'applied', change: { to: 'ready' } }]);
});

test('a move that has become illegal is refused with the words of the workflow', async () => {
  const { outbox, id } = await offlineConflict(cardAt('completed', 5));
  expect(outbox.entries[0]).toMatchObject({
    state: 'refused',
    reason: {
      kind: 'invalid_transition',
      message: "Invalid transition from 'completed' to 'in_progress'",
      details: { allowed: [] },
    },
  });
  expect(await outbox.keepMine(id)).toMatchObject({ kind: 'invalid_transition' });
  expect(outbox.entries[0]?.state).toBe('refused');
});

test('online, a move whose card only got other notes is made anew without a word; one whose card was moved is refused', async () => {
  const { tries, place, open } = shop();
  place.appointment = { ...cardAt('scheduled', 4), date: DATE };
  place.answer = ({ version }) => (version < 4 ? conflictWith(cardAt('scheduled', 4)) : null);
  const outbox = open();
  outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(tries.map((it) => it.version)).toEqual([1, 4]);
  expect(tries[1]?.key).not.toBe(tries[0]?.key);
  expect(outbox.entries[0]?.state).toBe('applied');
  place.answer = () => conflictWith(cardAt('no_show', 9));
  outbox.add(made(moveTo('ready'), 'in_progress', 5));
  await tick();
  expect(outbox.entries.at(-1)).toMatchObject({
    state: 'refused',
    waited: false,
    reason: { kind: 'version_conflict' },
  });
});

test('what was never sent is taken back; what may have arrived is not', async () => {
  const { place, open } = shop();
  place.offline = true;
  const outbox = open();
  const first = outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(await outbox.withdraw(first.id)).toBe(true);
  place.offline = false;
  place.answer = () => lost;
  const second = outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(outbox.entries).toMatchObject([{ tries: 1, unsure: true }]);
  expect(await outbox.withdraw(second.id)).toBe(false);
});

test('whoever has to sign in again keeps what is pending', async () => {
  const { place, open } = shop();
  place.answer = () => ({ kind: 'unauthenticated', status: 401, message: '', details: undefined, correlationId: '' });
  const outbox = open();
  outbox.add(made(moveTo('in_progress')));
  await tick(60_000);
  expect(outbox.entries[0]?.state).toBe('pending');
  place.answer = () => null;
  await tick(60_000);
  expect(outbox.entries[0]?.state).toBe('applied');
});

test('where there are no locks, one window at a time sends; the turn of one that died ends', async () => {
  const storage = new MemoryStorage();
  const log: string[] = [];
  let finish = () => {};
  const first = turnsByNotes(storage, 'first');
  const second = turnsByNotes(storage, 'second');
  void first(async () => {
    log.push('first');
    await new Promise<void>((done) => {
      finish = done;
    });
    log.push('first is done');
  });
  void second(() => Promise.resolve(void log.push('second')));
  await tick(30_000);
  expect(log).toEqual(['first']);
  finish();
  await tick(2_000);
  expect(log).toEqual(['first', 'first is done', 'second']);
  let isAlive = true;
  const mortal: OutboxStorage = {
    survives: true,
    watch: () => () => {},
    change: (work) => (isAlive ? storage.change(work) : new Promise(() => {})),
  };
  void turnsByNotes(mortal, 'third')(() => new Promise(() => {}));
  await tick(12_000);
  isAlive = false;
  void second(() => Promise.resolve(void log.push('second again')));
  await tick(30_000);
  expect(log.at(-1)).toBe('second again');
});

test('what stands between answers pages of its own for a while: nothing is given up, and its time to wait is heeded', async () => {
  for (const status of [200, 403, 404, 429, 500]) {
    const { tries, place, open } = shop();
    place.answer = () => ({ kind: 'protocol', status, message: 'A page', retryAfterMs: 2_000 });
    const outbox = open();
    const { key } = outbox.add(made(moveTo('in_progress')));
    await tick(1_999);
    expect(tries).toHaveLength(1);
    await tick(60_000);
    expect(tries.length).toBeGreaterThan(4);
    expect(outbox.entries).toMatchObject([{ state: 'pending' }]);
    place.answer = () => null;
    await tick(60_000);
    expect(outbox.entries[0]?.state).toBe('applied');
    expect(new Set(tries.map((it) => it.key))).toEqual(new Set([key]));
  }
});

test('however long a server asks to be left alone, what waits is tried again within 45 seconds', async () => {
  const { tries, place, open } = shop();
  const details = { retry_after_ms: 600_000 };
  place.answer = () => ({ kind: 'unavailable', status: 503, message: 'Busy', details, correlationId: '' });
  open().add(made(moveTo('in_progress')));
  await tick(45_100);
  expect(tries.length).toBeGreaterThan(1);
});

test('a card that somebody put on another day is not moved there without asking', async () => {
  const { tries, place, open } = shop();
  const outbox = open();
  place.appointment = { ...cardAt('scheduled', 2), date: '2025-09-23' };
  place.answer = ({ version }) => (version === 1 ? conflictWith(cardAt('scheduled', 2)) : null);
  outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(tries).toHaveLength(1);
  expect(outbox.entries).toMatchObject([{ state: 'refused', theirs: { date: '2025-09-23' } }]);

  place.offline = true;
  outbox.add(made(moveTo('in_progress')));
  await tick();
  place.offline = false;
  await tick(60_000);
  expect(outbox.entries).toMatchObject([{ state: 'conflicted', theirs: { date: '2025-09-23', version: 2 } }]);
});

test('an undo of what turned out to change nothing is not sent: it would take back an older change', () => {
  const entry = (id: string, change: Change) =>
    ({ id, change, cardId: 'a', expectedVersion: 3, state: 'pending', unsure: false }) as OutboxEntry;
  const list = [entry('1', { kind: 'reorder', position: 0 }), entry('2', { kind: 'undo', restore: undefined })];
  const answered = (version: number) => apply('1', { version } as Moved, 0)(list).map((it) => it.id);
  expect(answered(4)).toEqual(['1', '2']);
  expect(answered(3)).toEqual(['1']);
});

test('a card whose change meets a page that is no verdict lets those of other cards pass, and keeps its own order', async () => {
  const { tries, place, open } = shop();
  place.answer = ({ to }) => (to === 'no_show' ? { kind: 'protocol', status: 403, message: 'A page' } : null);
  const outbox = open();
  outbox.add(made(moveTo('no_show')));
  outbox.add(made(moveTo('scheduled'), 'no_show', 2));
  outbox.add(made(moveTo('in_progress'), 'scheduled', 1, 'b'));
  await tick(60_000);
  expect(outbox.entries.filter((it) => it.state !== 'applied').map((it) => it.state)).toEqual(['pending', 'pending']);
  expect(tries.map((it) => it.to).filter((it) => it !== 'no_show')).toEqual(['in_progress']);
  expect(tries.length).toBeGreaterThan(4);
  expect(tries.length).toBeLessThan(40);
  place.answer = () => null;
  await tick(60_000);
  expect(outbox.entries.filter((it) => it.state !== 'applied')).toEqual([]);
  expect(tries.slice(-2).map((it) => it.to)).toEqual(['no_show', 'scheduled']);
});
