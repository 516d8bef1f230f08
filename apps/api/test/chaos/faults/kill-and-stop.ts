import { setTimeout as delay } from 'node:timers/promises';
import { runningDatabase, signalAll } from '../stage/database-processes.ts';
import type { ServerUnderTest } from '../stage/server-under-test.ts';
import type { Stage } from '../stage/stage.ts';
import type { Injection } from './injection.ts';

const serverOf = (stage: Stage, index: number): ServerUnderTest => stage.servers[index] as ServerUnderTest;

/** Whoever looks after a server starts it again at once. */
export const killServer: Injection = {
  async inject(stage, { server: index }, marks) {
    const server = serverOf(stage, index);
    marks.begin();
    server.signal('SIGKILL');
    await server.gone();
    marks.end();
    await server.launch();
    return `server ${index + 1}`;
  },
};

/** PostgreSQL is started again by the program that brought it. */
export const killDatabase: Injection = {
  async inject(stage, _fault, marks) {
    const pids = await runningDatabase(stage.dataDir);
    marks.begin();
    signalAll(pids, 'SIGKILL');
    marks.end();
    return `${pids.length} processes`;
  },
};

export const killAll: Injection = {
  async inject(stage, _fault, marks) {
    const pids = [...(await runningDatabase(stage.dataDir)), ...stage.servers.map(({ pid }) => pid)];
    marks.begin();
    signalAll(pids, 'SIGKILL');
    await Promise.all(stage.servers.map((server) => server.gone()));
    marks.end();
    await Promise.all(stage.servers.map((server) => server.launch()));
    return `${pids.length} processes`;
  },
};

export const stopServer: Injection = {
  async inject(stage, { server: index, forMs }, marks) {
    const server = serverOf(stage, index);
    marks.begin();
    server.signal('SIGSTOP');
    await delay(forMs);
    server.signal('SIGCONT');
    return `server ${index + 1} for ${forMs} ms`;
  },
};

export const stopDatabase: Injection = {
  async inject(stage, { forMs }, marks) {
    const pids = await runningDatabase(stage.dataDir);
    marks.begin();
    signalAll(pids, 'SIGSTOP');
    await delay(forMs);
    signalAll(pids, 'SIGCONT');
    return `${pids.length} processes for ${forMs} ms`;
  },
};
