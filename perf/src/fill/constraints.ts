import type { Client } from 'pg';

/** An index, key or reference that was taken off a table, and the statement that puts it back under the same name. */
export interface Kept {
  table: string;
  sql: string;
  /** References look into other tables, so they wait until all are written. */
  when: 'with the rows' | 'at the end';
}

const CONSTRAINTS = `
  select conname as name, contype as type, pg_get_constraintdef(oid) as definition
  from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'f')`;

const INDEXES = `
  select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1::regclass and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))`;

/** Takes all indexes, keys and references off a table: each row would pay for every one of them. */
export async function takeOff(client: Client, table: string): Promise<Kept[]> {
  const constraints = (await client.query<{ name: string; type: string; definition: string }>(CONSTRAINTS, [table]))
    .rows;
  const indexes = (await client.query<{ name: string; definition: string }>(INDEXES, [table])).rows;
  for (const { name } of constraints) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  return [
    ...constraints.map(
      ({ name, type, definition }): Kept => ({
        table,
        sql: `alter table ${table} add constraint ${name} ${definition}`,
        when: type === 'f' ? 'at the end' : 'with the rows',
      }),
    ),
    ...indexes.map(({ definition }): Kept => ({ table, sql: definition, when: 'with the rows' })),
  ];
}

export async function putBack(client: Client, kept: Kept[]): Promise<void> {
  for (const { sql } of kept) await client.query(sql);
}
