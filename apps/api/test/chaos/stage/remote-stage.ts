import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FaultKind } from '../faults/fault-kinds.ts';
import type { Orders } from './stage-process.ts';

const PROGRAM = fileURLToPath(new URL('./stage-process.ts', import.meta.url));

type Answer = PromiseWithResolvers<unknown>;
type News = { id: number; value?: unknown; error?: string } | { begun: FaultKind };

/** The stage in its process, as those see it who give the orders. */
export class RemoteStage {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, Answer>();
  #orders = 0;
  #said = '';
  /** Called at the moment when a fault begins. */
  onBegin: (kind: FaultKind) => void = () => {};

  /** @param nodeArguments for whatever of the server runs there: the embedded PostgreSQL */
  constructor(nodeArguments: string[]) {
    this.#child = fork(PROGRAM, { execArgv: nodeArguments, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#said = (this.#said + text).slice(-20_000);
      });
    }
    this.#child.on('message', (news: News) => this.#take(news));
    this.#child.on('exit', () => {
      for (const { reject } of this.#answers.values()) reject(new Error(`the stage's process ended:\n${this.#said}`));
    });
  }

  get said(): string {
    return this.#said;
  }

  tell<Order extends keyof Orders>(
    order: Order,
    ...[argument]: Parameters<Orders[Order]>
  ): Promise<Awaited<ReturnType<Orders[Order]>>> {
    if (!this.#child.connected) return Promise.reject(new Error(`the stage's process ended:\n${this.#said}`));
    this.#orders += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#answers.set(this.#orders, answer);
    this.#child.send({ id: this.#orders, order, argument });
    return answer.promise as Promise<Awaited<ReturnType<Orders[Order]>>>;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await this.tell('close').catch((error) => console.error(error));
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  #take(news: News): void {
    if ('begun' in news) {
      this.onBegin(news.begun);
      return;
    }
    const answer = this.#answers.get(news.id);
    this.#answers.delete(news.id);
    if (news.error === undefined) answer?.resolve(news.value);
    else answer?.reject(new Error(`the stage: ${news.error}`));
  }
}
