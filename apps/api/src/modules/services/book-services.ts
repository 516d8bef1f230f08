import type { Tx } from '../../db/database.ts';
import { type BookedService, markBooked, shareServices } from './sql.ts';

/**
 * The active services with these codes, without regard to case, for an appointment that is being written. Until the
 * caller's transaction ends they stay as they are, and from then on each is retired instead of deleted.
 *
 * @param codes in any order, also repeated
 * @returns each service once, in order of id, with the codes that asked for it; unknown and retired ones are missing
 */
export async function bookServices(
  tx: Tx,
  shopId: string,
  codes: string[],
): Promise<Omit<BookedService, 'was_booked'>[]> {
  for (;;) {
    // Sent together. First those that were never booked, under the stronger lock: two callers that share a row and then
    // both want to write it would wait for each other.
    const [, services] = await Promise.all([
      tx.query(markBooked(shopId, codes)),
      tx.query<BookedService>(shareServices(shopId, codes)),
    ]);
    // One may have become active between the two statements.
    if (services.every((service) => service.was_booked)) return services.map(({ was_booked, ...service }) => service);
  }
}
