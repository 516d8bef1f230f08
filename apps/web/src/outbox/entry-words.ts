import { isOpen, isParked, type OutboxEntry } from '@edgar-auto-shop/client/outbox';
import { refusalMessage } from '../board/refusal-message.ts';
import { formatDay } from '../format/time.ts';
import { text } from '../text/text.ts';

const say = text.outbox;

/** What becomes of all of them: some are saved by themselves, others wait for somebody. */
export function noteOn(list: readonly OutboxEntry[], isKept: boolean): string {
  if (list.length === 0) return say.nothing;
  if (!list.some(isParked)) return isKept ? say.kept : say.unkept;
  if (list.every(isParked)) return isKept ? say.undecided : say.undecidedUnkept;
  return isKept ? say.mixed : say.mixedUnkept;
}

/** What somebody wanted, in a few words: `Scheduled → In progress`. */
export function whatOf({ change, before }: OutboxEntry): string {
  const from = before && text.status[before.status];
  switch (change.kind) {
    case 'move':
      return from ? say.move(from, text.status[change.to]) : say.moveTo(text.status[change.to]);
    case 'reorder':
      return from ? say.place(change.position + 1, from) : say.placeAnywhere(change.position + 1);
    case 'undo':
      return say.undo;
  }
}

/** How far it has come, in a word or two. */
export function stateOf({ state }: OutboxEntry): string {
  if (state === 'sent') return say.sending;
  if (state === 'conflicted') return say.conflicted;
  if (state === 'refused') return say.refused;
  return say.waiting;
}

/** Why it is not saved yet, or not sent any more, and what that means; nothing where nothing is to be said. */
export function reasonOf(entry: OutboxEntry): string | undefined {
  const { reason, theirs, customer, cardId, change } = entry;
  if (!reason) return undefined;
  if (entry.follows) return say.follows;
  if (isOpen(entry))
    return reason.kind === 'protocol' && reason.status > 0 ? say.turnedDown(reason.status) : say.heldUp;
  switch (reason.kind) {
    case 'expired':
      return say.expired;
    case 'other_database':
      return say.otherDatabase;
    case 'version_conflict':
      if (entry.state === 'conflicted' && theirs?.date && theirs.date !== entry.date)
        return say.movedTo(formatDay(theirs.date));
      if (entry.state === 'conflicted') return theirs ? say.changed(text.status[theirs.status]) : say.changedSomehow;
      return change.kind === 'undo' ? say.notYoursToUndo : say.elsewhere(theirs && text.status[theirs.status]);
    case 'invalid_transition': {
      const { from, to, allowed } = reason.details;
      if (from === to) return say.alreadyThere(text.status[from]);
      return say.notAllowed(
        text.status[from],
        text.status[to],
        allowed.map((it) => text.status[it]),
      );
    }
    default:
      return refusalMessage(customer || text.job.title, {
        cardId,
        kind: 'refused',
        failure: reason,
        card: theirs,
        follows: false,
      });
  }
}

/** Whether it was refused for a reason that may be gone by now, so that it is worth another try. */
export const isWorthAnotherTry = ({ state, reason, follows }: OutboxEntry): boolean =>
  state === 'refused' && !follows && ['internal_error', 'protocol', 'forbidden'].includes(reason?.kind ?? '');
