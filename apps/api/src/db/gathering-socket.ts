import { Socket } from 'node:net';

/**
 * A connection that sends at once what is written in one go. The driver sends every statement by itself: BEGIN and the
 * first statement, the last statement and COMMIT. Each would be a system call of its own and, dearer, wake PostgreSQL to
 * answer it and fall asleep again. Promises that are kept already still count as the same go.
 */
export class GatheringSocket extends Socket {
  #gathering = false;

  // biome-ignore lint/suspicious/noExplicitAny: overloaded, and passed on as it came
  override connect(...where: any[]): this {
    super.connect(...(where as [never]));
    // Connecting puts Node's own `write` on the object, in front of the one below.
    Reflect.deleteProperty(this, 'write');
    return this;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the same
  override write(...written: any[]): boolean {
    this.#gather();
    return super.write(...(written as Parameters<Socket['write']>));
  }

  /** The driver does so around the parts of one statement, and would send them when it is done with them. */
  override cork(): void {
    this.#gather();
    super.cork();
  }

  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    super.cork();
    // A tick may come before the promises that are kept already; the one that a promise asks for comes after them all.
    const send = () => {
      this.#gathering = false;
      this.uncork();
    };
    process.nextTick(queueMicrotask, () => process.nextTick(send));
  }
}
