import type { Random } from '../random.ts';
import type { FaultKind } from './fault-kinds.ts';

/** One disturbance, with everything about it that a seed decides. */
export interface PlannedFault {
  kind: FaultKind;
  /** Pause before it, in milliseconds. */
  afterMs: number;
  /** How long it lasts, where it does not strike in an instant. */
  forMs: number;
  /** Which server or network it is for, where not all are meant. */
  server: number;
  /** A share, where it concerns some of many: connections that are cut. */
  share: number;
}

/**
 * Faults without end, each kind once before any comes again: a short run has as many kinds as it has time for, and a
 * long one has all of them alike.
 */
export function* planFaults(random: Random, kinds: readonly FaultKind[], servers: number): Generator<PlannedFault> {
  for (;;) {
    const deck = [...kinds];
    while (deck.length > 0) {
      const [kind] = deck.splice(random.below(deck.length), 1) as [FaultKind];
      yield {
        kind,
        afterMs: 300 + random.below(1_500),
        forMs: 500 + random.below(2_500),
        server: random.below(servers),
        share: 0.3 + 0.7 * random.next(),
      };
    }
  }
}
