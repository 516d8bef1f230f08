import type { Statement, Tx } from '../../db/database.ts';
import { violatedConstraint } from '../../db/failures.ts';
import { alreadyExists } from '../../errors.ts';

/**
 * Writes a service whose code may be taken. Only the database can tell: another may be about to take it right now, and
 * is waited for. Nothing else can be done in the transaction after it refused.
 *
 * @throws ApiError `already_exists` of the field `code`
 */
export async function writeService(tx: Tx, code: string, statement: Statement): Promise<void> {
  try {
    await tx.query(statement);
  } catch (error) {
    if (violatedConstraint(error) !== 'services_code_key') throw error;
    throw alreadyExists('code', `There is a service with the code "${code}" already.`);
  }
}
