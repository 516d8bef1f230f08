import { Client } from 'pg';

/** Takes the lock of a date's board, as a program might that somebody wrote. @returns what gives it back */
export const holdBoard = (database: string, date: string): Promise<() => Promise<void>> =>
  hold(database, 'select 1 from boards where date = $1 for update', [date]);

/** Keeps everybody from writing to the log of changes: who is about to has all locks of boards by then. @returns what lets them */
export const holdLog = (database: string): Promise<() => Promise<void>> =>
  hold(database, 'lock table board_changes in share mode', []);

async function hold(database: string, statement: string, values: unknown[]): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin');
  await client.query(statement, values);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}
