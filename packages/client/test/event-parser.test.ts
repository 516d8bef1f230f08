import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventParser } from '../src/event-parser.ts';

const all = (...pieces: string[]) => {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
};

test.each([
  ['an event with an id and a name', 'id: 7\nevent: change\ndata: {}\n\n', [{ event: 'change', data: '{}', id: '7' }]],
  ['CR and CRLF as ends of lines', 'data: a\r\rdata: b\r\n\r\n', [{ data: 'a' }, { data: 'b' }]],
  ['lines of data, joined', 'data: a\ndata:b\ndata\n\n', [{ data: 'a\nb\n' }]],
  ['one blank after the colon, and no more', 'data:  a\n\n', [{ data: ' a' }]],
  ['comments and unknown fields, left out', ': hello\nretry: 5\nx: y\ndata: a\n\n', [{ event: 'message', data: 'a' }]],
  ['an event without data, left out', 'event: change\n\ndata: a\n\n', [{ event: 'message', data: 'a' }]],
  ['an id that stays until there is another', 'id: 1\ndata: a\n\ndata: b\n\n', [{ id: '1' }, { id: '1' }]],
  ['an id with NUL, left out', 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n', [{ id: '1' }, { id: '1' }]],
  ['what is not complete, kept back', 'data: a\n', []],
])('reads %s', (_, text, expected) => {
  const found = all(text);
  expect(found).toHaveLength(expected.length);
  expect(found).toMatchObject(expected);
});

test('however the text is cut into pieces, the events are the same', () => {
  const lines = fc.constantFrom('data: é🙂', 'id: 1', 'event: change', '', 'data', ': x', 'data:b');
  const ends = fc.constantFrom('\n', '\r', '\r\n');
  const text = fc.array(fc.tuple(lines, ends).map(([line, end]) => line + end)).map((it) => it.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(60)), (whole, cuts) => {
      const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
      const pieces = at.slice(1).map((end, i) => whole.slice(at[i], end));
      expect(all(...pieces)).toEqual(all(whole));
    }),
    { numRuns: 500 },
  );
});
