import type { Customer } from '@edgar-auto-shop/contract';
import type { Statement } from '../../db/database.ts';

/** What a card shows of its customer. */
export interface BookedCustomer {
  id: string;
  name: string;
  phone: string | null;
}

const COLUMNS = `id, version, name, phone, email, address, notes,
  wire_instant(created_at) as created_at, wire_instant(updated_at) as updated_at`;

export const selectCustomer = (shopId: string, id: string): Statement => ({
  name: 'select-customer',
  text: `select ${COLUMNS} from customers where shop_id = $1 and id = $2`,
  values: [shopId, id],
});

/** For a change: bookings of the customer wait, the foreign keys of rows that mention it don't. */
export const selectCustomerForUpdate = (shopId: string, id: string): Statement => ({
  name: 'select-customer-for-update',
  text: `select ${COLUMNS} from customers where shop_id = $1 and id = $2 for no key update`,
  values: [shopId, id],
});

/** Against a rename, not against other bookings. */
export const shareCustomer = (shopId: string, id: string): Statement => ({
  name: 'share-customer',
  text: 'select id, name, phone from customers where shop_id = $1 and id = $2 for share',
  values: [shopId, id],
});

/**
 * @param pattern of what name, phone, e-mail or a plate contain; null means all
 * @param digits of what a phone contains once its punctuation is gone; null where the search is no phone
 */
export const customersMatching = (shopId: string, pattern: string | null, digits: string | null) => ({
  name: 'list-customers',
  columns: COLUMNS,
  source: `
    from customers c where shop_id = $1 and (
      $2::text is null or name ilike $2 or phone ilike $2 or email ilike $2 or phone_digits like $3
      or exists (
        select from vehicles v where v.shop_id = $1 and v.customer_id = c.id and v.license_plate ilike $2
      )
    )`,
  order: 'lower(name), id',
  values: [shopId, pattern, digits],
});

export const insertCustomer = (shopId: string, customer: Customer): Statement => ({
  name: 'insert-customer',
  text: `
    insert into customers (shop_id, id, version, name, phone, email, address, notes, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
  values: [shopId, ...fieldsOf(customer)],
});

export const updateCustomerRow = (shopId: string, customer: Customer): Statement => ({
  name: 'update-customer',
  text: `
    update customers
    set version = $3, name = $4, phone = $5, email = $6, address = $7, notes = $8, updated_at = $9
    where shop_id = $1 and id = $2`,
  values: [shopId, ...fieldsOf(customer)],
});

const fieldsOf = ({ id, version, name, phone, email, address, notes, updated_at }: Customer) => [
  id,
  version,
  name,
  phone,
  email,
  address,
  notes,
  updated_at,
];
