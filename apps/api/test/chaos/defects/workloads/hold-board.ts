import { Client } from 'pg';

/** Takes the lock of a date's board, as a program might that somebody wrote. @returns what gives it back */
export async function holdBoard(database: string, date: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from boards where date = $1 for update', [date]);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}
