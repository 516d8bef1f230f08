import type { Database, Tx } from '../../db/database.ts';

/** What the doors need of a database. What gets a new member has to get it here too, or it does not compile. */
type Joined = Pick<
  Database,
  Exclude<keyof Database, 'pool' | 'tailer' | 'tail' | 'search' | 'statement' | 'probe' | 'close'>
>;

/**
 * A database whose transactions are all parts of one that is open: use cases that commit by themselves are done together
 * or not at all. They must be called one after the other. What failed once fails from then on, because PostgreSQL takes
 * nothing more in a transaction that is aborted; to try again is up to who opened it.
 */
export function joinedDatabase(database: Database, tx: Tx): Database {
  let failure: { error: unknown } | undefined;
  const transaction: Database['transaction'] = async (_ctx, work) => {
    if (failure) throw failure.error;
    try {
      const { value, last } = await work(tx);
      if (last) await tx.query(last);
      return value;
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  const joined: Joined = {
    identity: database.identity,
    isPart: true,
    get generation() {
      return database.generation;
    },
    transaction,
    read: (ctx, work) => transaction(ctx, async (inner) => ({ value: await work(inner) })),
  };
  return joined as Database;
}
