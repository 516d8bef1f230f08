import type { Vehicle } from '@edgar-auto-shop/contract';
import type { Statement } from '../../db/database.ts';

/** A vehicle as it is stored; its warnings are computed. */
export type VehicleRow = Omit<Vehicle, 'warnings'>;

/** What a card shows of its vehicle, and whose it is. */
export interface BookedVehicle {
  id: string;
  customer_id: string;
  year: number | null;
  make: string;
  model: string;
  license_plate: string | null;
}

const COLUMNS = `id, version, customer_id, license_plate, year, make, model, color, vin,
  wire_instant(created_at) as created_at, wire_instant(updated_at) as updated_at`;

export const selectVehicle = (shopId: string, id: string): Statement => ({
  name: 'select-vehicle',
  text: `select ${COLUMNS} from vehicles where shop_id = $1 and id = $2`,
  values: [shopId, id],
});

/** For a change: bookings of the vehicle wait, the foreign keys of appointments that mention it don't. */
export const selectVehicleForUpdate = (shopId: string, id: string): Statement => ({
  name: 'select-vehicle-for-update',
  text: `select ${COLUMNS} from vehicles where shop_id = $1 and id = $2 for no key update`,
  values: [shopId, id],
});

/** Against a change of the vehicle, not against other bookings. */
export const shareVehicle = (shopId: string, id: string): Statement => ({
  name: 'share-vehicle',
  text: `
    select id, customer_id, year, make, model, license_plate
    from vehicles where shop_id = $1 and id = $2 for share`,
  values: [shopId, id],
});

/**
 * @param pattern of what the plate, the VIN or "2020 Honda Civic" contain; null means all
 * @param customerId null means everybody's
 */
export const vehiclesMatching = (shopId: string, pattern: string | null, customerId: string | null) => ({
  name: 'list-vehicles',
  columns: COLUMNS,
  source: `
    from vehicles where shop_id = $1
      and ($2::text is null or license_plate ilike $2 or vin ilike $2 or concat_ws(' ', year, make, model) ilike $2)
      and ($3::uuid is null or customer_id = $3)`,
  order: 'lower(make), lower(model), year, id',
  values: [shopId, pattern, customerId],
});

export const insertVehicle = (shopId: string, vehicle: VehicleRow): Statement => ({
  name: 'insert-vehicle',
  text: `
    insert into vehicles (shop_id, id, version, customer_id, license_plate, year, make, model, color, vin,
      created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
  values: [shopId, ...fieldsOf(vehicle)],
});

export const updateVehicleRow = (shopId: string, vehicle: VehicleRow): Statement => ({
  name: 'update-vehicle',
  text: `
    update vehicles
    set version = $3, customer_id = $4, license_plate = $5, year = $6, make = $7, model = $8, color = $9, vin = $10,
      updated_at = $11
    where shop_id = $1 and id = $2`,
  values: [shopId, ...fieldsOf(vehicle)],
});

const fieldsOf = (vehicle: VehicleRow) => [
  vehicle.id,
  vehicle.version,
  vehicle.customer_id,
  vehicle.license_plate,
  vehicle.year,
  vehicle.make,
  vehicle.model,
  vehicle.color,
  vehicle.vin,
  vehicle.updated_at,
];
