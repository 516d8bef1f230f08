import type { Service } from '@edgar-auto-shop/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { failureMessage, fieldErrors } from '../api/failure-text.ts';
import { useSubmissionKeys } from '../api/use-submission-keys.ts';
import { faultInAmount } from '../format/amount-fault.ts';
import { moneyFromInput } from '../format/money.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import './services.css';

interface Props {
  name: string;
  onCancel: () => void;
  onCreated: (service: Service) => void;
}

interface Draft {
  name: string;
  code: string;
  price: string;
  minutes: string;
}

/** Of one service, as the API takes it. */
const MAX_MINUTES = 100_000;

/** A code that a person might have chosen: the first letters of the words. */
const suggestCode = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '')
    .slice(0, 6);

function missingIn({ name, code, price, minutes }: Draft): Record<string, string> {
  const say = text.newJob.missing;
  // A price is never left out by accident; zero is typed.
  const amount = price.trim() ? faultInAmount(price) : say.money;
  return {
    ...(name.trim() ? {} : { name: say.name }),
    ...(code.trim() ? {} : { code: say.code }),
    ...(amount ? { base_price_cents: amount } : {}),
    ...(/^\d+$/.test(minutes.trim()) && Number(minutes) <= MAX_MINUTES ? {} : { est_minutes: say.minutes }),
  };
}

export function NewServiceForm({ name, onCancel, onCreated }: Props) {
  const [draft, setDraft] = useState<Draft>({ name, code: suggestCode(name), price: '', minutes: '60' });
  const [missing, setMissing] = useState<Record<string, string>>({});
  const keyFor = useSubmissionKeys();
  const queries = useQueryClient();
  const creation = useMutation({
    mutationFn: () => {
      const body = {
        name: draft.name.trim(),
        code: draft.code.trim(),
        base_price_cents: moneyFromInput(draft.price) ?? 0,
        est_minutes: Number(draft.minutes),
      };
      return client.createService(body, { idempotencyKey: keyFor('service', body) });
    },
    onSuccess: (service) => {
      void queries.invalidateQueries({ queryKey: ['services'] });
      onCreated(service);
    },
  });
  const submit = () => {
    const found = missingIn(draft);
    setMissing(found);
    if (Object.keys(found).length === 0) creation.mutate();
  };
  const errors = { ...(creation.isError ? fieldErrors(creation.error) : {}), ...missing };
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const say = text.newJob;
  return (
    <fieldset className="inset">
      <legend className="sr-only">{say.newService('')}</legend>
      <TextField
        label={say.serviceName}
        value={draft.name}
        error={errors.name}
        autoFocus
        onChange={(it) => set({ name: it })}
      />
      <div className="field-row">
        <TextField label={say.code} value={draft.code} error={errors.code} onChange={(code) => set({ code })} />
        <TextField
          label={say.price}
          inputMode="decimal"
          value={draft.price}
          error={errors.base_price_cents}
          onChange={(price) => set({ price })}
        />
        <TextField
          label={say.minutes}
          inputMode="numeric"
          value={draft.minutes}
          error={errors.est_minutes}
          onChange={(minutes) => set({ minutes })}
        />
      </div>
      {creation.isError && (
        <p className="field-error" role="alert">
          {failureMessage(creation.error)}
        </p>
      )}
      <div className="inset-foot">
        <Button onClick={onCancel}>{say.cancel}</Button>
        <Button look="primary" disabled={creation.isPending} onClick={submit}>
          {say.addService}
        </Button>
      </div>
    </fieldset>
  );
}
