import type { Statement } from '../../db/database.ts';
import { IDENTITY } from '../../db/identity.ts';

/** Which database this is, for a restored or replaced one has another id, and how far it is migrated. */
export const readState = (): Statement => ({
  name: 'read-state',
  text: `select ${IDENTITY} as id, (select max(number) from migrations) as migration from database_identity`,
  values: [],
});
