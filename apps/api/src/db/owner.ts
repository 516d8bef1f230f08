import { Client } from 'pg';
import type { Statement } from './database.ts';

/**
 * Runs the work in one transaction as the role that owns the tables: for what is done once, at a start, and concerns no
 * single shop. Of the tenants' tables it sees only `shops`, unless it is a superuser.
 */
export async function withOwner<T>(
  url: string,
  work: (query: <Row extends object>(statement: Statement) => Promise<Row[]>) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'edgar-owner' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    const value = await work(async (statement) => (await client.query(statement)).rows);
    await client.query('commit');
    return value;
  } finally {
    await client.end();
  }
}
