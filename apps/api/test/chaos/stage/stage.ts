import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseBreak, TcpProxy } from '@edgar-auto-shop/testing';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/db/embedded/start-embedded-postgres.ts';
import { sinceBoot } from '../clock.ts';
import { type FaultKind, fitsEmbedded } from '../faults/fault-kinds.ts';
import { LimitedDisk } from './limited-disk.ts';
import { ServerUnderTest } from './server-under-test.ts';

/** What is to be set up. */
export interface StageWishes {
  servers: number;
  kinds: FaultKind[];
  /** Come before every program of the server in its command line. */
  nodeArguments: string[];
  /** Of the disk, where it has a limit. */
  diskBytes: number;
}

/** So few that a hog of locks leaves none free. */
const POOL_SIZE = 4;

/** PostgreSQL on a folder of its own, with real fsync. */
export interface RunningDatabase {
  dataDir: string;
  postgres: EmbeddedPostgres;
}

/**
 * What is under test, with a network in front of everything: clients → server → PostgreSQL. One server whose faults allow it
 * runs as it is shipped, with its own PostgreSQL inside; otherwise the servers share one.
 */
export class Stage {
  readonly folder: string;
  readonly wishes: StageWishes;
  readonly servers: ServerUnderTest[] = [];
  /** Between clients and each server. */
  readonly fronts: TcpProxy[] = [];
  /** Between each server and PostgreSQL; none where it is inside the server. */
  readonly backs: TcpProxy[] = [];
  /** Undefined where it is inside the server. */
  database: RunningDatabase | undefined;
  /** Follows the database, ready to take its place. */
  standby: RunningDatabase | undefined;
  disk: LimitedDisk | undefined;
  /** When servers may have lost connections to PostgreSQL, by the clock of the machine. */
  databaseBreaks: DatabaseBreak[] = [];
  #folders = 0;

  private constructor(folder: string, wishes: StageWishes) {
    this.folder = folder;
    this.wishes = wishes;
  }

  static async open(wishes: StageWishes): Promise<Stage> {
    // Named like the folders of other tests: the next run removes what a killed one left.
    const stage = new Stage(await mkdtemp(join(tmpdir(), `edgar-test-${process.pid}-chaos-`)), wishes);
    try {
      await stage.#build();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** What happened since it was asked for last. */
  takeBreaks(): DatabaseBreak[] {
    const taken = this.databaseBreaks;
    this.databaseBreaks = [];
    return taken;
  }

  /** Where PostgreSQL keeps its data now; another folder after a fail-over. */
  get dataDir(): string {
    return this.database?.dataDir ?? join(this.folder, 'data');
  }

  /** Of the owner, past every proxy. */
  get databaseUrl(): string {
    if (!this.database) throw new Error('PostgreSQL is inside the server');
    return this.database.postgres.url;
  }

  get output(): string {
    return this.servers.map(({ output }, i) => `server ${i + 1}:\n${output}`).join('\n');
  }

  /** A file whose number is the offset of the server's clock. */
  clockFile = (server: number): string => join(this.folder, `clock-${server}`);

  async startDatabase(dataDir: string, settings: Record<string, string> = {}): Promise<RunningDatabase> {
    const postgres = await startEmbeddedPostgres({ dataDir, settings });
    return { dataDir, postgres };
  }

  /** On the same disk as the first, where that is limited. */
  async newDataDir(): Promise<string> {
    this.#folders += 1;
    const dataDir = join(this.disk?.folder ?? this.folder, `standby-${this.#folders}`);
    await mkdir(dataDir);
    return dataDir;
  }

  async forget(dataDir: string): Promise<void> {
    if (dataDir !== this.disk?.folder) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    else await rm(join(dataDir, 'postgres'), { recursive: true, force: true, maxRetries: 5 });
  }

  async #build(): Promise<void> {
    const { servers, kinds } = this.wishes;
    const isEmbedded = servers === 1 && fitsEmbedded(kinds);
    if (!isEmbedded) {
      const dataDir = join(this.folder, 'data');
      if (kinds.includes('full-disk')) this.disk = await LimitedDisk.mount(dataDir, this.wishes.diskBytes);
      this.database = await this.startDatabase(dataDir);
    }
    for (let i = 0; i < servers; i += 1) {
      const server = new ServerUnderTest(await this.#environment(kinds, i), this.#arguments(i));
      this.servers.push(server);
      // The first makes the tables, so the others wait for it.
      await server.launch();
      this.fronts.push(await TcpProxy.open(server.port));
    }
  }

  async #environment(kinds: FaultKind[], server: number): Promise<Record<string, string>> {
    if (!this.database) return { DATA_DIR: join(this.folder, 'data') };
    const url = new URL(this.databaseUrl);
    const back = await TcpProxy.open(Number(url.port));
    back.onEnd = () => {
      const at = sinceBoot();
      this.databaseBreaks.push({ server, from: at, to: at });
    };
    this.backs.push(back);
    url.port = String(back.port);
    const pool: Record<string, string> = kinds.includes('exhaust') ? { DATABASE_POOL_SIZE: String(POOL_SIZE) } : {};
    return { DATABASE_URL: url.href, ...pool };
  }

  #arguments(server: number): string[] {
    const { nodeArguments, kinds } = this.wishes;
    if (!kinds.includes('clock-jump')) return nodeArguments;
    const clock = new URL('./shift-clock.ts', import.meta.url);
    clock.search = encodeURIComponent(this.clockFile(server));
    return ['--import', clock.href, ...nodeArguments];
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.standby?.postgres.stop();
    await this.database?.postgres.stop();
    await Promise.all([...this.fronts, ...this.backs].map((proxy) => proxy.close()));
    await this.disk?.unmount();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
