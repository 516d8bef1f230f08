import type { Technician } from '@edgar-auto-shop/contract';
import type { Statement } from '../../db/database.ts';

/** What a booking must know of a technician. */
export interface BookedTechnician {
  id: string;
  name: string;
  is_active: boolean;
}

const COLUMNS = `id, version, name, color, is_active,
  wire_instant(created_at) as created_at, wire_instant(updated_at) as updated_at`;

/** For a change: bookings of the technician wait, the foreign keys of appointments that mention them don't. */
export const selectTechnicianForUpdate = (shopId: string, id: string): Statement => ({
  name: 'select-technician-for-update',
  text: `select ${COLUMNS} from technicians where shop_id = $1 and id = $2 for no key update`,
  values: [shopId, id],
});

/** Against other bookings of them and against renames, but not against the foreign keys of appointments that are moved. */
export const lockForBooking = (shopId: string, ids: string[]): Statement => ({
  name: 'lock-technicians-for-booking',
  text: `
    select id, name, is_active from technicians
    where shop_id = $1 and id = any ($2::uuid[]) order by id for no key update`,
  values: [shopId, ids],
});

/** @param isActive null means all */
export const techniciansThat = (shopId: string, isActive: boolean | null) => ({
  name: 'list-technicians',
  columns: COLUMNS,
  source: 'from technicians where shop_id = $1 and ($2::boolean is null or is_active = $2)',
  order: 'lower(name), id',
  values: [shopId, isActive],
});

export const insertTechnician = (shopId: string, technician: Technician): Statement => ({
  name: 'insert-technician',
  text: `
    insert into technicians (shop_id, id, version, name, color, is_active, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7)`,
  values: [shopId, ...fieldsOf(technician)],
});

export const updateTechnicianRow = (shopId: string, technician: Technician): Statement => ({
  name: 'update-technician',
  text: `
    update technicians set version = $3, name = $4, color = $5, is_active = $6, updated_at = $7
    where shop_id = $1 and id = $2`,
  values: [shopId, ...fieldsOf(technician)],
});

const fieldsOf = ({ id, version, name, color, is_active, updated_at }: Technician) => [
  id,
  version,
  name,
  color,
  is_active,
  updated_at,
];
