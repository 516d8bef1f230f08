import { randomId } from '@edgar-auto-shop/client';
import { useRef } from 'react';

/**
 * Idempotency-Keys for a form: the same content keeps its key over every try, whatever went wrong in between, so it is done
 * once; other content is another request and gets another key.
 */
export function useSubmissionKeys(): (step: string, body: unknown) => string {
  const keys = useRef(new Map<string, { content: string; key: string }>());
  return (step, body) => {
    const content = JSON.stringify(body);
    const known = keys.current.get(step);
    if (known?.content === content) return known.key;
    const key = randomId();
    keys.current.set(step, { content, key });
    return key;
  };
}
