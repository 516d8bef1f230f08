import type { Failure } from '@edgar-auto-shop/client';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import './board-states.css';

/** There is no board to show, and why. */
export function BoardError({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  const unreachable = failure.kind === 'network' || failure.kind === 'timeout' || failure.kind === 'unavailable';
  return (
    <div className="board-state">
      <span className="board-state-mark board-state-mark-problem">
        <Icon name="offline" size={28} />
      </span>
      <h2>{text.board.errorTitle}</h2>
      <p>{unreachable ? text.board.errorNetwork : text.board.errorOther}</p>
      <Button look="primary" onClick={onRetry}>
        {text.connection.retry}
      </Button>
    </div>
  );
}
