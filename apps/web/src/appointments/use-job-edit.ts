import { failureOf } from '@edgar-auto-shop/client';
import type { Card, WrittenAppointment } from '@edgar-auto-shop/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { fieldErrors } from '../api/failure-text.ts';
import { useSubmissionKeys } from '../api/use-submission-keys.ts';
import { changesIn, draftOf, type Errors, errorsIn, isDirty, type JobDraft } from './job-draft.ts';
import { type Edit, rebased } from './rebase.ts';

interface Sent {
  /** The job whose version it is saved over. */
  from: Card;
  draft: JobDraft;
  base: Card;
}

interface Ends {
  onSaved: (written: WrittenAppointment) => void;
  onConflict: () => void;
}

/**
 * A job being edited. Untouched, it follows the board; once somebody types, what was typed stays, and saving tells whether
 * the job changed underneath.
 */
export function useJobEdit(card: Card, timeZone: string, { onSaved, onConflict }: Ends) {
  const [edit, setEdit] = useState<Edit | null>(null);
  // Faults are shown once somebody tried, and go away as they are mended.
  const [tried, setTried] = useState(false);
  const [touched, setTouched] = useState(false);
  const keyFor = useSubmissionKeys();

  const saving = useMutation({
    mutationFn: ({ from, draft, base }: Sent) => {
      const body = { expected_version: from.version, ...changesIn(draft, base, timeZone) };
      return client.updateAppointment(card.id, body, { idempotencyKey: keyFor('save', body) });
    },
    onSuccess: (written, sent) => {
      // What was typed while it was being saved stays, now on top of what was saved.
      setEdit((now) => (now && now.draft !== sent.draft ? { draft: now.draft, base: written } : null));
      setTried(false);
      onSaved(written);
    },
    onError: (error) => {
      if (failureOf(error).kind === 'version_conflict') onConflict();
    },
  });

  const failure = saving.isError ? failureOf(saving.error) : undefined;
  const conflict = failure?.kind === 'version_conflict';
  // As soon as their change is here, drawn at once: fields that nobody touched would show what is not so any more.
  if (conflict && edit && edit.base.version !== card.version) setEdit(rebased(edit, card, timeZone));
  const { draft, base } = edit ?? { draft: draftOf(card, timeZone), base: card };

  /** @returns whether there was nothing to mend first */
  const save = (from: Card): boolean => {
    setTried(true);
    if (Object.keys(errorsIn(draft, timeZone)).length > 0) return false;
    setTouched(false);
    saving.mutate({ from, draft, base });
    return true;
  };
  const discard = () => {
    setEdit(null);
    setTried(false);
    saving.reset();
  };
  const missing: Errors = tried ? errorsIn(draft, timeZone) : {};
  return {
    draft,
    dirty: edit !== null && (conflict || isDirty(draft, base, timeZone)),
    saving: saving.isPending,
    error: saving.isError ? saving.error : undefined,
    /** What was typed, on top of what somebody else saved before; nothing where nobody did. */
    conflict: conflict ? (edit ?? undefined) : undefined,
    errors: { ...(saving.isError && !touched ? fieldErrors(saving.error) : {}), ...missing },
    change: (change: (draft: JobDraft) => JobDraft) => {
      setTouched(true);
      setEdit((now) => {
        const from = now ?? { draft: draftOf(card, timeZone), base: card };
        return { ...from, draft: change(from.draft) };
      });
    },
    save: () => save(base),
    /** Saves what was typed over what somebody else did meanwhile. */
    saveAnyway: () => {
      // Both may have typed the same, and then there is nothing to save.
      if (isDirty(draft, base, timeZone)) return save(card);
      discard();
      return true;
    },
    discard,
  };
}
