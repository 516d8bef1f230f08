import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type Api, callers } from '../../model/open-front.ts';
import { addressOf, type ServerProcess, startProcess } from '../../server-process.ts';
import { announcement, type Defect, nodeArgumentsFor } from '../defect.ts';
import { PgProxy } from './pg-proxy.ts';

/** Compiled once for all servers of a run and of the next ones: half of what a start costs. */
const QUICK = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../../../node_modules/.cache/defects', import.meta.url)),
};

/** A server under test, as a process of its own. */
export interface RigServer {
  url: string;
  api: Api;
  process: ServerProcess;
}

/** What a workload plays on: databases, servers that may have a seeded bug, and the ways between them. */
export class Rig {
  readonly #clusterUrl: string;
  /** The seeded bug; none for the unchanged build. */
  readonly defect: Defect | undefined;
  readonly #databases: string[] = [];
  readonly #proxies: PgProxy[] = [];
  readonly #processes: ServerProcess[] = [];
  /** What was made, to be had again after `rewind`. */
  readonly #made: Promise<unknown>[] = [];
  #next = 0;
  #noted = '';

  /** @param clusterUrl of a PostgreSQL, of a role that may make databases */
  constructor(clusterUrl: string, defect?: Defect) {
    this.#clusterUrl = clusterUrl;
    this.defect = defect;
    process.once('exit', this.#abandon);
  }

  /** Whatever ends the run: no server is left behind. */
  readonly #abandon = () => {
    for (const { child } of this.#processes) child.kill('SIGKILL');
  };

  /** Starting servers is most of the work: from here on a workload that asks for the same gets the same again. */
  rewind(): void {
    this.#next = 0;
    for (const proxy of this.#proxies) proxy.onCommit = undefined;
  }

  #once<T>(make: () => Promise<T>): Promise<T> {
    if (this.#next === this.#made.length) this.#made.push(make());
    this.#next += 1;
    return this.#made[this.#next - 1] as Promise<T>;
  }

  /** An empty database; the first server on it makes the tables. @param settings for its sessions */
  database(settings: Record<string, string> = {}): Promise<string> {
    return this.#once(() => this.#database(settings));
  }

  async #database(settings: Record<string, string>): Promise<string> {
    const name = `defects_${randomBytes(6).toString('hex')}`;
    await this.sql(this.#clusterUrl, `create database ${name}`);
    for (const [setting, value] of Object.entries(settings))
      await this.sql(this.#clusterUrl, `alter database ${name} set ${setting} = '${value}'`);
    this.#databases.push(name);
    const url = new URL(this.#clusterUrl);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** A way to the database on which messages can be held, cut or put in between. */
  proxy(databaseUrl: string): Promise<{ proxy: PgProxy; url: string }> {
    return this.#once(() => this.#proxy(databaseUrl));
  }

  async #proxy(databaseUrl: string) {
    const url = new URL(databaseUrl);
    const proxy = await PgProxy.open(Number(url.port));
    this.#proxies.push(proxy);
    url.host = `127.0.0.1:${proxy.port}`;
    return { proxy, url: url.href };
  }

  /** @param program another one than the server's own, that prints its address alike */
  server(databaseUrl: string, program?: string): Promise<RigServer> {
    return this.#once(() => this.#server(databaseUrl, program));
  }

  /** One that a workload ends itself. */
  ownServer(databaseUrl: string): Promise<RigServer> {
    return this.#server(databaseUrl, undefined);
  }

  async #server(databaseUrl: string, program: string | undefined): Promise<RigServer> {
    const env = { PORT: '0', DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' };
    const nodeArguments = nodeArgumentsFor(this.defect);
    const started = startProcess({ ...QUICK, ...env }, [], {
      nodeArguments,
      ...(program === undefined ? {} : { program }),
    });
    this.#processes.push(started);
    const url = await addressOf(started);
    return { url, api: callers([url])[0] as Api, process: started };
  }

  /** Another program with the same bug, e.g. a client. */
  run(program: string, args: string[]): ServerProcess {
    const started = startProcess({ ...QUICK }, args, { nodeArguments: nodeArgumentsFor(this.defect), program });
    this.#processes.push(started);
    return started;
  }

  /** One statement as the owner, past row-level security. */
  async sql<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  get clusterUrl(): string {
    return this.#clusterUrl;
  }

  /** What a process printed that was not started here. */
  note(output: string): void {
    this.#noted += output;
  }

  /** What all processes printed. */
  get output(): string {
    return [...this.#processes.map((one) => one.output()), this.#noted].join('\n');
  }

  /** @throws Error where a change of the bug was never made: then whatever was found, it was not this bug */
  demandChanges(): void {
    const missing = (this.defect?.changes ?? []).filter((change) => !this.output.includes(announcement(change)));
    if (missing.length > 0) throw new Error(`never loaded: ${missing.map(announcement).join('\n')}\n${this.output}`);
  }

  async close(): Promise<void> {
    process.off('exit', this.#abandon);
    await Promise.all(this.#processes.map((one) => one.kill()));
    await Promise.all(this.#proxies.map((one) => one.close()));
    for (const name of this.#databases)
      await this.sql(this.#clusterUrl, `drop database if exists ${name} with (force)`);
  }
}
