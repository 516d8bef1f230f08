import type { NewService, Service } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/uuid.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { changeRecord } from '../records/record-door.ts';
import { insertService } from './sql.ts';
import { writeService } from './write-service.ts';

/** An hour: what a job takes when nobody says otherwise. */
const DEFAULT_MINUTES = 60;

/**
 * Adds a service to the price list.
 *
 * @throws ApiError `already_exists` where the code is taken, in any case
 */
export function createService(database: Database, ctx: RequestContext, input: NewService): Promise<WriteAnswer> {
  return changeRecord<Service>(database, ctx, { subject: 'service' }, async (tx, now) => {
    const after = {
      id: newId(),
      version: 1,
      code: input.code,
      name: input.name,
      description: input.description ?? null,
      base_price_cents: input.base_price_cents,
      est_minutes: input.est_minutes ?? DEFAULT_MINUTES,
      is_active: input.is_active ?? true,
      created_at: now,
      updated_at: now,
    };
    await writeService(tx, after.code, insertService(ctx.shop.id, after));
    return { kind: 'changed', type: 'created', before: null, after };
  });
}
