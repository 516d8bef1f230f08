import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ATTEMPTS = 20;

/** A file system of limited size, which can shrink to what is on it, until not one more byte fits. */
export class LimitedDisk {
  readonly folder: string;
  readonly #bytes: number;

  private constructor(folder: string, bytes: number) {
    this.folder = folder;
    this.#bytes = bytes;
  }

  /** Why this machine cannot have one; undefined where it can. */
  static async obstacle(): Promise<string | undefined> {
    if (process.platform !== 'linux') return 'a file system of limited size is mounted on Linux only';
    if (process.geteuid?.() !== 0) return 'only root may mount a file system of limited size';
    const folder = await mkdtemp(join(tmpdir(), `edgar-test-${process.pid}-mount-`));
    try {
      await (await LimitedDisk.mount(folder, 1_000_000)).unmount();
      return undefined;
    } catch {
      return 'this machine does not allow to mount a file system';
    } finally {
      await rmdir(folder);
    }
  }

  static async mount(folder: string, bytes: number): Promise<LimitedDisk> {
    await mkdir(folder, { recursive: true });
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755`, 'tmpfs', folder]);
    const disk = new LimitedDisk(folder, bytes);
    // Never left behind, whatever ends the run.
    process.once('exit', disk.#end);
    return disk;
  }

  /** Leaves no room. A ballast file would do the same, and take gigabytes of memory to do it. @returns how many bytes are on it */
  async fill(): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      const { blocks, bfree, bsize } = await statfs(this.folder);
      const used = (blocks - bfree) * bsize;
      try {
        await this.#resize(used);
        return used;
      } catch (error) {
        // Somebody wrote in between, and what is there does not fit.
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async empty(): Promise<void> {
    await this.#resize(this.#bytes);
  }

  async #resize(bytes: number): Promise<void> {
    await run('mount', ['-o', `remount,size=${bytes}`, this.folder]);
  }

  async unmount(): Promise<void> {
    process.off('exit', this.#end);
    await run('umount', ['--lazy', this.folder]);
  }

  readonly #end = (): void => void execFileSync('umount', ['--lazy', this.folder]);
}
