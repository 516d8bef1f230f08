import type { IdempotencyKey } from '../request-context.ts';
import type { Statement } from './database.ts';

/**
 * Remembers the answer to a request that changed nothing under its key: asked again it is answered the same, whatever
 * happened since. (A refusal is not an answer to keep: it is judged again.)
 *
 * @param at a UTC instant
 */
export const keepAnswer = (shopId: string, key: IdempotencyKey, answer: string, at: string): Statement => ({
  name: 'keep-answer',
  text: `
    insert into unchanged_answers (shop_id, idempotency_key, request_hash, answer, at) values ($1, $2, $3, $4, $5)`,
  values: [shopId, key.key, key.requestHash, answer, at],
});
