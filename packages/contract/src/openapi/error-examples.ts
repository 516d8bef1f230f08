import { card } from '../endpoints/examples.ts';
import { ERRORS, type ErrorCode, type ErrorDetails } from '../errors.ts';
import { invalidTransitionMessage } from '../rules/workflow.ts';
import type { Json } from './components.ts';

const details: { [C in keyof ErrorDetails]: ErrorDetails[C] } = {
  validation_error: { fields: { expected_version: ['is required'], 'service_codes.2': ['must not be empty'] } },
  version_conflict: {
    expected_version: 1,
    current_version: 2,
    current: { ...card, services: [...card.services], version: 2 },
  },
  already_exists: { field: 'code' },
  invalid_transition: { from: 'ready', to: 'ready', allowed: ['completed', 'in_progress'] },
  not_undoable: { reason: 'too_late' },
  rate_limited: { retry_after_ms: 12_000 },
  unavailable: { retry_after_ms: 1_000 },
};

/** What a failure with this code looks like on the wire. */
export function errorExample(code: ErrorCode): Json {
  const message = code === 'invalid_transition' ? invalidTransitionMessage('ready', 'ready') : ERRORS[code].description;
  const more: { [key: string]: Json } =
    code in details ? { details: details[code as keyof ErrorDetails] as unknown as Json } : {};
  return { ok: false, error: { code, message, ...more }, correlation_id: 'b5a1f0de' };
}
