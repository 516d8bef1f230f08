import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../src/db/embedded/start-embedded-postgres.ts';

export const isRoot = process.geteuid?.() === 0;

/** A folder for one test that only this user can enter, gone when the test is over or a later run finds it. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `edgar-test-${process.pid}-`));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

let pattern: Promise<string> | undefined;

/**
 * A folder like `makeFolder`'s, in which a program has been before: making its cluster takes longer than most tests, so it is
 * made once and copied. A test of the first start itself takes an empty folder.
 */
export async function makeUsedFolder(): Promise<string> {
  pattern ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), `edgar-test-${process.pid}-`));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    await (await startEmbeddedPostgres({ dataDir: folder })).stop();
    return folder;
  })();
  const folder = await makeFolder();
  // With its owners: the server's files belong to an account of its own where the tests run as root.
  await promisify(execFile)('cp', ['-a', `${await pattern}/.`, folder]);
  return folder;
}

/** Starts PostgreSQL for one test; stopped when it is over. */
export async function start(
  dataDir: string,
  options: Omit<EmbeddedPostgresOptions, 'dataDir'> = {},
): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...options });
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** Starts PostgreSQL inside a process of its own, the parent that a test may kill; `wrapper` is put before its command. */
export async function startParent(
  dataDir: string,
  wrapper: readonly string[] = [],
): Promise<{ url: string; pid: number; error?: string; parent: ChildProcess }> {
  const script = fileURLToPath(new URL('./embedded-process.ts', import.meta.url));
  const [file = '', ...args] = [...wrapper, process.execPath, script, dataDir];
  const parent = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    if (parent.exitCode !== null || parent.signalCode !== null) return;
    parent.kill('SIGTERM');
    await once(parent, 'exit');
  });
  let text = '';
  for await (const chunk of parent.stdout ?? []) {
    text += chunk;
    if (text.endsWith('\n')) break;
  }
  return { ...(JSON.parse(text) as { url: string; pid: number; error?: string }), parent };
}

/** Runs one statement on a connection of its own. */
export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Waits until something is true; fails after the given seconds. */
export async function until(what: string, seconds: number, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`);
    await delay(20);
  }
}

/** True while the process exists and is more than an entry waiting for its parent. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/^\d+ \(.*\) Z/.test(stat);
}
