import type { Service } from '@edgar-auto-shop/contract';
import type { Statement } from '../../db/database.ts';

/** What a booking takes over from the price list. */
export interface BookedService {
  id: string;
  code: string;
  name: string;
  base_price_cents: number;
  /** Of the codes that were asked for, those that mean this service: the database decides what case is. */
  asked: string[];
  was_booked: boolean;
}

/** A service with what decides between removing and retiring it. */
export type ServiceRow = Service & { was_booked: boolean };

// `pg` hands out a bigint as text; amounts are far below 2^53.
const COLUMNS = `id, version, code, name, description, base_price_cents::float8 as base_price_cents, est_minutes, is_active,
  wire_instant(created_at) as created_at, wire_instant(updated_at) as updated_at`;

export const selectService = (shopId: string, id: string): Statement => ({
  name: 'select-service',
  text: `select ${COLUMNS} from services where shop_id = $1 and id = $2`,
  values: [shopId, id],
});

/** For a change or the removal: bookings of the service wait, and are waited for. */
export const selectServiceForUpdate = (shopId: string, id: string): Statement => ({
  name: 'select-service-for-update',
  text: `select ${COLUMNS}, was_booked from services where shop_id = $1 and id = $2 for update`,
  values: [shopId, id],
});

/** From the first booking on a service is retired instead of deleted. In order of id, as all who lock several. */
export const markBooked = (shopId: string, codes: string[]): Statement => ({
  name: 'mark-services-booked',
  text: `
    with unbooked as (
      select id from services
      where shop_id = $1 and lower(code) in (select lower(c) from unnest($2::text[]) c) and is_active and not was_booked
      order by id for no key update
    )
    update services s set was_booked = true from unbooked u where s.shop_id = $1 and s.id = u.id`,
  values: [shopId, codes],
});

/** Against a change or the removal of a service, not against other bookings. */
export const shareServices = (shopId: string, codes: string[]): Statement => ({
  name: 'share-services',
  text: `
    select s.id, s.code, s.name, s.base_price_cents::float8 as base_price_cents, s.was_booked,
      (select array_agg(distinct c) from unnest($2::text[]) c where lower(c) = lower(s.code)) as asked
    from services s
    where s.shop_id = $1 and lower(s.code) in (select lower(c) from unnest($2::text[]) c) and s.is_active
    order by s.id for share of s`,
  values: [shopId, codes],
});

/**
 * @param pattern of what code, name or description contain; null means all
 * @param isActive null means all
 */
export const servicesMatching = (shopId: string, pattern: string | null, isActive: boolean | null) => ({
  name: 'list-services',
  columns: COLUMNS,
  source: `
    from services where shop_id = $1
      and ($2::text is null or code ilike $2 or name ilike $2 or description ilike $2)
      and ($3::boolean is null or is_active = $3)`,
  // Unique by itself.
  order: 'lower(code)',
  values: [shopId, pattern, isActive],
});

export const insertService = (shopId: string, service: Service): Statement => ({
  name: 'insert-service',
  text: `
    insert into services (shop_id, id, version, code, name, description, base_price_cents, est_minutes, is_active,
      created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
  values: [shopId, ...fieldsOf(service)],
});

export const updateServiceRow = (shopId: string, service: Service): Statement => ({
  name: 'update-service',
  text: `
    update services
    set version = $3, code = $4, name = $5, description = $6, base_price_cents = $7, est_minutes = $8, is_active = $9,
      updated_at = $10
    where shop_id = $1 and id = $2`,
  values: [shopId, ...fieldsOf(service)],
});

export const deleteServiceRow = (shopId: string, id: string): Statement => ({
  name: 'delete-service',
  text: 'delete from services where shop_id = $1 and id = $2',
  values: [shopId, id],
});

const fieldsOf = (service: Service) => [
  service.id,
  service.version,
  service.code,
  service.name,
  service.description,
  service.base_price_cents,
  service.est_minutes,
  service.is_active,
  service.updated_at,
];
