import type { OutboxEntry } from '@edgar-auto-shop/client/outbox';
import { expect, test } from 'vitest';
import { noteOn, reasonOf, stateOf, whatOf } from './entry-words.ts';

const base: OutboxEntry = {
  id: '1',
  key: '1',
  cardId: 'a',
  date: '2025-09-20',
  change: { kind: 'move', to: 'ready', position: undefined },
  expectedVersion: 2,
  before: { status: 'in_progress', position: 0, check_in_at: null, check_out_at: null },
  customer: 'Ana Torres',
  at: '2025-09-20T17:00:00.000Z',
  state: 'pending',
  tries: 0,
  unsure: false,
  waited: false,
  rebases: 0,
};
test('what is said of them all fits what is among them', () => {
  const waiting: OutboxEntry = base;
  const refused: OutboxEntry = { ...base, state: 'refused' };
  const inConflict: OutboxEntry = { ...base, state: 'conflicted' };
  const promise = /saved once the server can be reached/;
  expect(noteOn([], true)).toBe('Everything is saved.');
  expect(noteOn([waiting], true)).toMatch(promise);
  for (const list of [[refused], [inConflict], [refused, inConflict]]) {
    expect(noteOn(list, true)).not.toMatch(promise);
    expect(noteOn(list, true)).toMatch(/until you decide/);
    expect(noteOn(list, false)).toMatch(/until you have decided/);
  }
  expect(noteOn([inConflict, waiting], true)).toMatch(/What waits is saved once .*; the rest needs your decision/);
  expect(noteOn([inConflict, waiting], false)).toMatch(/Leave this page open/);
});

const refusal = { status: 422, message: '', correlationId: '' };

test.each([
  [{}, 'In progress → Ready', 'Waiting'],
  [{ state: 'sent' }, 'In progress → Ready', 'Sending…'],
  [{ change: { kind: 'reorder', position: 2 }, state: 'conflicted' }, 'To place 3 in In progress', 'In conflict'],
  [{ change: { kind: 'undo', restore: undefined }, state: 'refused' }, 'Undo of its latest change', 'Not possible'],
] as [Partial<OutboxEntry>, string, string][])('%o is told as “%s”, “%s”', (news, what, state) => {
  expect(whatOf({ ...base, ...news })).toBe(what);
  expect(stateOf({ ...base, ...news })).toBe(state);
});

test.each([
  [
    { kind: 'protocol', status: 403, message: 'A page' },
    'Something between this device and the shop’s server turned it down (HTTP 403). It is tried again by itself.',
  ],
  [{ kind: 'internal_error' }, 'The server could not take it yet. It is tried again by itself.'],
  [undefined, undefined],
])('why it is not saved yet: %o', (reason, sentence) => {
  expect(reasonOf({ ...base, reason } as OutboxEntry)).toBe(sentence);
});

test('a card that is on another day now is said to be there', () => {
  const theirs = { status: 'scheduled', date: '2025-09-23' };
  const entry = { ...base, state: 'conflicted', theirs, reason: { ...refusal, kind: 'version_conflict' } };
  expect(reasonOf(entry as OutboxEntry)).toBe(
    'Somebody else moved this job to Tue, Sep 23 meanwhile. “Keep mine” changes it there.',
  );
});

test.each([
  [{ kind: 'invalid_transition', details: { from: 'ready', to: 'ready', allowed: [] } }, 'The job is “Ready” already.'],
  [
    { kind: 'invalid_transition', details: { from: 'completed', to: 'ready', allowed: [] } },
    'The job is “Completed” now, and stays there: it can’t go to “Ready”.',
  ],
  [
    { kind: 'invalid_transition', details: { from: 'scheduled', to: 'ready', allowed: ['in_progress', 'no_show'] } },
    'The job is “Scheduled” now. From there it can’t go to “Ready”, only to “In progress” or “No-show”.',
  ],
  [
    { kind: 'not_found', details: undefined },
    'Ana Torres isn’t on this board any more: cancelled, or moved to another day.',
  ],
  [{ kind: 'internal_error', details: undefined, message: 'It broke' }, 'Ana Torres could not be moved: It broke'],
  [{ kind: 'expired' }, 'This is more than 30 days old. Look at the job before you decide.'],
])('why it is not possible: %o', (reason, sentence) => {
  const entry = { ...base, state: 'refused', reason: { ...refusal, ...reason } } as OutboxEntry;
  expect(reasonOf(entry)).toBe(sentence);
  expect(reasonOf({ ...entry, follows: '0' })).toMatch(/made on top of the change above/);
});
