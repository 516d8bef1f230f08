import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type Api, callers } from '../../model/open-front.ts';
import { addressOf, type ServerProcess, startProcess } from '../../server-process.ts';
import { announcement, type TextChange } from './defect.ts';
import { PgProxy } from './pg-proxy.ts';

/** A server under test, as a process of its own. */
export interface RigServer {
  url: string;
  api: Api;
  process: ServerProcess;
}

/** What a workload plays on: databases, servers that may have a seeded bug, and the ways between them. */
export class Rig {
  readonly #clusterUrl: string;
  readonly #changes: TextChange[];
  readonly #databases: string[] = [];
  readonly #proxies: PgProxy[] = [];
  readonly #processes: ServerProcess[] = [];

  /** @param clusterUrl of a PostgreSQL, of a role that may make databases */
  constructor(clusterUrl: string, changes: TextChange[]) {
    this.#clusterUrl = clusterUrl;
    this.#changes = changes;
  }

  /** Before a program in a command line: what makes it have the bug. */
  get nodeArguments(): string[] {
    if (this.#changes.length === 0) return [];
    const hook = new URL('./load-defect.ts', import.meta.url);
    hook.search = encodeURIComponent(JSON.stringify(this.#changes));
    return ['--import', hook.href];
  }

  /** An empty database; the first server on it makes the tables. @param settings for its sessions */
  async database(settings: Record<string, string> = {}): Promise<string> {
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
  async proxy(databaseUrl: string): Promise<{ proxy: PgProxy; url: string }> {
    const url = new URL(databaseUrl);
    const proxy = await PgProxy.open(Number(url.port));
    this.#proxies.push(proxy);
    url.host = `127.0.0.1:${proxy.port}`;
    return { proxy, url: url.href };
  }

  /** @param program another one than the server's own, that prints its address alike */
  async server(databaseUrl: string, program?: string): Promise<RigServer> {
    const env = { PORT: '0', DATABASE_URL: databaseUrl, LOG_LEVEL: 'error', SHOP_TIME_ZONE: 'America/Los_Angeles' };
    const { nodeArguments } = this;
    const process = startProcess(env, [], { nodeArguments, ...(program === undefined ? {} : { program }) });
    this.#processes.push(process);
    const url = await addressOf(process);
    return { url, api: callers([url])[0] as Api, process };
  }

  /** Another program with the same bug, e.g. a client. */
  run(program: string, args: string[]): ServerProcess {
    const process = startProcess({}, args, { nodeArguments: this.nodeArguments, program });
    this.#processes.push(process);
    return process;
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

  /** What all processes printed. */
  get output(): string {
    return this.#processes.map((one) => one.output()).join('\n');
  }

  /** @throws Error where a change of the bug was never made: then whatever was found, it was not this bug */
  demandChanges(): void {
    const missing = this.#changes.filter((change) => !this.output.includes(announcement(change)));
    if (missing.length > 0) throw new Error(`never loaded: ${missing.map(announcement).join('\n')}\n${this.output}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.kill()));
    await Promise.all(this.#proxies.map((one) => one.close()));
    for (const name of this.#databases)
      await this.sql(this.#clusterUrl, `drop database if exists ${name} with (force)`);
  }
}
