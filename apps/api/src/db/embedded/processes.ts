import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process and its command line. */
export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/**
 * The name by which the processes of the server on `folder` (absolute, without links) are known: PostgreSQL shows it as
 * `cluster_name` in the command line of every one of its processes. The working folder would tell too, but in a
 * container root may not ask for that of another user's process (it takes SYS_PTRACE, which Docker withholds).
 */
export function serverTag(folder: string): string {
  return `edgar-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/** True for every process of the server on `folder`, also one that somebody started there by hand. */
export function servesFolder(command: string, folder: string): boolean {
  if (!/(^|\/)(postgres|postmaster|initdb|setpriv)(:| )/.test(command)) return false;
  const tag = serverTag(folder);
  return (
    `${command} `.includes(`cluster_name=${tag} `) ||
    command.startsWith(`postgres: ${tag}: `) ||
    `${command} `.includes(` -D ${folder} `)
  );
}

/** Every process that can be seen. */
export async function listProcesses(): Promise<RunningProcess[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    return Promise.all(pids.map(async (pid) => ({ pid, command: await commandOf(pid) })));
  }
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-axo', 'pid=,command='], { maxBuffer: 50_000_000 });
  return stdout.split('\n').map((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
}

/** The command line of a process; empty if there is none, or it is dead and waits for its parent. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.replaceAll('\0', ' ').trim();
  }
  return promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/** True for a process that is dead but still has its number, until its parent asks how it ended. */
export async function isDefunct(pid: number): Promise<boolean> {
  return /^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''));
}

/** Sends a signal; a process that is gone already, or belongs to someone else, is none of our business. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Whoever waits for its end finds out.
  }
}
