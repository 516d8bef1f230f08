import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

const SETUP = readFileSync(new URL('../../sql/limit-setup.sql', import.meta.url), 'utf8');
const MOVE = fileURLToPath(new URL('../../sql/limit-move.sql', import.meta.url));
const DATABASE = 'limit_of_a_move';

export const HOW_TO_GET_IT =
  'pgbench was not found, so what PostgreSQL itself gives is not measured. It comes with PostgreSQL: ' +
  'apt-get install postgresql-15 (Debian; any version), dnf install postgresql-contrib, brew install postgresql@18.';

/** The newest pgbench of this machine, or null. */
export function findPgbench(): string | null {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'pgbench'));
  const installed = [
    '/usr/lib/postgresql/*/bin/pgbench',
    '/usr/pgsql-*/bin/pgbench',
    '/opt/homebrew/opt/{postgresql,libpq}*/bin/pgbench',
    '/usr/local/opt/{postgresql,libpq}*/bin/pgbench',
  ].flatMap((pattern) => globSync(pattern).sort((a, b) => b.localeCompare(a, 'en', { numeric: true })));
  return [...installed, ...onPath].find((path) => existsSync(path)) ?? null;
}

/** What ran, in one line, e.g. `pgbench (PostgreSQL) 15.14`. */
export async function pgbenchVersion(pgbench: string): Promise<string> {
  return (await run(pgbench, ['--version'], {})).trim().split('\n')[0] ?? '';
}

/** Makes the tables of the limit, in a database of their own on the same server. */
export async function prepareLimit(url: string): Promise<void> {
  await withClient(url, (client) => client.query(`create database ${DATABASE}`));
  await withClient(onLimit(url), async (client) => {
    await client.query(SETUP);
    await client.query('vacuum analyze');
  });
}

/** Moves a second that PostgreSQL gives when nothing but the least is asked of it. */
export async function runPgbench(
  pgbench: string,
  url: string,
  { clients, boards, seconds }: { clients: number; boards: number; seconds: number },
): Promise<number> {
  const { hostname, port, username, password } = new URL(url);
  const where = ['-h', hostname, '-p', port, '-U', username];
  const how = ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', '2', '-T', `${seconds}`, '-D', `boards=${boards}`];
  const text = await run(pgbench, [...where, ...how, '-f', MOVE, DATABASE], {
    PGPASSWORD: decodeURIComponent(password),
  });
  const found = [...text.matchAll(/^tps = ([\d.]+)/gm)].at(-1);
  const failed = /number of failed transactions: ([1-9]\d*)/.exec(text);
  if (!found || failed) throw new Error(`pgbench said: ${text}`);
  return Number(found[1]);
}

function onLimit(url: string): string {
  const changed = new URL(url);
  changed.pathname = DATABASE;
  return changed.href;
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function run(program: string, args: string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${program}: ${err.slice(-2000)}`))));
  });
}
