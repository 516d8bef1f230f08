import { isParked } from '@edgar-auto-shop/client/outbox';
import { type Card, dateInZone, type WrittenAppointment } from '@edgar-auto-shop/contract';
import type { StatusBoard } from '@edgar-auto-shop/react';
import { type RefObject, useRef } from 'react';
import { useBoardActions } from '../board/board-context.ts';
import { dayButton } from '../board/day-button.ts';
import { findCard } from '../board/find-card.ts';
import { toastOutcome } from '../board/outcome-toast.ts';
import { formatDay } from '../format/time.ts';
import { setUrlState } from '../route/url-state.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { toasts } from '../ui/toast-store.ts';
import { CancelJob } from './cancel-job.tsx';
import { JobElsewhere } from './job-elsewhere.tsx';
import { JobForm } from './job-form.tsx';
import { JobHead } from './job-head.tsx';
import { JobHistory } from './job-history.tsx';
import './job-drawer.css';

interface Props {
  id: string;
  status: StatusBoard;
  onClose: () => void;
}

interface JobProps {
  status: StatusBoard;
  /** Closes it after the job left this board, and its card with it. */
  onGone: () => void;
  card: Card;
  timeZone: string;
  date: string;
  dirty: RefObject<boolean>;
}

/** Everything about one job: what it is, its fields, its history, and the ways to take things back. */
export function JobDrawer({ id, status, onClose }: Props) {
  const card = findCard(status.board, id);
  const dirty = useRef(false);
  const isGone = useRef(false);
  const leave = () => {
    isGone.current = true;
    onClose();
  };
  return (
    <Dialog
      title={card?.customer_name ?? text.job.title}
      closeLabel={text.job.close}
      size="side"
      unsaved={text.job.unsaved}
      isUnsaved={() => dirty.current}
      focusAfter={() => (isGone.current ? dayButton() : null)}
      onClose={onClose}
    >
      {card && status.board ? (
        <Job
          card={card}
          timeZone={status.board.time_zone}
          date={status.board.date}
          status={status}
          dirty={dirty}
          onGone={leave}
        />
      ) : (
        <JobElsewhere id={id} status={status} />
      )}
    </Dialog>
  );
}

function Job({ card, timeZone, date, status, dirty, onGone }: JobProps) {
  const actions = useBoardActions();
  const settled = status.pending.every((it) => it.cardId !== card.id || isParked(it));
  const undo = (version: number) => {
    void status.undo(card.id, version).then((outcome) => toastOutcome(card, outcome));
  };
  // Whoever's jobs are shown, this one is among them there.
  const goTo = (day: string) => {
    const isToday = day === dateInZone(Date.now(), timeZone);
    setUrlState({ date: isToday ? undefined : day, tech: undefined });
    dayButton()?.focus();
  };
  const saved = (written: WrittenAppointment) => {
    status.absorb(written);
    const { customer_name: customer } = card;
    const elsewhere = written.date !== date;
    if (elsewhere) {
      const message = text.job.rescheduled(customer, formatDay(written.date));
      toasts.show({ tone: 'plain', message, action: { label: text.job.goThere, run: () => goTo(written.date) } });
      onGone();
    } else toasts.show({ tone: 'plain', message: text.job.saved(customer) });
  };
  const cancelled = (written: WrittenAppointment) => {
    status.absorb(written, true);
    const action = { label: text.outcome.undo, run: () => undo(written.version) };
    toasts.show({ tone: 'plain', message: text.job.cancelled(card.customer_name), action });
    onGone();
  };
  return (
    <JobForm
      card={card}
      timeZone={timeZone}
      onSaved={saved}
      onConflict={() => void status.refresh()}
      dirty={dirty}
      head={<JobHead card={card} timeZone={timeZone} onMove={(to) => actions.move(card, to)} />}
      tail={<JobHistory id={card.id} version={card.version} settled={settled} timeZone={timeZone} />}
      actions={
        <>
          <CancelJob card={card} onCancelled={cancelled} />
          <span className="job-foot-gap" />
          <Button icon="undo" disabled={card.version === 1} onClick={() => undo(card.version)}>
            {text.job.undoLatest}
          </Button>
        </>
      }
    />
  );
}
