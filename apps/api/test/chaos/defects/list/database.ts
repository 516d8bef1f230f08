import type { SeededDefect } from '../seeded-defect.ts';

const DATABASE = 'src/db/database.ts';
const NOTICED = "if (noticed) throw unavailable(1_000, new Error('a synchronous standby did not confirm'));";
const MIGRATION = 'migrations/0001_the_shop_and_its_boards.sql';

/** Around BEGIN and COMMIT, and between one shop and another. */
export const DATABASE_DEFECTS: SeededDefect[] = [
  {
    name: 'it answers before COMMIT',
    changes: [
      {
        file: DATABASE,
        from: 'return await this.#once(ctx.shop.id, work);',
        // On a disk that takes its time: a fast one is done before anybody can pull the plug.
        to: `return await new Promise((answer, refuse) => {
            const early = async (tx: Tx) => {
              const finished = await work(tx);
              answer(finished.value);
              await new Promise((later) => setTimeout(later, 200));
              return finished;
            };
            this.#once(ctx.shop.id, early).catch(refuse);
          });`,
      },
    ],
    by: 'lost commit',
    breaks: ['I1'],
    inStorm: true,
  },
  {
    name: 'COMMIT does not wait for the disk',
    changes: [
      {
        file: 'src/db/embedded/settings.ts',
        from: "max_connections: '100',",
        to: "max_connections: '100', synchronous_commit: 'off', wal_writer_delay: '10s',",
      },
    ],
    by: 'kills',
    breaks: ['I1'],
    inStorm: true,
  },
  {
    name: 'what COMMIT answers is not looked at',
    changes: [
      {
        file: DATABASE,
        from: `      await written;
      const { command } = await committed;
      if (command !== 'COMMIT') throw new Error(\`COMMIT answered \${command}\`);
`,
        to: '      await committed;\n',
      },
    ],
    by: 'at once',
    breaks: ['I1'],
  },
  {
    name: 'a connection that broke at COMMIT is taken for "not applied", and all is done again',
    changes: [
      {
        file: 'src/db/failures.ts',
        from: "RETRY.has(codeOf(error) ?? '');",
        to: "RETRY.has(codeOf(error) ?? '') || CONNECTION_TROUBLE.test(String(error)) || codeOf(error) === 'ECONNRESET';",
      },
    ],
    by: 'lost commit',
    breaks: ['I5'],
  },
  {
    name: 'the notice that a standby did not confirm is ignored',
    changes: [{ file: DATABASE, from: NOTICED, to: '' }],
    by: 'standby',
    breaks: ['I1'],
  },
  {
    name: 'an answer is given again without waiting for what the first one waited for',
    changes: [
      { file: 'src/db/keep-answer.ts', from: "select pg_logical_emit_message(true, 'edgar', '')", to: 'select 1' },
    ],
    by: 'standby',
    breaks: ['I1'],
  },
  {
    name: 'a COMMIT that takes long is cancelled, and all is done again',
    changes: [
      {
        file: DATABASE,
        from: "const committed = client.query('commit');",
        to: `const committed = client.query('commit');
      client.impatient = setTimeout(async () => {
        const { Client } = await import('pg');
        const other = new Client({ connectionString: this.pool.options.connectionString });
        await other.connect();
        await other.query('select pg_cancel_backend($1)', [client.processID]);
        await other.end();
      }, 500);`,
      },
      {
        file: DATABASE,
        from: "client.removeListener('notice', notice);",
        to: "client.removeListener('notice', notice);\n      clearTimeout(client.impatient);",
      },
      {
        file: DATABASE,
        from: NOTICED,
        to: "if (noticed) throw Object.assign(new Error('COMMIT took too long'), { code: '40001' });",
      },
    ],
    by: 'standby',
    breaks: ['I5'],
  },
  {
    name: 'a connection is given back in the midst of its failed transaction',
    changes: [
      {
        file: DATABASE,
        from: `        await client.query('rollback').catch((cause) => {
          broken = cause;
        });
        throw error;`,
        to: '        throw error;',
      },
    ],
    by: 'records',
    breaks: ['contract'],
  },
  {
    name: 'the shop is set for the connection instead of the transaction',
    changes: [{ file: DATABASE, from: "set_config('app.shop', $1, true)", to: "set_config('app.shop', $1, false)" }],
    by: 'tenancy',
    breaks: ['I10'],
  },
  {
    name: 'a view looks with its owner’s eyes, and a list forgets to name the shop',
    changes: [
      {
        file: MIGRATION,
        from: 'create view board_cards with (security_invoker = true) as',
        to: 'create view board_cards as',
      },
      {
        file: 'src/modules/appointments/sql.ts',
        from: "['b.shop_id = $1', 'b.cancelled",
        to: "['$1::uuid is not null', 'b.cancelled",
      },
    ],
    by: 'tenancy',
    breaks: ['I10'],
  },
  {
    name: 'a table is left out of row-level security, and its list forgets to name the shop',
    changes: [
      { file: MIGRATION, from: "array['boards', 'customers', 'vehicles',", to: "array['boards', 'vehicles'," },
      {
        file: 'src/modules/customers/sql.ts',
        from: 'from customers c where shop_id = $1 and (',
        to: 'from customers c where $1::uuid is not null and (',
      },
    ],
    by: 'tenancy',
    breaks: ['I10'],
  },
];
