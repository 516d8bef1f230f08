import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-error.ts';

/** Whom PostgreSQL runs as, and how it learns that its parent died. */
export interface ServerAccount {
  /** Only when this process is root, which PostgreSQL refuses to be. */
  readonly ids?: { readonly uid: number; readonly gid: number };
  /** Put before a command: makes the kernel interrupt it when its parent dies. Empty where there is no setpriv. */
  readonly wrapper: readonly string[];
}

/**
 * A fixed environment: PG* variables of the shell must not reach PostgreSQL, nor secrets of the app; and with
 * LC_ALL unset macOS starts a thread that makes the postmaster refuse.
 */
const ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
const NOBODY = 65534;

/**
 * Decides whom PostgreSQL runs as. For root that is the owner of the existing data, so that one start with sudo
 * does not lock the usual user out, otherwise nobody.
 *
 * @throws EmbeddedPostgresError `cannot_leave_root` for root on a system other than Linux.
 */
export async function chooseAccount(pgdata: string): Promise<ServerAccount> {
  const wrapper = (await hasSetpriv()) ? ['setpriv', '--pdeathsig', 'INT', '--'] : [];
  if (process.geteuid?.() !== 0) return { wrapper };
  if (process.platform !== 'linux') {
    throw new EmbeddedPostgresError(
      'cannot_leave_root',
      'PostgreSQL does not run as root. Start the program as an ordinary user, without sudo.',
    );
  }
  const owner = await stat(pgdata).catch(() => undefined);
  if (owner && owner.uid !== 0) return { ids: { uid: owner.uid, gid: owner.gid }, wrapper };
  // Data that root owns was copied back by root, from a backup say: no PostgreSQL ever ran on it like that.
  if (owner) await promisify(execFile)('chown', ['-R', `${NOBODY}:${NOBODY}`, pgdata], { env: ENVIRONMENT });
  return { ids: { uid: NOBODY, gid: NOBODY }, wrapper };
}

async function hasSetpriv(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return promisify(execFile)('setpriv', ['--pdeathsig', 'INT', '--', 'true'], { env: ENVIRONMENT }).then(
    () => true,
    () => false,
  );
}

/**
 * How a command that was started in `folder` calls that folder. Nobody cannot walk through root's private home,
 * but a process keeps the working directory it was given before it left root, and /proc/self/cwd leads there
 * without passing a parent folder. It needs no namespace, which many containers forbid.
 */
export function nameOfWorkingFolder(account: ServerAccount, folder: string): string {
  return account.ids && existsSync('/proc/self/cwd') ? '/proc/self/cwd' : folder;
}

/** Starts a command as the account, in `cwd`, in a process group of its own so that Ctrl-C does not reach it. */
export function spawnAs(
  account: ServerAccount,
  command: readonly string[],
  cwd: string,
  stdio: SpawnOptions['stdio'] = 'pipe',
): ChildProcess {
  const [file = '', ...args] = [...account.wrapper, ...command];
  return spawn(file, args, { cwd, stdio, detached: true, env: ENVIRONMENT, ...account.ids });
}

/** Runs a command as the account to its end and gives its exit code and everything it said. */
export function runAs(
  account: ServerAccount,
  command: readonly string[],
  cwd: string,
  input = '',
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(account.ids ? cannotLeaveRoot(error) : error);
    let child: ChildProcess;
    try {
      child = spawnAs(account, command, cwd);
    } catch (error) {
      // Node throws some errors, EPERM among them, and emits others.
      fail(error as NodeJS.ErrnoException);
      return;
    }
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
    // A command that ends early closes its input; its exit code tells the story, not the broken pipe.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function cannotLeaveRoot(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'EPERM') return error;
  return new EmbeddedPostgresError(
    'cannot_leave_root',
    'PostgreSQL does not run as root, and this root may not become another user (a container without SETUID and ' +
      'SETGID?). Start the program as an ordinary user, or point DATABASE_URL at a PostgreSQL server.',
    { cause: error },
  );
}
