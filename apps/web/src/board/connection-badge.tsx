import type { Connection } from '@edgar-auto-shop/react';
import { formatTime } from '../format/time.ts';
import { text } from '../text/text.ts';
import { Icon } from '../ui/icon.tsx';

function words(connection: Connection, timeZone: string | undefined): string {
  const at = (since: number) => formatTime(since, timeZone ?? 'UTC');
  switch (connection.state) {
    case 'stale':
      return text.connection.stale(at(connection.since));
    case 'offline':
      return connection.since === null ? text.connection.offline : text.connection.offlineSince(at(connection.since));
    default:
      return text.connection[connection.state];
  }
}

interface Props {
  connection: Connection;
  timeZone: string | undefined;
  /** Changes that could not be delivered yet. */
  waiting: number;
  /** Changes that wait for somebody to choose. */
  parked: number;
  onOutbox: () => void;
  onRetry: () => void;
}

const isTroubled = ({ state }: Connection): boolean => state === 'stale' || state === 'offline' || state === 'error';

/** The quiet sign that what is on the screen is what the shop's server has. With a board on it, trouble gets the bar instead. */
export function ConnectionBadge({ connection, hasBoard }: Pick<Props, 'connection'> & { hasBoard: boolean }) {
  if (isTroubled(connection) && hasBoard) return null;
  return (
    <div className={`connection connection-${connection.state}`}>
      <span className="connection-dot" />
      <span className="connection-words">{words(connection, undefined)}</span>
    </div>
  );
}

function outboxWords(waiting: number, parked: number): string {
  const { waitingToBeSaved, needYou, both } = text.outbox;
  if (parked === 0) return waitingToBeSaved(waiting);
  return waiting === 0 ? needYou(parked) : both(waitingToBeSaved(waiting), needYou(parked));
}

/** Says since when the screen cannot be trusted (without a board the whole page does), what waits to be saved, and lets somebody press for more. */
export function ConnectionBar({ connection, timeZone, waiting, parked, onOutbox, onRetry }: Props) {
  const troubled = isTroubled(connection) && timeZone !== undefined;
  const hasOutbox = waiting + parked > 0;
  return (
    <div role="status">
      {(troubled || hasOutbox) && (
        <div className="trouble">
          <Icon name={connection.state === 'offline' ? 'offline' : 'alert'} />
          {troubled && <span>{words(connection, timeZone)}</span>}
          {hasOutbox && (
            <button type="button" className="trouble-outbox" aria-haspopup="dialog" onClick={onOutbox}>
              {outboxWords(waiting, parked)}
            </button>
          )}
          {(troubled || waiting > 0) && (
            <button type="button" className="trouble-retry" onClick={onRetry}>
              {text.connection.retry}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
