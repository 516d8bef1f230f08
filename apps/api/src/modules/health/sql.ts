import type { Statement } from '../../db/database.ts';

/** Which database this is, for a restored or replaced one has another id, and how far it is migrated. */
export const readState = (): Statement => ({
  name: 'read-state',
  text: 'select id, (select max(number) from migrations) as migration from database_identity',
  values: [],
});
