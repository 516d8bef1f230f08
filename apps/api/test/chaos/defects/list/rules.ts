import type { SeededDefect } from '../seeded-defect.ts';

const APPOINTMENTS = 'src/modules/appointments';
const MIGRATION = 'migrations/0001_the_shop_and_its_boards.sql';

/** What a change is, and which boards it concerns. */
export const RULES: SeededDefect[] = [
  {
    name: 'a rename raises no revision',
    changes: [
      {
        file: 'src/modules/customers/update-customer.ts',
        from: "shownBy: shows ? 'customer_id' : undefined",
        to: 'shownBy: undefined',
      },
    ],
    by: 'model',
    breaks: ['I7'],
  },
  {
    name: 'a rename does not lock the boards before it looks which they are',
    changes: [
      {
        file: MIGRATION,
        from: 'locked := locked || lock_free_boards(p_shop, shown);',
        to: 'locked := locked || shown;',
      },
    ],
    by: 'rename race',
    breaks: ['I7'],
  },
  {
    name: 'a card that goes to another date raises the revision of that board alone',
    changes: [
      {
        file: `${APPOINTMENTS}/transfer.ts`,
        from: 'if (from && from.date !== to?.date) deltas.set(',
        to: 'if (from && !to) deltas.set(',
      },
    ],
    by: 'model',
    breaks: ['I7'],
  },
  {
    name: 'a mark that comes or goes on another date’s board is forgotten',
    changes: [
      {
        file: `${APPOINTMENTS}/plan-booking.ts`,
        from: 'if (!card) continue;',
        to: 'if (!card || !deltas.has(date)) continue;',
      },
    ],
    by: 'overlaps',
    breaks: ['I7'],
  },
  {
    name: 'check_in_at is never cleared',
    changes: [
      {
        file: 'packages/contract/src/rules/move.ts',
        from: 'return { check_in_at: null, check_out_at: null };',
        to: 'return { check_in_at: card.check_in_at, check_out_at: null };',
      },
    ],
    by: 'to and fro',
    breaks: ['contract'],
  },
  {
    name: 'a reorder to its own place is a change',
    changes: [
      {
        file: 'packages/contract/src/rules/reorder.ts',
        from: "if (column[index] === card.id) return { kind: 'unchanged', position: index };",
        to: 'void column;',
      },
    ],
    by: 'model',
    breaks: ['contract'],
  },
  {
    name: 'an undo puts the card at the end of its column',
    changes: [
      {
        file: `${APPOINTMENTS}/undo-appointment.ts`,
        from: "keeps ? 'keep' : (change.from_position ?? 'end')",
        to: "keeps ? 'keep' : 'end'",
      },
    ],
    by: 'model',
    breaks: ['contract'],
  },
  {
    name: 'positions count cancelled cards',
    changes: [
      {
        file: `${APPOINTMENTS}/sql.ts`,
        from: 'and o.status = b.status and o.cancelled_at is null',
        to: 'and o.status = b.status',
      },
    ],
    by: 'model',
    breaks: ['I6'],
  },
  {
    name: 'the client tries again under another key',
    changes: [
      {
        file: 'packages/client/src/call.ts',
        from: '() => exchange(transport, wire)',
        to: "() => exchange(transport, { ...wire, headers: { ...wire.headers, 'Idempotency-Key': randomId() } })",
      },
    ],
    by: 'clients',
    breaks: ['I3'],
  },
];
