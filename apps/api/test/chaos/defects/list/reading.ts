import type { SeededDefect } from '../seeded-defect.ts';

const BOARD = 'src/modules/board';
const MIGRATION = 'migrations/0001_the_shop_and_its_boards.sql';
const TAG = '[VERSION, identity, dates[0], dates.at(-1), revision, view, techId]';

/** What readers and listeners are told. */
export const READING: SeededDefect[] = [
  {
    name: 'a board in memory is given out without asking whether it is current',
    changes: [
      {
        file: `${BOARD}/board-cache.ts`,
        from: 'if (cached && cached.revision >= revision) return cached;',
        to: 'if (cached) return cached;',
      },
    ],
    by: 'model',
    breaks: ['I7'],
  },
  {
    name: 'a board is answered with the bytes of an earlier revision',
    changes: [
      {
        file: `${BOARD}/render-board.ts`,
        from: 'const wholes = new WeakMap<BoardState, Buffer>()',
        to: 'const wholes = new Map<string, Buffer>()',
      },
      { file: `${BOARD}/render-board.ts`, from: 'wholes.get(board)', to: 'wholes.get(board.date)' },
      { file: `${BOARD}/render-board.ts`, from: 'wholes.set(board, bytes)', to: 'wholes.set(board.date, bytes)' },
    ],
    by: 'model',
    breaks: ['I7'],
  },
  {
    name: 'a tag stands for the date instead of the revision',
    changes: [{ file: `${BOARD}/get-board.ts`, from: TAG, to: TAG.replace('revision, ', '') }],
    by: 'model',
    breaks: ['I7'],
  },
  {
    name: 'a tag does not name the database',
    changes: [{ file: `${BOARD}/get-board.ts`, from: TAG, to: TAG.replace('identity, ', '') }],
    by: 'other database',
    breaks: ['I7'],
  },
  {
    name: 'a stream resumes where another database was',
    changes: [
      {
        file: `${BOARD}/board-feed.ts`,
        from: 'last?.identity === this.#events.identity && last.date === this.date',
        to: 'last?.date === this.date',
      },
    ],
    by: 'other database',
    breaks: ['I9'],
  },
  {
    name: 'changes go on where another database was',
    changes: [
      {
        file: `${BOARD}/get-board-changes.ts`,
        from: 'id?.identity === identity && id.date === date',
        to: 'id?.date === date',
      },
    ],
    by: 'other database',
    breaks: ['I9'],
  },
  {
    name: 'changes that were committed together are told backwards',
    changes: [{ file: `${BOARD}/board-feed.ts`, from: 'events.join(', to: 'events.toReversed().join(' }],
    by: 'followers',
    breaks: ['I9'],
  },
  {
    name: 'who comes back is told the latest event twice',
    changes: [{ file: `${BOARD}/board-feed.ts`, from: 'board, last.revision, ', to: 'board, last.revision - 1, ' }],
    by: 'followers',
    breaks: ['I9'],
  },
  {
    name: 'who comes back misses an event',
    changes: [
      {
        file: `${BOARD}/board-feed.ts`,
        from: 'board, last.revision, ',
        to: 'board, Math.min(last.revision + 1, board.revision), ',
      },
    ],
    by: 'followers',
    breaks: ['I9'],
  },
  {
    name: 'a change tells the numbers from before',
    changes: [
      { file: `${BOARD}/render-board.ts`, from: 'countColumns(change.after)', to: 'countColumns(change.before)' },
    ],
    by: 'followers',
    breaks: ['I9'],
  },
  {
    name: 'who listens is given whole boards instead of changes',
    changes: [
      { file: `${BOARD}/board-feed.ts`, from: 'if (changes) told.set(', to: 'if (changes && !changes) told.set(' },
    ],
    by: 'followers',
    breaks: ['I9'],
    inStorm: true,
  },
  {
    name: 'who listens is told seconds late',
    changes: [
      {
        file: `${BOARD}/board-feed.ts`,
        from: 'if (wait > 1) await new Promise((done) => setTimeout(done, wait));',
        to: 'await new Promise((done) => setTimeout(done, 6_000));',
      },
    ],
    by: 'followers',
    breaks: ['I9'],
    inStorm: true,
  },
  {
    name: 'what is told after the end of a stream ends the server',
    changes: [
      {
        file: 'src/http/event-stream.ts',
        from: 'if (raw.destroyed || raw.writableEnded) return;',
        to: 'if (raw.destroyed) return;',
      },
    ],
    by: 'deaf listener',
    breaks: ['contract'],
  },
  {
    name: 'the stream follows a sequence instead of revisions',
    changes: [
      {
        file: MIGRATION,
        from: 'create table boards (\n  shop_id uuid not null references shops,\n',
        to: 'create sequence board_seq;\ncreate table boards (\n  shop_id uuid not null references shops,\n  seq bigint not null default 0,\n',
      },
      {
        file: MIGRATION,
        from: 'grant select (shop_id, date, revision) on boards to edgar_tailer;',
        to: 'grant select (shop_id, date, revision, seq) on boards to edgar_tailer;\ngrant usage on sequence board_seq to edgar_app;',
      },
      {
        file: `${BOARD}/sql.ts`,
        from: 'update boards b set revision = n.revision',
        to: "update boards b set seq = nextval('board_seq'), revision = n.revision",
      },
      {
        file: `${BOARD}/sql.ts`,
        from: 'b.revision::text as revision\n',
        to: 'b.revision::text as revision, b.seq::text as seq\n',
      },
      {
        file: `${BOARD}/board-feeds.ts`,
        from: 'for (const row of rows) this.#feeds',
        to: `const unseen = rows.filter((row) => Number(row.seq) > (this.seen ?? 0));
      this.seen = Math.max(this.seen ?? 0, ...rows.map((row) => Number(row.seq)));
      for (const row of unseen) this.#feeds`,
      },
    ],
    by: 'late commit',
    breaks: ['I9'],
  },
];
