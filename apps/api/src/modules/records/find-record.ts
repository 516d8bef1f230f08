import type { Statement, Tx } from '../../db/database.ts';
import { isUuid } from '../../db/uuid.ts';
import { notFound } from '../../errors.ts';

/**
 * One record by its id. A malformed id is never sent to the database: it is simply of nothing that there is.
 *
 * @param thing in the words of the board, e.g. `customer`
 * @param statement finds it in the caller's shop, by its id
 * @throws ApiError `not_found`
 */
export async function findRecord<R extends object>(
  tx: Tx,
  thing: string,
  id: string,
  statement: (id: string) => Statement,
): Promise<R> {
  const [record] = isUuid(id) ? await tx.query<R>(statement(id)) : [];
  if (!record) throw notFound(thing);
  return record;
}
