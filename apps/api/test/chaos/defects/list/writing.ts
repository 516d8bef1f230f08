import type { SeededDefect } from '../seeded-defect.ts';

const ANSWERS = 'src/modules/appointments/answers.ts';
const BATCH = 'src/modules/board/board-batch.ts';
const DOOR = 'src/modules/board/board-door.ts';
const QUEUE = 'src/modules/board/board-queue.ts';
const BOARD_SQL = 'src/modules/board/sql.ts';
const MIGRATION = 'migrations/0001_the_shop_and_its_boards.sql';
/** The insert, too, waits for whoever changes a row that is there. */
const LOCK = `  insert into boards (shop_id, date) select p_shop, d from unnest(p_dates) d order by d on conflict do nothing;
  perform 1 from boards where shop_id = p_shop and date = any (p_dates) order by date for update;
  select json_object_agg(date, revision) into locked from boards where shop_id = p_shop and date = any (p_dates);
`;

/** On the way from a decision to the disk, and back to who asked. */
export const WRITING: SeededDefect[] = [
  // Four changes, because each guard stands behind another: without the lock alone, or the lock and the queue, the primary
  // keys of the two logs still refuse the second change, and it is decided anew.
  {
    name: 'no row lock, and nothing refuses the second of two changes at once',
    changes: [
      { file: QUEUE, from: 'this.#busy.add(date)', to: 'void date' },
      {
        file: MIGRATION,
        from: 'date = any (p_dates) order by date for update;',
        to: 'date = any (p_dates) order by date;',
      },
      { file: BOARD_SQL, from: ' order by date for update skip locked', to: ' order by date' },
      {
        file: BOARD_SQL,
        from: 'ranks jsonb, removed jsonb, was jsonb)\n    )',
        to: 'ranks jsonb, removed jsonb, was jsonb) on conflict do nothing\n    )',
      },
      {
        file: BOARD_SQL,
        from: 'idempotency_key text, request_hash text, answer text)`',
        to: 'idempotency_key text, request_hash text, answer text) on conflict do nothing`',
      },
    ],
    by: 'two servers',
    breaks: ['I1', 'I7'],
    inStorm: true,
  },
  {
    name: 'a move to the same place of another column counts as no change',
    changes: [
      {
        file: 'src/modules/appointments/place-card.ts',
        from: "if (decision.kind === 'unchanged') return",
        to: "if (decision.kind === 'unchanged' || decision.position === positionOf(board, card)) return",
      },
    ],
    by: 'kills',
    breaks: ['I1'],
    inStorm: true,
  },
  {
    name: 'the version is checked as it was when the transaction began',
    changes: [
      {
        file: 'src/modules/appointments/move-appointment.ts',
        from: 'checkCardVersion(board, card, move.expected_version);',
        to: 'if (card.updated_at !== now) checkCardVersion(board, card, move.expected_version);',
      },
    ],
    by: 'batches',
    breaks: ['I4'],
  },
  {
    name: 'one refused command rolls back the others of its transaction',
    changes: [
      { file: BATCH, from: 'if (!(error instanceof ApiError)) throw error;', to: 'throw error;' },
      { file: QUEUE, from: 'if (isOutage(error) || batch.length === 1) return', to: 'return' },
    ],
    by: 'batches',
    breaks: ['contract'],
  },
  {
    name: 'a card is put into its new column before the workflow is asked',
    changes: [
      {
        file: 'src/modules/appointments/move-appointment.ts',
        from: 'return placeCard(board, card,',
        to: `const column = (status) => board.order[status].filter((other) => other !== id);
      const order = { ...board.order, [card.status]: column(card.status), [move.new_status]: [...column(move.new_status), id] };
      boards.set({ ...board, order, cards: new Map(board.cards).set(id, { ...card, status: move.new_status }) });
      return placeCard(board, card,`,
      },
    ],
    by: 'batches',
    breaks: ['I5'],
  },
  {
    name: 'those who share a transaction get each other’s answers',
    changes: [
      { file: QUEUE, from: 'one.settle(settled[i] as Settled)', to: 'one.settle(settled.at(-1 - i) as Settled)' },
    ],
    by: 'batches',
    breaks: ['I1'],
  },
  {
    name: 'the Idempotency-Key is not looked up',
    changes: [
      {
        file: BATCH,
        from: 'idempotency && this.#used.get(idempotency.key)',
        to: 'idempotency && this.#used.get("")',
      },
    ],
    by: 'model',
    breaks: ['I3'],
    inStorm: true,
  },
  {
    name: 'a key stands for any request',
    changes: [
      { file: BATCH, from: 'if (first.hash !== idempotency.requestHash) throw idempotencyMismatch();', to: '' },
    ],
    by: 'model',
    breaks: ['I3'],
  },
  {
    name: 'keys are looked up before the locks',
    changes: [
      { file: MIGRATION, from: LOCK, to: '' },
      { file: MIGRATION, from: '  ) known;\n', to: `  ) known;\n${LOCK}` },
      { file: BOARD_SQL, from: 'where pg_advisory_xact_lock(lock) is not null', to: 'where lock is not null' },
    ],
    by: 'at once',
    breaks: ['I3'],
  },
  {
    name: 'a repetition is answered from what is there now',
    changes: [
      {
        file: BATCH,
        from: 'json: first.answer, replayed: true',
        to: `json: ((given) => {
          const here = this.#boards.locate(given.appointment_id ?? given.id);
          const { board, card } = here ?? {};
          const now = here && { version: card.version, status: card.status, revision: String(board.revision) };
          return JSON.stringify({ ...given, ...now });
        })(JSON.parse(first.answer)), replayed: true`,
      },
    ],
    by: 'model',
    breaks: ['I3'],
  },
  {
    name: 'answers of what changed nothing are not kept',
    changes: [
      { file: BATCH, from: 'if (isKept && isFree) before.push(...writing.keep(command, answer.json));', to: '' },
    ],
    by: 'kept answers',
    breaks: ['I3'],
    inStorm: true,
  },
  {
    name: 'a refusal is remembered under its key',
    changes: [
      {
        file: DOOR,
        from: 'const settled = command.prepare ?',
        to: `this.refused ??= new Map();
    const before = this.refused.get(command.ctx.idempotency?.key);
    if (before) throw before;
    const settled = command.prepare ?`,
      },
      {
        file: DOOR,
        from: "if ('error' in settled) throw settled.error;",
        to: "if ('error' in settled) this.refused.set(command.ctx.idempotency?.key, settled.error);\n    if ('error' in settled) throw settled.error;",
      },
    ],
    by: 'model',
    breaks: ['contract'],
  },
  {
    name: 'an undo writes no event',
    changes: [
      {
        file: BATCH,
        from: 'this.#events.push(eventRow(',
        to: "if (outcome.change.type !== 'undone') this.#events.push(eventRow(",
      },
      { file: BATCH, from: 'return this.#events.length === 0;', to: 'return this.#changes.length === 0;' },
    ],
    by: 'model',
    breaks: ['I2'],
  },
  {
    name: 'history is written after COMMIT, in a transaction of its own',
    changes: [
      {
        file: BATCH,
        from: 'if (!writing.isEmpty) return { value, last: writeBoards(shop.id, writing.writes()) };',
        to: `const all = writing.writes();
  Object.assign(value, { later: all.events });
  if (!writing.isEmpty) return { value, last: writeBoards(shop.id, { ...all, events: [] }) };`,
      },
      { file: DOOR, from: 'import { locateAppointments }', to: 'import { locateAppointments, writeBoards }' },
      {
        file: DOOR,
        from: 'this.#publish(commands, result, generation);',
        to: `this.#publish(commands, result, generation);
        const last = writeBoards(ctx.shop.id, { cards: [], events: result.later, changes: [], boards: [] });
        setTimeout(() => this.#database.transaction(ctx, async () => ({ value: 0, last })).catch(() => {}), 150);`,
      },
    ],
    by: 'cold reader',
    breaks: ['I2'],
  },
  {
    name: 'the place of a card is kept in memory only',
    changes: [{ file: BOARD_SQL, from: 'rank = c.rank,', to: 'rank = a.rank,' }],
    by: 'cold reader',
    breaks: ['I6'],
    inStorm: true,
  },
  {
    name: 'places are rewritten after the transaction',
    changes: [
      { file: BOARD_SQL, from: 'rank = c.rank,', to: 'rank = a.rank,' },
      {
        file: DOOR,
        from: 'this.#publish(commands, result, generation);',
        to: `this.#publish(commands, result, generation);
        const text = 'update appointments set rank = $3 where shop_id = $1 and id = $2';
        const rank = async (tx) => {
          for (const board of result.boards) for (const { id, rank } of board.cards.values())
            await tx.query({ name: 'rank-later', text, values: [ctx.shop.id, id, rank] });
          return { value: 0 };
        };
        setTimeout(() => this.#database.transaction(ctx, rank).catch(() => {}), 150);`,
      },
    ],
    by: 'cold reader',
    breaks: ['I6'],
  },
  {
    name: 'of a column that is ranked anew only the moved card is written',
    changes: [{ file: 'src/modules/board/board-state.ts', from: '    touched.add(id);\n', to: '' }],
    by: 'cold reader',
    breaks: ['I6'],
  },
  {
    name: 'a change puts back the names that its card had when it was looked at',
    changes: [{ file: ANSWERS, from: 'if (!isAsFound(found?.card, here.card)) throw', to: 'if (!found) throw' }],
    by: 'stale card',
    breaks: ['I1'],
    inStorm: true,
  },
  {
    name: 'a change puts back the mark of a double booking as it was when its card was looked at',
    changes: [{ file: ANSWERS, from: "  'tech_name',\n  'double_booked',\n", to: "  'tech_name',\n" }],
    by: 'stale card',
    breaks: ['I6'],
  },
  {
    name: 'a board in memory that misleads is kept',
    changes: [{ file: DOOR, from: 'if (error instanceof ChangedMeanwhile) for', to: 'if (error === undefined) for' }],
    by: 'stale card',
    breaks: ['contract'],
  },
  {
    name: 'a board whose lock somebody holds fails those who share its transaction',
    changes: [
      { file: DOOR, from: "patience === false ? { homes } : 'waits'", to: "'waits'" },
      { file: QUEUE, from: 'if (patience === false && isLockTimeout(error))', to: 'if (patience === true)' },
      { file: QUEUE, from: 'if (isLockTimeout(error)) throw error;', to: '' },
    ],
    by: 'held board',
    breaks: ['contract'],
  },
];
