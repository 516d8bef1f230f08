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

/**
 * Travels with the COMMIT of a transaction that only finds an answer and gives it again. Whoever was to have that answer first
 * may have been told "unknown", because the wait for a synchronous standby broke off; and PostgreSQL waits for nobody where nothing was
 * written (`RecordTransactionCommit` in its xact.c; an id of a transaction alone is not enough). So something is written, which
 * nobody reads: once it is on the standby, so is all before it.
 */
export const asDurableAsAChange: Statement = {
  name: 'as-durable-as-a-change',
  text: "select pg_logical_emit_message(true, 'edgar', '')",
  values: [],
};
