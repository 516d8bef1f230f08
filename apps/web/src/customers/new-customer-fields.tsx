import type { ReactNode } from 'react';
import { text } from '../text/text.ts';
import { TextField } from '../ui/field.tsx';
import type { CustomerDraft } from './customer-draft.ts';

interface Props {
  draft: CustomerDraft;
  errors: Record<string, string>;
  onChange: (draft: CustomerDraft) => void;
  extra: ReactNode;
}

export function NewCustomerFields({ draft, errors, onChange, extra }: Props) {
  const say = text.newJob;
  const set = (change: Partial<CustomerDraft>) => onChange({ ...draft, ...change });
  return (
    <div className="inset">
      <div className="inset-head">
        <h3>{say.newCustomer('')}</h3>
        {extra}
      </div>
      <div className="field-row">
        <TextField
          label={say.name}
          value={draft.name}
          error={errors.name}
          autoFocus
          maxLength={200}
          onChange={(name) => set({ name })}
        />
        <TextField
          label={say.phone}
          hint={say.optional}
          type="tel"
          value={draft.phone}
          error={errors.phone}
          maxLength={200}
          onChange={(phone) => set({ phone })}
        />
      </div>
      <div className="field-row">
        <TextField
          label={say.email}
          hint={say.optional}
          type="email"
          value={draft.email}
          error={errors.email}
          maxLength={200}
          onChange={(email) => set({ email })}
        />
        <TextField
          label={say.address}
          hint={say.optional}
          value={draft.address}
          error={errors.address}
          maxLength={200}
          onChange={(address) => set({ address })}
        />
      </div>
    </div>
  );
}
