import { expect, test } from 'vitest';
import { NoStream } from '../src/listen.ts';
import { inStreamPlace } from '../src/stream-places.ts';

/** A browser of which all windows share its locks; Node has the same ones. */
const browser = { location: 'http://127.0.0.1:3000/', navigator } as Parameters<typeof inStreamPlace>[1];

function listener() {
  let end: () => void = () => {};
  const ended = new Promise<void>((done) => {
    end = done;
  });
  return { ended, end };
}

test('three windows listen, a fourth is told to ask instead, and has a place once one is free', async () => {
  const windows = [listener(), listener(), listener()];
  let listening = 0;
  const taken = windows.map(({ ended }) =>
    inStreamPlace(() => {
      listening += 1;
      return ended;
    }, browser),
  );
  await expect.poll(() => listening).toBe(3);
  await expect(inStreamPlace(async () => expect.fail('a fourth one listens'), browser)).rejects.toThrow(NoStream);
  windows[1]?.end();
  await taken[1];
  let fourth = false;
  await inStreamPlace(async () => {
    fourth = true;
  }, browser);
  expect(fourth).toBe(true);
  for (const { end } of windows) end();
  await Promise.all(taken);
});

test('what listening throws comes through, and gives the place back', async () => {
  for (let i = 0; i < 5; i += 1) {
    const broken = inStreamPlace(() => Promise.reject(new Error('cut off')), browser);
    await expect(broken).rejects.toThrow('cut off');
  }
});

test('outside of browsers nobody is counted', async () => {
  const windows = Array.from({ length: 8 }, listener);
  let listening = 0;
  const all = windows.map(({ ended }) =>
    inStreamPlace(() => {
      listening += 1;
      return ended;
    }),
  );
  await expect.poll(() => listening).toBe(8);
  for (const { end } of windows) end();
  await Promise.all(all);
});
