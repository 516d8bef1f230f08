import { STATUSES } from '@edgar-auto-shop/contract';
import { text } from '../text/text.ts';
import './board.css';
import './board-states.css';

const HEIGHTS = [3, 2, 2, 4, 1];

/** The shape of a board while the first one is on its way. */
export function BoardSkeleton() {
  return (
    <div className="board" role="status" aria-busy="true" aria-label={text.board.loading}>
      {STATUSES.map((status, column) => (
        <div key={status} className={`column column-${status}`}>
          <div className="column-head">
            <span className="column-dot" />
            {text.status[status]}
          </div>
          <div className="column-cards">
            {Array.from({ length: HEIGHTS[column] ?? 2 }, (_, i) => `${status}-${i}`).map((key) => (
              <div key={key} className="skeleton-card" />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
