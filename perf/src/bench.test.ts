import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const BENCH = fileURLToPath(new URL('./bench.ts', import.meta.url));

test('every part of the benchmark runs and every answer is right', async () => {
  const bench = spawn(process.execPath, [BENCH, '--quick'], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void bench.kill('SIGTERM'));
  let told = '';
  for (const stream of [bench.stdout, bench.stderr]) stream.on('data', (chunk) => (told += chunk));
  const [code] = await once(bench, 'close');
  expect(code, told).toBe(0);
  const [, checked, wrong] = /([\d,]+) answers checked, (\d+) wrong/.exec(told) ?? [];
  expect(wrong, told).toBe('0');
  expect(Number(checked?.replaceAll(',', '')), told).toBeGreaterThan(500);
  for (const figure of [
    'moves on one board',
    'bytes ÷ bare',
    '304 ÷ bare',
    'while two processes change it, 304',
    'board after a change',
    'by another process',
    'its event',
    'p95 at 3 × capacity',
  ])
    expect(told).toContain(figure);
});
