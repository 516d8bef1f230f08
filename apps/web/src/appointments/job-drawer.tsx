import { isParked } from '@edgar-auto-shop/client/outbox';
import type { Card, WrittenAppointment } from '@edgar-auto-shop/contract';
import type { StatusBoard } from '@edgar-auto-shop/react';
import { type RefObject, useRef } from 'react';
import { useBoardActions } from '../board/board-context.ts';
import { findCard } from '../board/find-card.ts';
import { toastOutcome } from '../board/outcome-toast.ts';
import { formatDay } from '../format/time.ts';
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

interface JobProps extends Omit<Props, 'id'> {
  card: Card;
  timeZone: string;
  date: string;
  dirty: RefObject<boolean>;
}

/** Everything about one job: what it is, its fields, its history, and the ways to take things back. */
export function JobDrawer({ id, status, onClose }: Props) {
  const card = findCard(status.board, id);
  const dirty = useRef(false);
  return (
    <Dialog
      title={card?.customer_name ?? text.job.title}
      closeLabel={text.job.close}
      size="side"
      unsaved={text.job.unsaved}
      isUnsaved={() => dirty.current}
      onClose={onClose}
    >
      {card && status.board ? (
        <Job
          card={card}
          timeZone={status.board.time_zone}
          date={status.board.date}
          status={status}
          dirty={dirty}
          onClose={onClose}
        />
      ) : (
        <JobElsewhere id={id} status={status} />
      )}
    </Dialog>
  );
}

function Job({ card, timeZone, date, status, dirty, onClose }: JobProps) {
  const actions = useBoardActions();
  const settled = status.pending.every((it) => it.cardId !== card.id || isParked(it));
  const undo = (version: number) => {
    void status.undo(card.id, version).then((outcome) => toastOutcome(card, outcome));
  };
  const saved = (written: WrittenAppointment) => {
    status.absorb(written);
    const { customer_name: customer } = card;
    const elsewhere = written.date !== date;
    const message = elsewhere ? text.job.rescheduled(customer, formatDay(written.date)) : text.job.saved(customer);
    toasts.show({ tone: 'plain', message });
    if (elsewhere) onClose();
  };
  const cancelled = (written: WrittenAppointment) => {
    status.absorb(written, true);
    const action = { label: text.outcome.undo, run: () => undo(written.version) };
    toasts.show({ tone: 'plain', message: text.job.cancelled(card.customer_name), action });
    onClose();
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
