import { canTransition } from '@edgar-auto-shop/contract';
import { statusAfter } from './check-writes.ts';
import type { EventSeen, Outcome, Write } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellRename, tellWrite, type Violation } from './violation.ts';

type Refusal = Extract<Outcome, { kind: 'refused' }>;

/** I4: a refusal is right about what the card was at the version that it names. */
export function checkRefused({ history }: HistoryIndex): Violation[] {
  const cards = history.writes.flatMap((write): Violation[] => {
    const events = (history.events.get(write.card) ?? []).toSorted((a, b) => a.version - b.version);
    const wrong = refusalsOf(write).flatMap((refusal) => wrongIn(refusal, write, events) ?? [])[0];
    return wrong ? [{ invariant: 'I4', message: `card ${write.card} ${wrong}`, slice: tellWrite(write) }] : [];
  });
  const names = history.renames.flatMap((rename): Violation[] => {
    const [refusal] = refusalsOf(rename);
    const message = `customer ${rename.customer} ${unfounded(refusal)}`;
    return refusal ? [{ invariant: 'I4', message, slice: tellRename(rename) }] : [];
  });
  return [...cards, ...names];
}

const refusalsOf = ({ attempts }: { attempts: { outcome: Outcome<unknown> }[] }): Refusal[] =>
  attempts.flatMap(({ outcome }) => (outcome.kind === 'refused' ? [outcome] : []));

const unfounded = (refusal: Refusal | undefined) => `was refused as ${refusal?.code}, for which there is no reason`;

function wrongIn(refusal: Refusal, write: Write, events: EventSeen[]): string | undefined {
  const { code, sawVersion } = refusal;
  const upTo = events.filter(({ version }) => version <= (sawVersion ?? 0));
  switch (code) {
    // When it was there is `checkNotFound`'s.
    case 'not_found':
      return undefined;
    case 'version_conflict':
      if (sawVersion === write.expectedVersion) return `was refused for its version ${sawVersion}, which was expected`;
      return upTo.at(-1)?.version === sawVersion ? undefined : `was refused for version ${sawVersion}, which never was`;
    case 'invalid_transition': {
      const from = statusAfter(upTo);
      if (write.kind !== 'move') return unfounded(refusal);
      if (!from || !write.to || !canTransition(from, write.to)) return undefined;
      return `was refused a move from ${from} to ${write.to}, which the workflow allows`;
    }
    // That a change is too long ago does not come about within a run.
    case 'not_undoable':
      if (write.kind === 'undo' && upTo.at(-1)?.type === 'created') return undefined;
      return `was refused an undo of its version ${sawVersion}, which is no booking`;
    default:
      return unfounded(refusal);
  }
}
