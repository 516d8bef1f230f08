import type { NewTechnician, Technician } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/uuid.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { changeRecord } from '../records/record-door.ts';
import { insertTechnician } from './sql.ts';

/** Adds a technician, ready to be given work unless told otherwise. */
export function createTechnician(database: Database, ctx: RequestContext, input: NewTechnician): Promise<WriteAnswer> {
  return changeRecord<Technician>(database, ctx, { subject: 'technician' }, async (tx, now) => {
    const after = {
      id: newId(),
      version: 1,
      name: input.name,
      color: input.color ?? null,
      is_active: input.is_active ?? true,
      created_at: now,
      updated_at: now,
    };
    await tx.query(insertTechnician(ctx.shop.id, after));
    return { kind: 'changed', type: 'created', before: null, after };
  });
}
