import { type Board, STATUSES, type Status } from '@edgar-auto-shop/contract';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { text } from '../text/text.ts';
import { useScrollFade } from '../ui/use-scroll-fade.ts';
import { COLUMN_ATTRIBUTE } from './drag/hit-test.ts';

/** The column that begins nearest to the left edge of the board as it is scrolled now. */
function nearest(scroller: HTMLElement): Status {
  const { left } = scroller.getBoundingClientRect();
  let best: { status: Status; distance: number } | undefined;
  for (const column of scroller.querySelectorAll(`[${COLUMN_ATTRIBUTE}]`)) {
    const distance = Math.abs(column.getBoundingClientRect().left - left);
    const status = column.getAttribute(COLUMN_ATTRIBUTE) as Status;
    if (!best || distance < best.distance) best = { status, distance };
  }
  return best?.status ?? 'scheduled';
}

/** On a phone: which column is on the screen, and how many jobs the others have. The style sheet hides it elsewhere. */
export function ColumnTabs({ board, scroller }: { board: Board; scroller: RefObject<HTMLElement | null> }) {
  const [current, setCurrent] = useState<Status>('scheduled');
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setCurrent(nearest(element));
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scroller]);
  const tabs = useRef<HTMLElement>(null);
  useScrollFade(tabs);
  useEffect(() => {
    const tab = tabs.current?.querySelector<HTMLElement>(`.column-${current}`);
    if (tab && tabs.current) tabs.current.scrollTo({ left: tab.offsetLeft - 48 });
  }, [current]);
  const go = (status: Status) =>
    scroller.current
      ?.querySelector(`[${COLUMN_ATTRIBUTE}="${status}"]`)
      ?.scrollIntoView({ inline: 'start', block: 'nearest' });
  return (
    <nav ref={tabs} className="column-tabs scroll-fade" aria-label={text.board.label}>
      {STATUSES.map((status) => (
        <button
          key={status}
          type="button"
          className={`column-tab column-${status}`}
          aria-current={status === current}
          onClick={() => go(status)}
        >
          <span className="column-dot" />
          {text.status[status]}
          <span className="tabular">{board.columns[status].items.length}</span>
        </button>
      ))}
    </nav>
  );
}
