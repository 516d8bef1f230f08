import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../../test/embedded-tools.ts';
import { openServerLog } from './server-log.ts';

const at = '2026-11-22 05:32:35.686 UTC [9468]';

test("keeps the server's own lines, tells of fatal ones, and leaves out what quotes a customer", async () => {
  const path = join(await makeFolder(), 'postgres.log');
  const told: string[] = [];
  const log = openServerLog(path, (level, message) => told.push(`${level} ${message}`));
  log.write(`${at} 00000 LOG:  ready\n${at} 22P02 ERROR:  invalid input: "555-`);
  log.write(`0100"\n\tin two lines\n${at} XX001 ERROR:  invalid page in block 7\n`);
  log.write(`${at} 53300 FATAL:  sorry, too many clients already\n${at} 57P03 FATAL:  starting up\n`);
  log.close();
  const text = await readFile(path, 'utf8');
  expect(text).toContain('ready');
  expect(text).toContain('invalid page in block 7');
  expect(text).not.toMatch(/555|0100|two lines/);
  expect(told).toEqual(['error PostgreSQL FATAL 53300: sorry, too many clients already']);
});

test('never takes more than two files of 5 MB, and keeps the last run', async () => {
  const path = join(await makeFolder(), 'postgres.log');
  const line = `${at} 00000 LOG:  ${'x'.repeat(10_000)}\n`;
  const log = openServerLog(path, () => {});
  for (let i = 0; i < 1_200; i++) log.write(line);
  log.close();
  const sizes = await Promise.all([path, `${path}.1`].map(async (file) => (await stat(file)).size));
  for (const size of sizes) expect(size).toBeLessThan(5_100_000);
  openServerLog(path, () => {}).close();
  expect((await stat(`${path}.1`)).size).toBe(sizes[0]);
});
