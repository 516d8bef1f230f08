import { isParked, type OutboxEntry } from '@edgar-auto-shop/client/outbox';
import type { StatusBoard } from '@edgar-auto-shop/react';
import { toastOutcome } from '../board/outcome-toast.ts';
import { text } from '../text/text.ts';
import { Icon } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { noteOn } from './entry-words.ts';
import { OutboxEntryView } from './outbox-entry.tsx';
import './outbox.css';

interface Props {
  status: StatusBoard;
  timeZone: string;
  onClose: () => void;
}

/** Every change that the server does not have yet. What needs somebody stands first. */
export function OutboxDialog({ status, timeZone, onClose }: Props) {
  const say = text.outbox;
  const { pending, isKept, board } = status;
  const keep = (entry: OutboxEntry) => {
    const card = { customer_name: entry.customer, status: entry.before?.status ?? 'scheduled' };
    const undo = (version: number) =>
      void status.undo(entry.cardId, version).then((outcome) => toastOutcome(card, outcome));
    void status.keepMine(entry.id).then((outcome) => {
      // What was refused again stands here with its reason.
      if (outcome.kind === 'applied') toastOutcome(card, outcome, undo);
    });
  };
  const list = [...pending.filter(isParked), ...pending.filter((it) => !isParked(it))];
  return (
    <Sheet title={say.title} closeLabel={say.close} onClose={onClose}>
      <div className="dialog-body">
        <p className={isKept ? 'outbox-note' : 'outbox-note outbox-note-unkept'}>
          <Icon name={list.length === 0 ? 'check' : isKept ? 'clock' : 'alert'} />
          {noteOn(list, isKept)}
        </p>
        <ul className="outbox-list" aria-label={say.title}>
          {list.map((entry) => (
            <OutboxEntryView
              key={entry.id}
              entry={entry}
              date={board?.date}
              timeZone={timeZone}
              onKeep={() => keep(entry)}
              onDiscard={() => status.discard(entry.id)}
            />
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
