import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether PostgreSQL would take it for a uuid in its one usual spelling; another id is simply of nothing that there is. */
export const isUuid = (id: string): boolean => UUID.test(id);

/** A new id. They grow with time, so rows that were made together lie together. */
export const newId = (): string => v7();
