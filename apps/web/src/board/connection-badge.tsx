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
  /** Changes that were tried and could not be delivered yet. */
  waiting: number;
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

/** Says since when the screen cannot be trusted (without a board the whole page does), what waits to be saved, and lets somebody press for more. */
export function ConnectionBar({ connection, timeZone, waiting, onRetry }: Props) {
  const troubled = isTroubled(connection) && timeZone !== undefined;
  return (
    <div role="status">
      {(troubled || waiting > 0) && (
        <div className="trouble">
          <Icon name={connection.state === 'offline' ? 'offline' : 'alert'} />
          <span>
            {troubled && words(connection, timeZone)}
            {troubled && waiting > 0 && ' · '}
            {waiting > 0 && text.connection.pending(waiting)}
          </span>
          <button type="button" className="trouble-retry" onClick={onRetry}>
            {text.connection.retry}
          </button>
        </div>
      )}
    </div>
  );
}
