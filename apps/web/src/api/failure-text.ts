import { failureOf } from '@edgar-auto-shop/client';
import { formatMoney } from '../format/money.ts';
import { text } from '../text/text.ts';

/** What to tell somebody whose form was not accepted. */
export function failureMessage(thrown: unknown): string {
  const failure = failureOf(thrown);
  const say = text.failure;
  switch (failure.kind) {
    case 'network':
      return say.network;
    case 'timeout':
      return say.timeout;
    case 'unavailable':
      return say.unavailable;
    case 'rate_limited':
      return say.rateLimited;
    case 'validation_error':
      return say.validation;
    case 'not_found':
      return say.notFound;
    case 'unauthenticated':
    case 'forbidden':
      return say.forbidden;
    default:
      return say.other(failure.message);
  }
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const TOO_MUCH = /^must be at most (\d+)$/;

/** The server counts in cents and names fields as programs do; a limit that is known is said as it is on the screen. */
function inOwnWords(field: string, said: string): string {
  const limit = field.endsWith('_cents') ? TOO_MUCH.exec(said)?.[1] : undefined;
  return limit ? text.newJob.missing.atMost(formatMoney(Number(limit))) : sentence(said);
}

/** What the server says is wrong with which field: the first sentence for each, items of a list counted to their list. */
export function fieldErrors(thrown: unknown): Record<string, string> {
  const failure = failureOf(thrown);
  if (failure.kind === 'already_exists') return { [failure.details.field]: failure.message };
  if (failure.kind !== 'validation_error') return {};
  const errors: Record<string, string> = {};
  for (const [path, messages] of Object.entries(failure.details?.fields ?? {})) {
    const name = path.split('.')[0] ?? path;
    errors[name] ??= inOwnWords(name, messages[0] ?? failure.message);
  }
  return errors;
}
