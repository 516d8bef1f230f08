import type { Defect } from './defect.ts';

export const DEFECTS: Defect[] = [
  {
    name: 'it answers before COMMIT',
    changes: [
      {
        file: 'src/db/database.ts',
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
    breaks: ['I1'],
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
    breaks: ['I1'],
  },
  // Four changes, because each guard stands behind another: without the lock alone, or the lock and the queue, the primary
  // keys of the two logs still refuse the second change, and it is decided anew.
  {
    name: 'a board is changed by two at once and nothing refuses the second',
    changes: [
      { file: 'src/modules/board/board-queue.ts', from: 'this.#busy.add(date)', to: 'void date' },
      {
        file: 'src/db/migrate.ts',
        from: "await readFile(new URL(file, FOLDER), 'utf8')",
        to: "(await readFile(new URL(file, FOLDER), 'utf8')).replace(/order by date for update;/, 'order by date;')",
      },
      {
        file: 'src/modules/board/sql.ts',
        from: 'date, revision, at, cards, ranks, removed, was\n      from jsonb_to_recordset($4::jsonb) as n (date date, revision bigint, at timestamptz, cards jsonb, ranks jsonb, removed jsonb, was jsonb)',
        to: 'date, revision, at, cards, ranks, removed, was\n      from jsonb_to_recordset($4::jsonb) as n (date date, revision bigint, at timestamptz, cards jsonb, ranks jsonb, removed jsonb, was jsonb) on conflict do nothing',
      },
      {
        file: 'src/modules/board/sql.ts',
        from: 'idempotency_key text, request_hash text, answer text)`',
        to: 'idempotency_key text, request_hash text, answer text) on conflict do nothing`',
      },
    ],
    breaks: ['I1', 'I7'],
  },
  {
    name: 'the Idempotency-Key is not looked up',
    changes: [
      {
        file: 'src/modules/board/board-batch.ts',
        from: 'idempotency && this.#used.get(idempotency.key)',
        to: 'idempotency && this.#used.get("")',
      },
    ],
    breaks: ['I3'],
  },
  {
    name: 'the place of a card is kept in memory only',
    changes: [{ file: 'src/modules/board/sql.ts', from: 'rank = c.rank,', to: 'rank = a.rank,' }],
    breaks: ['I6'],
  },
];
