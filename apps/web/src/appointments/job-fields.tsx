import { formatMoney, moneyFromInput, moneyToInput } from '../format/money.ts';
import { totalOf } from '../services/draft-line.ts';
import { ServicePicker } from '../services/service-picker.tsx';
import { TechnicianSelect } from '../technicians/technician-select.tsx';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Field, TextField } from '../ui/field.tsx';
import type { Errors, JobDraft } from './job-draft.ts';
import { WhenFields } from './when-fields.tsx';

interface Props {
  draft: JobDraft;
  timeZone: string;
  errors: Errors;
  /** What happens to the draft as it then is. */
  onChange: (change: (draft: JobDraft) => JobDraft) => void;
}

function PaidField({ draft, errors, onChange }: Omit<Props, 'timeZone'>) {
  const total = totalOf(draft.lines);
  const due = total - (moneyFromInput(draft.paid) ?? 0);
  const say = text.job;
  return (
    <div className="paid">
      <TextField
        label={say.paid}
        inputMode="decimal"
        value={draft.paid}
        error={errors.paid_cents}
        onChange={(paid) => onChange((before) => ({ ...before, paid }))}
      />
      <p className="paid-due tabular">
        {say.due} <strong>{formatMoney(Math.max(0, due))}</strong>
      </p>
      <Button
        disabled={due <= 0}
        onClick={() => onChange((before) => ({ ...before, paid: moneyToInput(totalOf(before.lines)) }))}
      >
        {say.payInFull}
      </Button>
    </div>
  );
}

export function JobFields({ draft, timeZone, errors, onChange }: Props) {
  return (
    <div className="form">
      <WhenFields
        when={draft.when}
        timeZone={timeZone}
        errors={errors}
        onChange={(change) => onChange((before) => ({ ...before, when: change(before.when) }))}
      />
      <TechnicianSelect
        value={draft.techId}
        error={errors.tech_id}
        onChange={(techId) => onChange((before) => ({ ...before, techId }))}
      />
      <ServicePicker
        lines={draft.lines}
        error={errors.service_codes}
        onChange={(change) => onChange((before) => ({ ...before, lines: change(before.lines) }))}
      />
      <PaidField draft={draft} errors={errors} onChange={onChange} />
      <Field label={text.job.notes} error={errors.notes}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            maxLength={10_000}
            value={draft.notes}
            onChange={({ target }) => onChange((before) => ({ ...before, notes: target.value }))}
          />
        )}
      </Field>
    </div>
  );
}
