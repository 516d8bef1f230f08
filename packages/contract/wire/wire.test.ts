import { expect, test } from 'vitest';
import { WIRE_HISTORY, WIRE_VERSION } from '../src/wire-version.ts';
import { breakingChanges } from './compare-wire.ts';
import { describeWire, hashOf, type Wire } from './describe-wire.ts';
import { judge, readSnapshot } from './snapshot.ts';

const wire = describeWire();
const snapshot = readSnapshot(WIRE_VERSION);

test('the wire is as it was written down for its version', () => {
  expect(judge(snapshot, wire, WIRE_VERSION)).toBeNull();
});

test('the newest entry of the history is the current version, and none is left out', () => {
  expect(WIRE_HISTORY.map(({ version }) => version)).toEqual(
    Array.from({ length: WIRE_VERSION }, (_, i) => WIRE_VERSION - i),
  );
});

// biome-ignore lint/suspicious/noExplicitAny: the wire is doctored here, wherever a test wants
type Doctored = any;

function doctored(change: (wire: Doctored) => void): Wire {
  const copy = structuredClone(wire);
  change(copy);
  return copy;
}

const breaking: [string, (wire: Doctored) => void, RegExp][] = [
  ['a removed operation', (w) => delete w.operations.moveAppointment, /moveAppointment is gone/],
  ['another path', (w) => (w.operations.getBoard.path = '/board'), /getBoard: its path/],
  ['another method', (w) => (w.operations.updateService.method = 'POST'), /its method/],
  ['another status', (w) => (w.operations.createCustomer.status = 200), /its status/],
  ['no ETag any more', (w) => (w.operations.getStats.etag = false), /no ETag/],
  ['a field gone from an answer', (w) => delete w.schemas.Card.properties.notes, /answer.*notes: is gone/],
  ['a field that may be missing in an answer', (w) => w.schemas.Moved.required.pop(), /may be missing now/],
  [
    'an answer that may be null',
    (w) => (w.schemas.Moved.properties.date.type = ['string', 'null']),
    /null was not answered before/,
  ],
  [
    'a new value in an answer',
    (w) => w.schemas.HistoryItem.properties.type.enum.push('merged'),
    /"merged" was not answered before/,
  ],
  [
    'a number as text in an answer',
    (w) => (w.schemas.Stats.properties.jobsToday.type = 'string'),
    /string was not answered/,
  ],
  ['a field gone from a request', (w) => delete w.schemas.NewCustomer.properties.phone, /body\.phone: is gone/],
  [
    'a field newly required in a request',
    (w) => w.schemas.NewCustomer.required.push('phone'),
    /phone: is required now/,
  ],
  [
    'a value no longer taken',
    (w) => w.schemas.Move.properties.new_status.enum.pop(),
    /"no_show" is not taken any more/,
  ],
  [
    'null no longer taken',
    (w) => (w.schemas.NewCustomer.properties.phone.type = 'string'),
    /null is not taken any more/,
  ],
  ['a shorter text', (w) => (w.schemas.NewCustomer.properties.name.maxLength = 100), /maxLength is 100 now/],
  ['a smaller number', (w) => (w.schemas.Move.properties.position.maximum = 10), /maximum is 10 now/],
  ['a stricter pattern', (w) => (w.schemas.NewCustomer.properties.name.pattern = '^[a-z]+$'), /another pattern/],
  ['a required query', (w) => (w.operations.listServices.query.required = ['search']), /search: is required now/],
  [
    'a body where there was none',
    (w) => (w.operations.deleteService.body = { required: ['reason'] }),
    /body: is required now/,
  ],
];

test.each(breaking)('%s breaks clients and asks for a new version', (_, change, sentence) => {
  const after = doctored(change);
  expect(breakingChanges(wire, after).join('\n')).toMatch(sentence);
  expect(judge({ hash: hashOf(wire), wire }, after, 1)).toMatch(/raise WIRE_VERSION/);
});

const compatible: [string, (wire: Doctored) => void][] = [
  ['a new operation', (w) => (w.operations.another = { ...w.operations.getHealth, path: '/another' })],
  ['a new field in an answer', (w) => (w.schemas.Card.properties.color = { type: 'string' })],
  ['a new optional field in a request', (w) => (w.schemas.NewCustomer.properties.language = { type: 'string' })],
  ['a field no longer required in a request', (w) => w.schemas.Move.required.pop()],
  ['a longer text', (w) => (w.schemas.NewCustomer.properties.name.maxLength = 300)],
  ['a new value taken', (w) => w.schemas.Move.properties.new_status.enum.push('waiting')],
  ['an answer that is never null any more', (w) => (w.schemas.Card.properties.tech_id.type = 'string')],
  ['a new error', (w) => w.operations.getBoard.errors.push('not_found')],
];

test.each(compatible)('%s breaks nobody, but is to be written down', (_, change) => {
  const after = doctored(change);
  expect(breakingChanges(wire, after)).toEqual([]);
  expect(judge({ hash: hashOf(wire), wire }, after, 1)).toMatch(/has grown.*npm run wire/);
});

test('other words, and the order in which they stand, change nothing', () => {
  const [first] = Object.values(wire.operations);
  expect(JSON.stringify(first)).not.toMatch(/"description":"/);
  expect(judge({ hash: hashOf(wire), wire }, describeWire(), 1)).toBeNull();
});
