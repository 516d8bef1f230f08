import type { Customer, NewCustomer } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/uuid.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { changeRecord } from '../records/record-door.ts';
import { insertCustomer } from './sql.ts';

/** Adds a customer. Nothing of it need be unique: two may share a name and a phone. */
export function createCustomer(database: Database, ctx: RequestContext, input: NewCustomer): Promise<WriteAnswer> {
  return changeRecord<Customer>(database, ctx, { subject: 'customer' }, async (tx, now) => {
    const after = {
      id: newId(),
      version: 1,
      name: input.name,
      phone: input.phone ?? null,
      email: input.email ?? null,
      address: input.address ?? null,
      notes: input.notes ?? null,
      created_at: now,
      updated_at: now,
    };
    await tx.query(insertCustomer(ctx.shop.id, after));
    return { kind: 'changed', type: 'created', before: null, after };
  });
}
