import { execFile } from 'node:child_process';
import { appendFile, chown, copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Client } from 'pg';
import { connectAsOwner } from './connect-as-owner.ts';
import type { RunningDatabase, Stage } from './stage.ts';

const run = promisify(execFile);
const NAME = 'standby';
const PATIENCE_MS = 30_000;
/** Of the log that the primary keeps for a standby that is still being made. */
const KEPT = '1GB';

/**
 * A standby of the running PostgreSQL, which from now on waits for it with every COMMIT. Made by hand, because the embedded
 * binaries have no pg_basebackup: https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function makeStandby(stage: Stage): Promise<RunningDatabase> {
  const primary = stage.database as RunningDatabase;
  const dataDir = await stage.newDataDir();
  const primaryData = join(primary.dataDir, 'postgres');
  const data = join(dataDir, 'postgres');
  const client = await connectAsOwner(primary.postgres.url);
  try {
    await allowReplication(client, primaryData);
    await client.query("select pg_backup_start('standby', true)");
    await copyCluster(primaryData, data);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeAs(data, 'backup_label', rows[0]?.labelfile ?? '');
    await writeAs(data, 'standby.signal', '');
    const { hostname, port, username, password } = new URL(primary.postgres.url);
    const way = `host=${hostname} port=${port} user=${username} password=${password} application_name=${NAME}`;
    await appendFile(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${way}'\n`);
    await copyFile(join(primary.dataDir, 'postgres-password'), join(dataDir, 'postgres-password'));
    const standby = await stage.startDatabase(dataDir);
    await waitUntilReplicating(client, "state = 'streaming'");
    await client.query(`alter system set synchronous_standby_names = '${NAME}'`);
    await client.query('select pg_reload_conf()');
    await waitUntilReplicating(client, "sync_state = 'sync'");
    return standby;
  } finally {
    await client.end();
  }
}

async function allowReplication(client: Client, data: string): Promise<void> {
  await appendFile(join(data, 'pg_hba.conf'), 'host replication all 127.0.0.1/32 scram-sha-256\n');
  await client.query(`alter system set wal_keep_size = '${KEPT}'`);
  // A primary that was a standby itself still names its own.
  await client.query('alter system reset synchronous_standby_names');
  await client.query('alter system reset primary_conninfo');
  await client.query('select pg_reload_conf()');
}

/** File by file while it is being written to; what changes meanwhile is put right from the log. */
async function copyCluster(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  // cp tells with a failure of files that went away while it copied; PostgreSQL says when one is really missing.
  await run('cp', ['-a', from, to]).catch(() => {});
  for (const name of ['postmaster.pid', 'postmaster.opts', 'pg_wal']) {
    await rm(join(to, name), { recursive: true, force: true });
  }
  await mkdirAs(to, 'pg_wal');
  await mkdirAs(to, join('pg_wal', 'archive_status'));
}

async function mkdirAs(data: string, name: string): Promise<void> {
  await mkdir(join(data, name), { mode: 0o700 });
  await own(data, name);
}

async function writeAs(data: string, name: string, text: string): Promise<void> {
  await writeFile(join(data, name), text, { mode: 0o600 });
  await own(data, name);
}

/** Whoever owns the folder owns what is in it: PostgreSQL does not run as root. */
async function own(data: string, name: string): Promise<void> {
  const { uid, gid } = await stat(data);
  await chown(join(data, name), uid, gid);
}

async function waitUntilReplicating(client: Client, how: string): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await delay(50)) {
    const { rows } = await client.query(`select 1 from pg_stat_replication where ${how}`);
    if (rows.length === 1) return;
  }
  throw new Error(`the standby is not there yet: ${how}`);
}
