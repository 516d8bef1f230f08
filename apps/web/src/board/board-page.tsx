import { addDays, dateInZone } from '@edgar-auto-shop/contract';
import { useStatusBoard } from '@edgar-auto-shop/react';
import { lazy, Suspense, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { OutboxDialog } from '../outbox/outbox-dialog.tsx';
import { setUrlState, useUrlState } from '../route/url-state.ts';
import { useKnownFilter } from '../technicians/use-known-filter.ts';
import { text } from '../text/text.ts';
import { BoardActionsProvider } from './board-context.ts';
import { BoardEmpty } from './board-empty.tsx';
import { BoardError } from './board-error.tsx';
import { BoardHeader } from './board-header.tsx';
import { BoardSkeleton } from './board-skeleton.tsx';
import { Columns } from './columns.tsx';
import { findCard } from './find-card.ts';
import { useBoardActionsOf } from './use-board-actions.ts';
import { useNow } from './use-now.ts';
import { useIdle, useOpeningKeys } from './use-opening-keys.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useUnsavedWarning } from './use-unsaved-warning.ts';
import './board.css';

const loadMenu = () => import('./move-menu.tsx');
const MoveMenu = lazy(() => loadMenu().then((it) => ({ default: it.MoveMenu })));
const loadDrawer = () => import('../appointments/job-drawer.tsx');
const JobDrawer = lazy(() => loadDrawer().then((it) => ({ default: it.JobDrawer })));
const loadNewJob = () => import('../appointments/new-job-dialog.tsx');
const NewJob = lazy(() => loadNewJob().then((it) => ({ default: it.NewJobDialog })));
const Shortcuts = lazy(() => import('./shortcuts-dialog.tsx').then((it) => ({ default: it.ShortcutsDialog })));

type Open = { what: 'menu'; cardId: string; anchor: HTMLElement } | { what: 'shortcuts' } | { what: 'outbox' } | null;

const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function BoardPage() {
  const { date: asked, job, tech, new: isNew } = useUrlState();
  useKnownFilter(tech);
  const status = useStatusBoard({ client, date: asked, techId: tech });
  const { board } = status;
  const main = useRef<HTMLElement>(null);
  const [open, setOpen] = useState<Open>(null);
  const now = useNow();
  const zone = board?.time_zone ?? localZone;
  const today = dateInZone(now, zone);
  const date = asked ?? board?.date ?? today;
  const goTo = (next: string) => setUrlState({ date: next === today ? undefined : next });
  const close = () => setOpen(null);
  const openNew = () => setUrlState({ new: '1' });
  const actions = useBoardActionsOf({
    status,
    filtered: tech !== undefined,
    open: (id) => setUrlState({ job: id }),
    openMenu: (cardId, anchor) => setOpen({ what: 'menu', cardId, anchor }),
  });
  useShortcuts({
    n: openNew,
    t: () => goTo(today),
    '[': () => goTo(addDays(date, -1)),
    ']': () => goTo(addDays(date, 1)),
    '?': () => setOpen({ what: 'shortcuts' }),
  });
  useUnsavedWarning(status.pending.length > 0 && !status.isKept);
  const menuCard = open?.what === 'menu' ? findCard(board, open.cardId) : undefined;
  // Failing to fetch them early is no failure: whoever opens one fetches it again.
  useIdle(board !== null, () => Promise.allSettled([loadMenu(), loadDrawer(), loadNewJob()]));
  const isOpening = menuCard !== undefined || open?.what === 'shortcuts' || (board && job);
  useOpeningKeys(board && isNew ? 'form' : isOpening ? 'part' : null, () => {
    close();
    setUrlState({ new: undefined, job: undefined });
  });
  const isEmpty = status.stats?.jobsToday === 0;

  return (
    <div className="page">
      <BoardHeader
        status={status}
        date={date}
        today={today}
        techId={tech}
        onDate={goTo}
        onTech={(id) => setUrlState({ tech: id })}
        onNew={openNew}
        onShortcuts={() => setOpen({ what: 'shortcuts' })}
        onOutbox={() => setOpen({ what: 'outbox' })}
      />
      <BoardActionsProvider value={actions}>
        <main ref={main} className="page-main" aria-label={text.board.label}>
          {board && !isEmpty && (
            <Columns
              key={`${board.date} ${tech ?? ''}`}
              board={board}
              pending={status.pending}
              now={board.date === today ? now : null}
              actions={actions}
            />
          )}
          {board && isEmpty && <BoardEmpty date={date} onNew={openNew} onDemo={() => void status.refresh()} />}
          {!board && status.error && <BoardError failure={status.error} onRetry={() => void status.refresh()} />}
          {!board && !status.error && <BoardSkeleton />}
        </main>
        <Suspense>
          {open?.what === 'menu' && menuCard && (
            <MoveMenu key={open.cardId} card={menuCard} anchor={open.anchor} container={main} onClose={close} />
          )}
          {isNew && board && (
            <NewJob
              date={date}
              timeZone={zone}
              onWritten={status.absorb}
              onClose={() => setUrlState({ new: undefined })}
            />
          )}
          {open?.what === 'outbox' && <OutboxDialog status={status} timeZone={zone} onClose={close} />}
          {open?.what === 'shortcuts' && <Shortcuts onClose={close} />}
          {job && board && (
            <JobDrawer key={job} id={job} status={status} onClose={() => setUrlState({ job: undefined })} />
          )}
        </Suspense>
      </BoardActionsProvider>
    </div>
  );
}
