import type { Moved } from '@edgar-auto-shop/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Change, Entries, OutboxEntry } from '../src/outbox/entry.ts';
import { planRebase } from '../src/outbox/rebase-plan.ts';
import { add, apply, claim, park, rebase, type Step } from '../src/outbox/steps.ts';
import { cardAt, conflictWith, made, moveTo, shop, tick } from './outbox-shop.ts';

const reorder: Change = { kind: 'reorder', position: 0 };
const undoOf = (undoes?: string): Change => ({ kind: 'undo', restore: undefined, undoes });

const put = (id: string, change: Change, expectedVersion: number): Step => {
  const at = new Date(0).toISOString();
  const fresh = { state: 'pending', tries: 0, unsure: false, waited: false, rebases: 0 } as const;
  const entry = { ...fresh, id, key: id, cardId: 'a', date: '', customer: '', at, change, expectedVersion };
  return add({ ...entry, before: undefined } satisfies OutboxEntry);
};
const sent = claim(0, undefined);
const answered = (id: string, version: number) => apply(id, { version } as Moved, 0);
const play = (...steps: Step[]): Entries => steps.reduce((list, step) => step(list), [] as Entries);
/** What is still to be sent, and from which version. */
const left = (entries: Entries) =>
  entries.filter((it) => !it.answer).map((it) => `${it.id} from ${it.expectedVersion}`);

describe('an undo is sent for the change that it was made for, and for no other', () => {
  test('what turned out to change nothing takes its undos along, those of two windows too', () => {
    const list = [put('place', reorder, 5), sent, put('undo', undoOf('place'), 6), put('undo too', undoOf('place'), 6)];
    expect(left(play(...list, answered('place', 6)))).toEqual(['undo from 6', 'undo too from 6']);
    expect(left(play(...list, answered('place', 5)))).toEqual([]);
  });

  test('what was made anew on another version is taken back from there, and once', () => {
    const list = [
      put('move', moveTo('ready'), 5),
      sent,
      put('undo', undoOf('move'), 6),
      put('undo too', undoOf('move'), 6),
    ];
    const moved = play(...list, rebase('move', 'new key', 8), sent, answered('move', 9));
    expect(left(moved)).toEqual(['undo from 9', 'undo too from 9']);
    expect(left(answered('undo', 10)(sent(moved)))).toEqual([]);
  });

  test('an undo of what was there before does not take back what came in between', () => {
    const list = [put('move', moveTo('ready'), 5), put('undo', undoOf(), 5), put('next', moveTo('completed'), 6)];
    expect(left(play(...list, sent, answered('move', 6)))).toEqual(['undo from 5', 'next from 6']);
    expect(left(play(...list, sent, rebase('move', 'new key', 8)))).toEqual([
      'move from 8',
      'undo from 5',
      'next from 9',
    ]);
  });

  test('what another window has added in between is not taken back either, nor where it is made anew', () => {
    const list = [
      put('move', moveTo('in_progress'), 5),
      sent,
      put('theirs', moveTo('ready'), 6),
      put('undo', undoOf('move'), 6),
    ];
    const moved = [...list, answered('move', 6), sent];
    expect(left(play(...moved, answered('theirs', 7)))).toEqual(['undo from 6']);
    expect(left(play(...moved, rebase('theirs', 'new key', 8)))).toEqual(['theirs from 8', 'undo from 6']);
  });

  test('an undo of an undo is one of its own', () => {
    const list = [put('undo', undoOf(), 5), put('again', undoOf(), 6), sent, answered('undo', 6)];
    expect(left(play(...list))).toEqual(['again from 6']);
  });

  test('what takes back something before it makes no sense to keep', () => {
    const kept = (undo: Change) =>
      planRebase(play(put('move', moveTo('in_progress'), 5), put('undo', undo, 6)), cardAt('scheduled', 9)).kind;
    expect([kept(undoOf('move')), kept(undoOf())]).toEqual(['possible', 'impossible']);
  });
});

test('a late verdict about a change that another window has brought through touches nothing after it', () => {
  const list = play(
    put('move', moveTo('ready'), 5),
    sent,
    answered('move', 6),
    put('next', moveTo('completed'), 6),
    sent,
  );
  const reason = { kind: 'expired' } as const;
  expect(park('move', { state: 'refused', reason, theirs: undefined, waited: true })(list)).toEqual(list);
  expect(rebase('move', 'new key', 3)(list)).toEqual(list);
});

describe('on the wire', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('an undo that comes behind another window’s move is refused, and the move stays', async () => {
    const { tries, place, open } = shop();
    place.answer = ({ to }) => (to === 'back' ? conflictWith(cardAt('in_progress', 6)) : null);
    const outbox = open();
    outbox.add(made(moveTo('in_progress'), 'scheduled', 5));
    outbox.add(made(undoOf(), 'scheduled', 5));
    await tick(1_000);
    expect(tries).toMatchObject([{ to: 'in_progress' }, { to: 'back', version: 5 }]);
    expect(outbox.entries).toMatchObject([
      { state: 'applied' },
      { state: 'refused', reason: { kind: 'version_conflict' } },
    ]);
  });
});
