import type { Statement } from '../../db/database.ts';

/** One demo day of a shop at a time, over all processes; ends with the transaction. */
export const lockDemoDays = (shopId: string): Statement => ({
  name: 'lock-demo-days',
  text: "select pg_advisory_xact_lock(hashtextextended('demo day ' || $1, 0))",
  values: [shopId],
});

/** Whether anything was ever entered, cancelled appointments and retired services included. */
export const findData = (shopId: string): Statement => ({
  name: 'find-data',
  text: `
    select exists (select from appointments where shop_id = $1)
      or exists (select from customers where shop_id = $1)
      or exists (select from vehicles where shop_id = $1)
      or exists (select from technicians where shop_id = $1)
      or exists (select from services where shop_id = $1) as found`,
  values: [shopId],
});
