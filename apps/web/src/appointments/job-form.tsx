import type { Card, WrittenAppointment } from '@edgar-auto-shop/contract';
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import { failureMessage } from '../api/failure-text.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Conflict } from './conflict.tsx';
import { focusFault } from './focus-fault.ts';
import { JobFields } from './job-fields.tsx';
import { useJobEdit } from './use-job-edit.ts';

interface Props {
  card: Card;
  timeZone: string;
  onSaved: (written: WrittenAppointment) => void;
  /** Somebody else was faster: what they did should be looked up. */
  onConflict: () => void;
  /** Whether something was typed and not saved. */
  dirty: RefObject<boolean>;
  /** Above the fields, in what scrolls. */
  head: ReactNode;
  /** Below them. */
  tail: ReactNode;
  /** In the foot, while nothing is being changed. */
  actions: ReactNode;
}

export function JobForm({ card, timeZone, onSaved, onConflict, dirty, head, tail, actions }: Props) {
  const edit = useJobEdit(card, timeZone, { onSaved, onConflict });
  const say = text.job;
  const form = useRef<HTMLFormElement>(null);
  const showFault = () => focusFault(form.current);
  // Before the next key: an Escape right after the last letter finds it told.
  useLayoutEffect(() => {
    dirty.current = edit.dirty;
    return () => {
      dirty.current = false;
    };
  }, [dirty, edit.dirty]);
  return (
    <form
      ref={form}
      className="job-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (edit.dirty && !edit.save()) showFault();
      }}
    >
      <div className="dialog-body">
        {head}
        <JobFields draft={edit.draft} timeZone={timeZone} errors={edit.errors} onChange={edit.change} />
        {tail}
      </div>
      <div className="dialog-foot">
        {edit.conflict && (
          <Conflict
            edit={edit.conflict}
            timeZone={timeZone}
            onMine={() => edit.saveAnyway() || showFault()}
            onTheirs={edit.discard}
          />
        )}
        {edit.error !== undefined && !edit.conflict && (
          <p className="dialog-message" role="alert">
            {failureMessage(edit.error)}
          </p>
        )}
        {!edit.dirty && actions}
        {edit.dirty && !edit.conflict && (
          <>
            <Button disabled={edit.saving} onClick={edit.discard}>
              {say.discard}
            </Button>
            <Button type="submit" look="primary" disabled={edit.saving}>
              {edit.saving ? say.saving : say.save}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}
