import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that does what it is told, one thing at a time. */
export interface Child<Task> {
  pid: number;
  ask<Answer>(task: Task): Promise<Answer>;
  stop(): Promise<void>;
}

type Reply = { value: unknown } | { error: string };

export function startChild<Task extends object>(script: URL): Child<Task> {
  const child = fork(script, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    pid: child.pid as number,
    async ask<Answer>(task: Task) {
      if (!child.connected) throw new Error(`${script.pathname.split('/').at(-1)} is not running`);
      const gone = new AbortController();
      const ended = once(child, 'exit', { signal: gone.signal }).then(
        (): never => {
          throw new Error(`${script.pathname.split('/').at(-1)} ended before it answered`);
        },
        () => new Promise<never>(() => {}),
      );
      child.send(task);
      try {
        const [reply] = (await Promise.race([once(child, 'message'), ended])) as [Reply];
        if ('error' in reply) throw new Error(reply.error);
        return reply.value as Answer;
      } finally {
        gone.abort();
      }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** The other end: answers every message with what `handle` gives, and ends when the parent is gone. */
export function answerTasks<Task>(handle: (task: Task) => Promise<unknown>): void {
  process.on('message', (task) => {
    handle(task as Task).then(
      (value) => process.send?.({ value }),
      (error: Error) => process.send?.({ error: error.stack ?? String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}
