import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system of limited size, which a ballast file can fill to the last byte. */
export class LimitedDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
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
    const disk = new LimitedDisk(folder);
    // Never left behind, whatever ends the run.
    process.once('exit', disk.#end);
    return disk;
  }

  /** Writes until nothing more fits. @returns how many bytes that took */
  async fill(): Promise<number> {
    const ballast = await open(this.#ballast, 'a');
    const chunk = Buffer.alloc(1 << 20);
    let written = 0;
    try {
      for (;;) written += (await ballast.write(chunk)).bytesWritten;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      return written;
    } finally {
      await ballast.close();
    }
  }

  async empty(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    process.off('exit', this.#end);
    await run('umount', ['--lazy', this.folder]);
  }

  readonly #end = (): void => void execFileSync('umount', ['--lazy', this.folder]);

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }
}
