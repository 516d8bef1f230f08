import { spawn } from 'node:child_process';
import { on } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALL_FAULTS } from './faults/fault-kinds.ts';
import { type PlannedFault, planFaults } from './faults/plan-faults.ts';
import { Random } from './random.ts';
import { readArguments } from './read-arguments.ts';
import { noFigures } from './report/figures.ts';
import { Timeline } from './report/timeline.ts';
import { timelinePage } from './report/timeline-page.ts';
import { verdictOf } from './report/verdict.ts';
import { quietAfter } from './run-round.ts';
import { LimitedDisk } from './stage/limited-disk.ts';

function planned(seed: number, count: number): PlannedFault[] {
  const plan = planFaults(new Random(seed), ALL_FAULTS, 3);
  return Array.from({ length: count }, () => plan.next().value as PlannedFault);
}

test('a seed decides the plan, and no kind of fault comes again before all others came', () => {
  const faults = planned(7, 3 * ALL_FAULTS.length);
  expect(planned(7, faults.length)).toEqual(faults);
  expect(planned(8, faults.length)).not.toEqual(faults);
  for (let turn = 0; turn < 3; turn += 1) {
    const deck = faults.slice(turn * ALL_FAULTS.length, (turn + 1) * ALL_FAULTS.length);
    expect(deck.map(({ kind }) => kind).sort()).toEqual([...ALL_FAULTS].sort());
  }
});

test('the command line says what may be written instead of what was', () => {
  expect(() => readArguments(['--faults', 'kill-server,flood'])).toThrow('there is no "flood"');
  expect(() => readArguments(['--servers', '4'])).toThrow('--servers: write a whole number from 1 to 3');
  expect(() => readArguments(['--defect', 'none of ours'])).toThrow('There is no defect "none of ours"');
  expect(readArguments(['--moves', '1000000', '--seed', '5'])).toMatchObject({ moves: 1_000_000, seed: 5, servers: 2 });
  expect(readArguments(['--seed', '5'])).toMatchObject({ seconds: 60, judgesTimes: true });
  expect(readArguments(['--untimed'])).toMatchObject({ judgesTimes: false });
  expect(readArguments(['--help'])).toBe('help');
});

test('every fourth round is followed by quiet where times are judged, and every one where it is asked for', () => {
  const people = { clients: 20, readers: 2, listeners: 3, pauseMs: 4, mostFaults: 9, atLeast: {} };
  const quiet = (judgesTimes: boolean, rest: { quietMs?: number } = {}) =>
    [0, 1, 2, 3, 4].map((round) => quietAfter({ ...people, judgesTimes, ...rest }, round));
  expect(quiet(true)).toEqual([15_000, 0, 0, 0, 15_000]);
  expect(quiet(false)).toEqual([0, 0, 0, 0, 0]);
  expect(quiet(false, { quietMs: 12_000 })).toEqual([12_000, 12_000, 12_000, 12_000, 12_000]);
});

test('a run is sound only where something was tried and nothing was wrong', () => {
  const tried = { violations: [], surprises: [], faults: { retries: 1 }, figures: { ...noFigures(), acknowledged: 1 } };
  expect(verdictOf(tried)).toBe('sound');
  expect(verdictOf({ ...tried, faults: {} })).toBe('empty');
  expect(verdictOf({ ...tried, figures: noFigures() })).toBe('empty');
  expect(verdictOf({ ...tried, surprises: ['500'] })).toBe('broken');
  expect(verdictOf({ ...tried, violations: [{ invariant: 'I1', message: 'lost', slice: [] }] })).toBe('broken');
});

test('a limited disk can be full, and is as before afterwards', async (context) => {
  const obstacle = await LimitedDisk.obstacle();
  if (obstacle) return context.skip('this machine mounts no file system of limited size');
  const folder = await mkdtemp(join(tmpdir(), `edgar-test-${process.pid}-disk-`));
  const disk = await LimitedDisk.mount(folder, 8_000_000);
  try {
    const write = (name: string) => writeFile(join(folder, name), Buffer.alloc(1_000_000));
    await write('before');
    expect(await disk.fill()).toBeGreaterThanOrEqual(1_000_000);
    await expect(write('during')).rejects.toThrow('ENOSPC');
    await disk.empty();
    await write('after');
    expect((await readFile(join(folder, 'before'))).length).toBe(1_000_000);
  } finally {
    await disk.unmount();
    await rm(folder, { recursive: true });
  }
});

test('the clock of a program jumps when it is told to, and jumps back', async () => {
  const folder = await mkdtemp(join(tmpdir(), `edgar-test-${process.pid}-clock-`));
  const [file, clock] = [join(folder, 'offset'), new URL('./stage/shift-clock.ts', import.meta.url)];
  clock.search = encodeURIComponent(file);
  const program = `setInterval(() => console.log(Date.now(), new Date().getTime(), new Date(5).getTime(), Date.UTC(1970, 0)), 20)`;
  const child = spawn(process.execPath, ['--import', clock.href, '-e', program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const until = async (fits: (offBy: number) => boolean) => {
    for await (const [chunk] of on(child.stdout, 'data')) {
      const latest = String(chunk).trim().split('\n').at(-1) ?? '';
      const [now, date, fixed, zero] = latest.split(' ').map(Number);
      expect([fixed, zero]).toEqual([5, 0]);
      if (fits((now as number) - Date.now()) && fits((date as number) - Date.now())) return;
    }
  };
  try {
    const isNear = (offset: number) => (offBy: number) => Math.abs(offBy - offset) < 60_000;
    await until(isNear(0));
    await writeFile(file, '86400000');
    child.kill('SIGUSR2');
    await until(isNear(86_400_000));
    await writeFile(file, '0');
    child.kill('SIGUSR2');
    await until(isNear(0));
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
});

test('an hour needs no more of a timeline than a minute, and nothing of it is lost', () => {
  const timeline = new Timeline();
  for (let at = 0; at < 3_600_000; at += 1_000) timeline.add('client-1', at, at % 2_000 === 0 ? 'ok' : 'failed');
  const lane = timeline.lanes.get('client-1') ?? [];
  expect(lane.length).toBeLessThanOrEqual(900);
  expect(lane.reduce((sum, { ok }) => sum + ok, 0)).toBe(1_800);
  expect(lane.reduce((sum, { failed }) => sum + failed, 0)).toBe(1_800);
});

test('the page shows everybody, every fault and what must not be, and cannot be broken by what it shows', () => {
  const timeline = new Timeline();
  for (const name of ['client-1', 'server-1', 'reader-1', 'listener-1']) timeline.add(name, 100, 'ok');
  timeline.faults.push({ kind: 'kill-server', begunAt: 50, endedAt: 60, note: 'server 1 </svg>' });
  const violation = { invariant: 'I1' as const, message: 'lost <b>', slice: ['120.0–130.0 ms client-1 did it'] };
  timeline.rounds.push({ begunAt: 0, endedAt: 200, violations: [violation] });
  const rest = { surprises: [], faults: {}, skipped: [], serverOutput: '' };
  const page = timelinePage({ seed: 1, figures: noFigures(), violations: [violation], timeline, ...rest });
  for (const shown of [
    'client 1',
    'server 1',
    'reader 1',
    'listener 1',
    'kill-server',
    'lost &#60;b&#62;',
    'class="wrong"',
  ]) {
    expect(page).toContain(shown);
  }
  expect(page.match(/<\/svg>/g)).toHaveLength(1);
  expect(page).not.toMatch(/<script|https?:/);
});
