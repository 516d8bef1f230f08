import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-error.ts';

/**
 * Copies PostgreSQL's files to a folder that every user can read, once per version, and gives that folder.
 *
 * @param native The folder with bin, lib and share, about 60 MB.
 * @param name The copy's name; holds the version, so a new version gets a new copy.
 * @param complete Called with the finished copy before it gets its name.
 */
export async function copyToCache(
  native: string,
  name: string,
  complete: (copyDir: string) => Promise<unknown>,
): Promise<string> {
  const cache = await openCache();
  const target = join(cache, name);
  if (await holdsSameFiles(native, target)) return target;
  const fresh = await mkdtemp(join(cache, '.copy-'));
  try {
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true, force: true, filter: isWanted });
    await makeReadable(fresh);
    await complete(fresh);
    // What is there differs: a cleaner of old files took a part of it. Another process may be just as far as this one.
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await holdsSameFiles(native, target))) throw error;
  }
  return target;
}

/** Headers and static libraries only serve people who compile. */
function isWanted(path: string): boolean {
  return !path.endsWith('.a') && !path.endsWith('pkgconfig');
}

async function openCache(): Promise<string> {
  const root = process.geteuid?.() === 0;
  const home = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
  const places = [
    join(root ? '/var/cache' : home, 'edgar-auto-shop'),
    join(tmpdir(), `edgar-auto-shop-${process.geteuid?.() ?? 0}`),
  ];
  for (const place of places) if (await isOurs(place)) return place;
  throw new EmbeddedPostgresError(
    'no_binaries',
    `PostgreSQL's files cannot be run where they are, and none of these folders can take a copy: ${places.join(', ')}. ` +
      'Make one of them writable for this user alone (mode 755), or install the program outside a private home.',
  );
}

/**
 * /tmp is open to all: whoever makes this folder first, or puts a link in its place, would choose what we run.
 * So it counts only if it is a real folder, of this user, that nobody else can write.
 */
async function isOurs(place: string): Promise<boolean> {
  try {
    await mkdir(place, { recursive: true, mode: 0o755 });
    const entry = await lstat(place);
    if (!entry.isDirectory() || entry.uid !== process.geteuid?.()) return false;
    if ((entry.mode & 0o022) !== 0) return false;
    await chmod(place, 0o755);
    return true;
  } catch {
    return false;
  }
}

/** An install under umask 077 is closed to others; the copy must not be. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

async function holdsSameFiles(native: string, copy: string): Promise<boolean> {
  for (const entry of await readdir(native, { withFileTypes: true })) {
    const [from, to] = [join(native, entry.name), join(copy, entry.name)];
    if (!isWanted(from) || entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) {
      if (!(await holdsSameFiles(from, to))) return false;
      continue;
    }
    const [wanted, found] = await Promise.all([lstat(from), lstat(to).catch(() => undefined)]);
    if (wanted.size !== found?.size) return false;
  }
  return true;
}
