import { StatusBoardError } from '@edgar-auto-shop/client';
import { expect, test } from 'vitest';
import { fieldErrors } from './failure-text.ts';

const refusal = (fields: Record<string, string[]>) =>
  new StatusBoardError({
    kind: 'validation_error',
    status: 400,
    message: 'Something is wrong',
    details: { fields },
    correlationId: '',
  });

test('a limit of an amount is said in dollars, the rest in the server’s words', () => {
  const fields = {
    paid_cents: ['must be at most 1000000000'],
    est_minutes: ['must be at most 100000'],
    'service_codes.2': ['is not known'],
  };
  expect(fieldErrors(refusal(fields))).toEqual({
    paid_cents: 'At most $10,000,000',
    est_minutes: 'Must be at most 100000',
    service_codes: 'Is not known',
  });
});
