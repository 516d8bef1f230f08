// The process that disturbs: it holds servers, PostgreSQL and the networks between them, and does to them what it is told.
// It is neither under test nor one of the clients, so that nothing it does to others slows down itself.
import type { DatabaseBreak } from '@edgar-auto-shop/testing';
import { type InjectedFault, injectFault, prepareFault } from '../faults/inject-fault.ts';
import type { PlannedFault } from '../faults/plan-faults.ts';
import { Stage, type StageWishes } from './stage.ts';

/** What the stage can be told to do; each is answered once. */
export interface Orders {
  open(wishes: StageWishes): Promise<number[]>;
  /** Gets ready for a fault, where that takes time. */
  prepare(fault: PlannedFault): Promise<void>;
  inject(fault: PlannedFault): Promise<InjectedFault>;
  /** When servers may have lost connections to PostgreSQL since the last order, by the clock of the machine. */
  breaks(): Promise<DatabaseBreak[]>;
  output(): Promise<string>;
  close(): Promise<void>;
}

let stage: Stage | undefined;
const opened = (): Stage => {
  if (!stage) throw new Error('the stage is not open');
  return stage;
};

const orders: Orders = {
  async open(wishes) {
    stage = await Stage.open(wishes);
    return stage.fronts.map(({ port }) => port);
  },
  prepare: (fault) => prepareFault(opened(), fault),
  inject: (fault) => injectFault(opened(), fault, () => process.send?.({ begun: fault.kind })),
  breaks: async () => opened().takeBreaks(),
  output: async () => stage?.output ?? '',
  close: async () => stage?.close(),
};

process.on('message', ({ id, order, argument }: { id: number; order: keyof Orders; argument: never }) => {
  const done: Promise<unknown> = orders[order](argument);
  done.then(
    (value) => process.send?.({ id, value }),
    (error: Error) => process.send?.({ id, error: error.stack ?? String(error) }),
  );
});
// Whoever ends the whole group means the one who gives the orders; this process ends after it, and leaves nothing behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// Whoever gave the orders is gone: so are, by the handlers on 'exit', the servers and with them PostgreSQL.
process.on('disconnect', () => process.exit(1));
