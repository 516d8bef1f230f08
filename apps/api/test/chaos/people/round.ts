import type { Read, Write } from '@edgar-auto-shop/testing';

/** What a run's clients, readers and faults share. */
export class RunState {
  readonly writes: Write[] = [];
  readonly reads: Read[] = [];
  /** Unexpected answers: any is a failure of the run. */
  readonly surprises: string[] = [];
  /** When the server was killed, on the run's clock. */
  readonly kills: number[] = [];
  unavailable = 0;
  /** Writes sent and not yet answered. */
  inFlight = 0;
  /** When the latest write was acknowledged. */
  acknowledgedAt = 0;
  /** A blow is about to fall: clients send without a pause, so that it hits many. */
  isRushed = false;
  isOver = false;
  /** When even unsettled requests are given up, because the server seems not to come back. */
  givenUpAt = Number.POSITIVE_INFINITY;
  /** Writes sent so far, repetitions included. */
  attempts = 0;

  /** Milliseconds on a clock that never goes back. */
  readonly now = (): number => performance.now();

  nextAttemptId(client: string): string {
    this.attempts += 1;
    return `${client}.${this.attempts}`;
  }
}
