import { readdir, readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { IDENTITY } from './identity.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);
const OLDEST_SERVER = 150_000;
/** Any number will do, as long as every process that migrates this program's databases uses the same. */
const MIGRATION_LOCK = 7_203_419;

/** What the server needs to know of a database before it serves from it. */
export interface MigratedDatabase {
  /** The newest migration applied. */
  migration: number;
  /** PostgreSQL's `server_version_num`, e.g. 180004. */
  serverVersion: number;
  /** Made with the database: another one under the same address has another. */
  identity: string;
}

/** The database knows migrations that this program does not. */
export class DatabaseNewerError extends Error {
  constructor(applied: number, known: number) {
    super(
      `The database is newer than this program: it is at migration ${applied}, the program knows ${known}. ` +
        'Start the newer version of the program, or give this one another database.',
    );
    this.name = 'DatabaseNewerError';
  }
}

/** The database is of a PostgreSQL that is too old. */
export class ServerTooOldError extends Error {
  constructor(version: string) {
    super(`PostgreSQL ${version} is too old: this program needs 15 or newer. Give DATABASE_URL one that is.`);
    this.name = 'ServerTooOldError';
  }
}

interface Migration {
  number: number;
  name: string;
  sql: string;
}

async function knownMigrations(): Promise<Migration[]> {
  const files = (await readdir(FOLDER)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => ({
      number: Number(file.slice(0, 4)),
      name: file.slice(5, -4),
      sql: await readFile(new URL(file, FOLDER), 'utf8'),
    })),
  );
}

/** The newest migration that this program knows. */
export async function newestMigration(): Promise<number> {
  return (await knownMigrations()).at(-1)?.number ?? 0;
}

// Roles belong to the whole cluster: another database of it may have made them, or be making them right now.
const ROLES = `
do $$
declare
  r text;
begin
  foreach r in array array['edgar_app', 'edgar_tailer'] loop
    begin
      if not exists (select from pg_roles where rolname = r) then
        execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', r);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    -- A superuser takes any role; another owner must be a member to take these.
    if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(current_user, r, 'SET') then
      execute format('grant %I to %I', r, current_user);
    end if;
  end loop;
end
$$`;

async function apply(client: Client, migrations: Migration[]): Promise<void> {
  if (migrations.length === 0) return;
  // pg_has_role knows 'SET' from 16 on; before, membership was all there was.
  const version = Number((await client.query('show server_version_num')).rows[0].server_version_num);
  await client.query(version < 160_000 ? ROLES.replace("'SET'", "'MEMBER'") : ROLES);
  for (const { number, name, sql } of migrations) {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migrations (number, name) values ($1, $2)', [number, name]);
    await client.query('commit');
  }
}

/**
 * Brings a database to the newest schema, forward only, each migration in a transaction of its own. Several processes may
 * call it at once: one works, the others wait.
 *
 * @param url of a role that may create tables and roles
 * @throws DatabaseNewerError, ServerTooOldError, or what `pg` throws where the database cannot be reached
 */
export async function migrate(url: string): Promise<MigratedDatabase> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'edgar-migrate',
  });
  // A connection that breaks also makes the query at work fail; without a listener it would end the process first.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(
      "select current_setting('server_version_num')::int as number, version() as name",
    );
    // Not whatever schema is named like the role: everything looks for the tables here.
    await client.query('set search_path = public');
    if (rows[0].number < OLDEST_SERVER) throw new ServerTooOldError(rows[0].name);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const known = await knownMigrations();
    const newest = known.at(-1)?.number ?? 0;
    const exists = await client.query("select to_regclass('public.migrations') is not null as yes");
    if (!exists.rows[0].yes) {
      await client.query(
        'create table migrations (number int primary key, name text not null, applied_at timestamptz not null default now())',
      );
    }
    const applied = await client.query('select coalesce(max(number), 0) as newest from migrations');
    if (applied.rows[0].newest > newest) throw new DatabaseNewerError(applied.rows[0].newest, newest);
    await apply(
      client,
      known.filter(({ number }) => number > applied.rows[0].newest),
    );
    const identity = await client.query(`select ${IDENTITY} as id from database_identity`);
    return { migration: newest, serverVersion: rows[0].number, identity: identity.rows[0].id };
  } finally {
    await client.end();
  }
}
