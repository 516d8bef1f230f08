import { execFileSync, spawn } from 'node:child_process';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, isRoot, makeFolder, makeUsedFolder, start, startParent } from '../../../test/embedded-tools.ts';

test('starts on an empty folder, keeps its data over a restart, and loses no safety for speed', async () => {
  const folder = join(await makeFolder(), 'made', 'here');
  const first = await start(folder);
  await ask(first.url, "create table notes as select 'kept' as note");
  await first.stop();
  const second = await start(folder);
  expect(await ask(second.url, 'select note from notes')).toEqual([{ note: 'kept' }]);
  const settings = "'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'server_encoding'";
  expect(
    await ask(
      second.url,
      `select string_agg(name || '=' || setting, ' ' order by name) as s
    from pg_settings where name in (${settings})`,
    ),
  ).toEqual([{ s: 'data_checksums=on fsync=on full_page_writes=on server_encoding=UTF8 synchronous_commit=on' }]);
  expect(await ask(second.url, "select upper('ñandú') as upper, 'a' < 'B' as mixed")).toEqual([
    { upper: 'ÑANDÚ', mixed: false },
  ]);
});

test('only whoever knows the password comes in, and the password is in a file of its own', async () => {
  const folder = await makeFolder();
  const { url } = await start(folder);
  const wrong = new URL(url);
  wrong.password = 'guessed';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect((await stat(join(folder, 'postgres-password'))).mode & 0o777).toBe(0o600);
  expect((await readFile(join(folder, 'postgres-password'), 'utf8')).trim()).toBe(new URL(url).password);
  expect(await ask(url, "select current_setting('listen_addresses') as listens")).toEqual([{ listens: '127.0.0.1' }]);
});

test('a lost password file is replaced', async () => {
  const folder = await makeUsedFolder();
  const first = await start(folder);
  await first.stop();
  await writeFile(join(folder, 'postgres-password'), '');
  const second = await start(folder);
  expect(second.url).not.toBe(first.url);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test("starts inside root's private home, as a user who cannot enter it", async () => {
  const folder = await makeFolder();
  const { url, pid } = await start(join(folder, 'data'));
  const { uid, gid } = await stat(join(folder, 'data', 'postgres'));
  if (isRoot) expect(() => execFileSync('ls', [folder], { uid, gid, stdio: 'pipe' })).toThrow(/Permission denied/);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  if (process.platform !== 'linux') return;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  expect(status).not.toMatch(/^Uid:.*\t0(\t|$)/m);
});

test('Ctrl-C, which goes to a whole process group, does not reach PostgreSQL', async () => {
  const { pid } = await start(await makeUsedFolder());
  const groups = execFileSync('ps', ['-o', 'pgid=', '-p', `${process.pid},${pid}`], { encoding: 'utf8' });
  const [one, other] = groups.trim().split(/\s+/);
  expect(one).not.toBe(other);
});

test('a second server on the same folder is refused, by name and number, from this process and from another', async () => {
  const folder = await makeUsedFolder();
  const { error, parent } = await startParent(folder);
  expect(error).toBeUndefined();
  const refusal = new RegExp(`${folder} is in use by process ${parent.pid}.*Stop that one first.*DATA_DIR`);
  await expect(start(folder)).rejects.toThrow(refusal);
  const alsoRefused = await startParent(folder);
  expect(alsoRefused.error).toMatch(refusal);
  const own = await makeUsedFolder();
  await start(own);
  await expect(start(own)).rejects.toThrow(`in use by process ${process.pid}`);
});

test('what a dead server left behind does not count, even if its numbers belong to other processes now', async () => {
  const folder = await makeUsedFolder();
  const first = await start(folder);
  await first.stop();
  const data = join(folder, 'postgres');
  const { uid, gid } = await stat(data);
  const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
  try {
    await writeFile(join(folder, 'edgar.pid'), `${stranger.pid}\n`);
    await writeFile(join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n1700000000\n20000\n\n127.0.0.1\n`);
    const second = await start(folder);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.signalCode).toBeNull();
  } finally {
    stranger.kill('SIGKILL');
  }
});

test('root starts on data that root copied back from a backup', async (context) => {
  if (!isRoot) return context.skip('only root can own data that it may not serve');
  const folder = await makeUsedFolder();
  const first = await start(folder);
  await first.stop();
  execFileSync('chown', ['-R', '0:0', folder]);
  const second = await start(folder);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a first start that was killed in the middle is begun again', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'postgres.new', 'base'), { recursive: true });
  await writeFile(join(folder, 'postgres.new', 'PG_VERSION'), '18\n');
  const { url } = await start(folder);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('says which version made the data', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n');
  await expect(start(folder)).rejects.toThrow(/made by PostgreSQL 17, this program brings 18.*pg_dump/);
});

test('leaves folders of others alone', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres', 'holiday.jpg'), 'x');
  await expect(start(folder)).rejects.toThrow(/holds files, but not those of a PostgreSQL server/);
  const raw = await makeFolder();
  await writeFile(join(raw, 'PG_VERSION'), '18\n');
  await expect(start(raw)).rejects.toThrow(/itself the folder of a PostgreSQL server/);
});

test('says that a folder cannot be written, and what to do', async (context) => {
  if (isRoot) return context.skip('root may write anywhere');
  const closed = join(await makeFolder(), 'closed');
  await mkdir(closed, { mode: 0o500 });
  await expect(start(closed)).rejects.toThrow(/cannot be written by this user.*chown/s);
  await expect(start(join(closed, 'a', 'b'))).rejects.toThrow(/cannot be written by this user.*chown/s);
});

test('says what stands where the folder should be, and what to do', async () => {
  const folder = await makeFolder();
  const file = join(folder, 'file');
  await writeFile(file, '');
  const gone = join(folder, 'gone');
  await symlink('/no/such/disk', gone);
  const circle = join(folder, 'circle');
  await symlink(circle, circle);
  for (const [path, why] of [
    [file, `${file} is a file, not a folder`],
    [join(file, 'a', 'b'), `${file} is a file, not a folder`],
    [gone, `${gone} is a link to /no/such/disk, which is not there`],
    [join(gone, 'a'), `${gone} is a link to /no/such/disk, which is not there`],
    [circle, 'ELOOP'],
    [join(folder, 'x'.repeat(300)), 'ENAMETOOLONG'],
  ] as const) {
    const error = await start(path).catch((it: unknown) => it);
    expect(error, path).toMatchObject({ name: 'EmbeddedPostgresError', problem: 'not_a_folder' });
    const { message } = error as Error;
    expect(message).toContain(`The data folder ${path} cannot be used: `);
    expect(message).toContain(why);
    expect(message).toContain('Choose another folder with DATA_DIR');
  }
});

test('a place where nothing can be made ends the start instead of trying for ever', async (context) => {
  if (process.platform !== 'linux') return context.skip('only Linux has /proc');
  for (const path of ['/proc/x', '/proc/x/y'])
    await expect(start(path)).rejects.toThrow(isRoot ? /Nothing can be made in \/proc\..*DATA_DIR/ : /DATA_DIR/);
});

test('says that the disk is full', async (context) => {
  if (process.platform !== 'linux' || !isRoot) return context.skip('a small disk can only be mounted by root on Linux');
  const folder = await makeFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', folder]);
  } catch {
    return context.skip('this container does not allow mounting');
  }
  try {
    await expect(start(folder)).rejects.toThrow(/disk that holds the data folder .* is full.*Free some space/s);
  } finally {
    execFileSync('umount', [folder]);
  }
});
