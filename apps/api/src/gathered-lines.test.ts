import { expect, test } from 'vitest';
import { GatheredLines } from './gathered-lines.ts';

function gathering() {
  const written: string[] = [];
  let flushed = 0;
  const lines = new GatheredLines({
    write: (text) => void written.push(text),
    flush: (done) => done(),
    flushSync: () => {
      flushed += 1;
    },
  });
  return { lines, written, flushed: () => flushed };
}

test('lines are written together, in order and whole', async () => {
  const { lines, written } = gathering();
  for (let i = 0; i < 10; i += 1) lines.write(`${i}\n`);
  expect(written).toEqual([]);
  await expect.poll(() => written).toEqual(['0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n']);
  lines.write('later\n');
  await expect.poll(() => written).toHaveLength(2);
});

test('many lines do not wait, so that memory stays small', () => {
  const { lines, written } = gathering();
  for (let i = 0; i < 1_000; i += 1) lines.write(`${'x'.repeat(99)}\n`);
  expect(written.length).toBeGreaterThan(4);
  expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(20_000);
});

test('a flush writes what waits, before it is done', async () => {
  const { lines, written, flushed } = gathering();
  lines.write('first\n');
  await new Promise<void>((done) => lines.flush(() => done()));
  expect(written).toEqual(['first\n']);
  lines.write('last\n');
  lines.flushSync();
  expect(written).toEqual(['first\n', 'last\n']);
  expect(flushed()).toBe(1);
});
