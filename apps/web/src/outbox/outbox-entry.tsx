import { isParked, type OutboxEntry } from '@edgar-auto-shop/client/outbox';
import { formatDay, formatMoment } from '../format/time.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { isWorthAnotherTry, reasonOf, stateOf, whatOf } from './entry-words.ts';

interface Props {
  entry: OutboxEntry;
  /** The date on the screen; what was made on another one says so. */
  date: string | undefined;
  timeZone: string;
  onKeep: () => void;
  onDiscard: () => void;
}

/** One change that the server does not have: what it is, how far it has come, and what can be done with it. */
export function OutboxEntryView({ entry, date, timeZone, onKeep, onDiscard }: Props) {
  const say = text.outbox;
  const customer = entry.customer || text.job.title;
  const reason = reasonOf(entry);
  const isConflict = entry.state === 'conflicted' && !entry.follows;
  const again = isWorthAnotherTry(entry);
  return (
    <li className={`outbox-entry outbox-${entry.state}`}>
      <div className="outbox-head">
        <h3 className="outbox-customer">{customer}</h3>
        <span className="outbox-state">{stateOf(entry)}</span>
        {!entry.follows && (
          <IconButton
            icon="close"
            label={say.discard(customer)}
            className="outbox-discard"
            disabled={entry.state === 'sent'}
            onClick={onDiscard}
          />
        )}
      </div>
      <p className="outbox-what">{whatOf(entry)}</p>
      <p className="outbox-when">
        {say.madeAt(formatMoment(entry.at, timeZone))}
        {entry.date !== date && ` · ${say.onBoard(formatDay(entry.date))}`}
      </p>
      {reason && <p className="outbox-reason">{reason}</p>}
      {(isConflict || again) && (
        <div className="outbox-choice">
          <Button look="primary" onClick={onKeep}>
            {again ? text.connection.retry : say.keepMine}
          </Button>
          {isConflict && <Button onClick={onDiscard}>{say.takeTheirs}</Button>}
        </div>
      )}
      {isParked(entry) && !isConflict && !again && !entry.follows && (
        <div className="outbox-choice">
          <Button onClick={onDiscard}>{say.discardIt}</Button>
        </div>
      )}
    </li>
  );
}
