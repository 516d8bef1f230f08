import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { medianOf } from '../figures/ratio.ts';

/** What the figures were taken on. No names of hosts, users or folders: reports are passed around. */
export interface Machine {
  cpu: string;
  memory: string;
  system: string;
  node: string;
  postgres: string;
  disk: string;
}

export async function describeMachine(databaseUrl: string, dataDir: string): Promise<Machine> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(`
    select current_setting('server_version') as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, current_setting('shared_buffers') as buffers`);
  await client.end();
  const { version, fsync, commit, buffers } = rows[0] as Record<string, string>;
  return {
    cpu: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: `PostgreSQL ${version}, embedded; fsync ${fsync}, synchronous_commit ${commit}, shared_buffers ${buffers}`,
    disk: `8 KiB written and synced in ${timeOfSync(dataDir).toFixed(2)} ms`,
  };
}

export function linesAbout(machine: Machine): string[] {
  return [`${machine.cpu}, ${machine.memory}, ${machine.system}, Node ${machine.node}`, machine.postgres, machine.disk];
}

/** Median of what a commit waits for at least, in milliseconds. It differs by a factor of a hundred between disks. */
function timeOfSync(folder: string): number {
  const path = join(folder, 'sync-test');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(8192, 1);
  const times = Array.from({ length: 50 }, () => {
    const started = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - started;
  });
  closeSync(file);
  rmSync(path);
  return medianOf(times);
}
