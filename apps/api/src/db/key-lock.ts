/**
 * SQL for what stands for a shop's Idempotency-Key among the database's locks, for all who keep answers. Two keys with the same
 * hash only wait for each other once in 2^64.
 *
 * @param shop SQL for the shop's id, as text
 * @param key SQL for the key
 */
export const keyLock = (shop: string, key: string): string => `hashtextextended(${shop} || ' ' || ${key}, 0)`;
