import { STATUSES, type Status } from '@edgar-auto-shop/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredCard } from '../src/db/stored-card.ts';
import { ApiError } from '../src/errors.ts';
import { cancelAppointment } from '../src/modules/appointments/cancel-appointment.ts';
import { moveAppointment } from '../src/modules/appointments/move-appointment.ts';
import { reorderAppointment } from '../src/modules/appointments/reorder-appointment.ts';
import { undoAppointment } from '../src/modules/appointments/undo-appointment.ts';
import { updateAppointment } from '../src/modules/appointments/update-appointment.ts';
import { type BoardState, boardOf } from '../src/modules/board/board-state.ts';
import { updateCustomer } from '../src/modules/customers/update-customer.ts';
import type { WriteAnswer } from '../src/request-context.ts';
import { type OpenShop, openShop } from './open-shop.ts';

// After any sequence of changes, made through two processes: what a process remembers is what a new one reads, folding the
// board's changes gives the same board (I8), and every appointment's versions are 1, 2, 3 … with one event each (I2); and whoever is booked twice is marked.

let shop: OpenShop;
let processes: Pick<OpenShop, 'database' | 'boards' | 'door'>[];
beforeAll(async () => {
  shop = await openShop();
  processes = [shop, shop.anotherProcess()];
});
afterAll(() => shop.close());

type Step =
  | { kind: 'book'; day: number; tech: number | null; hour: number }
  | { kind: 'move'; card: number; to: Status; position: number | undefined }
  | { kind: 'reorder'; card: number; position: number }
  | { kind: 'reschedule'; card: number; day: number; hour: number }
  | { kind: 'assign'; card: number; tech: number | null }
  | { kind: 'cancel' | 'undo'; card: number }
  | { kind: 'rename'; name: string };

const [card, day, hour, tech] = [fc.nat(30), fc.nat(1), fc.integer({ min: 15, max: 23 }), fc.constantFrom(0, 1, null)];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('book' as const), day, tech, hour }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      card,
      to: fc.constantFrom(...STATUSES),
      position: fc.option(fc.nat(6), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reorder' as const), card, position: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reschedule' as const), card, day, hour }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('assign' as const), card, tech }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'undo' as const), card }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rename' as const),
      name: fc.constantFrom('Ana', 'Ana María', 'A. Torres'),
    }),
  },
);

interface Known {
  id: string;
  version: number;
}

/** Runs a step through one of the processes; a refusal changes nothing, which the comparison afterwards shows. */
async function run(one: Step, known: Known[], days: string[], turn: number): Promise<void> {
  const { door, database } = processes[turn % 2] as (typeof processes)[0];
  const ctx = shop.ctx();
  const times = (n: number, h: number) => ({
    appt_start: `${days[n]}T${h}:00:00Z`,
    appt_end: `${days[n]}T${h}:59:00Z`,
  });
  const techId = (n: number | null) => (n === null ? null : (shop.technicianIds[n] as string));
  if (one.kind === 'book') {
    const { id } = await shop.book(days[one.day] as string, { ...times(one.day, one.hour), tech_id: techId(one.tech) });
    known.push({ id, version: 1 });
    return;
  }
  if (one.kind === 'rename') {
    await updateCustomer(database, ctx, shop.customerId, { name: one.name });
    return;
  }
  const target = known[one.card % Math.max(known.length, 1)];
  if (!target) return;
  const { id, version: expected_version } = target;
  const changed = (): Promise<WriteAnswer> => {
    switch (one.kind) {
      case 'move':
        return moveAppointment(door, ctx, id, { new_status: one.to, expected_version, position: one.position });
      case 'reorder':
        return reorderAppointment(door, ctx, id, { position: one.position, expected_version });
      case 'reschedule':
        return updateAppointment(door, ctx, id, { expected_version, ...times(one.day, one.hour) });
      case 'assign':
        return updateAppointment(door, ctx, id, { expected_version, tech_id: techId(one.tech) });
      case 'cancel':
        return cancelAppointment(door, ctx, id, expected_version);
      case 'undo':
        return undoAppointment(door, ctx, id, expected_version);
    }
  };
  target.version = JSON.parse((await changed()).json).version;
}

/** A board without what only memory has: plain columns of whole cards. */
const shown = ({ revision, cards, order }: BoardState) => ({
  revision,
  columns: STATUSES.map((status) => order[status].map((id) => ({ ...(cards.get(id) as StoredCard), rank: 0 }))),
});

/** The rule as one would say it: its technician has another card that overlaps it. */
const isDoubleBooked = (one: StoredCard, all: StoredCard[]): boolean =>
  all.some(
    (other) =>
      other.id !== one.id &&
      other.tech_id !== null &&
      other.tech_id === one.tech_id &&
      other.appt_start < one.appt_end &&
      one.appt_start < other.appt_end,
  );

interface ChangeRow {
  revision: string;
  cards: StoredCard[] | null;
  ranks: Record<string, number>;
  removed: string[];
}

async function fold(date: string): Promise<BoardState> {
  const changes = await shop.sql<ChangeRow>(
    'select revision, cards, ranks, removed from board_changes where date = $1 order by revision',
    [date],
  );
  const cards = new Map<string, StoredCard>();
  for (const [i, change] of changes.entries()) {
    expect(Number(change.revision)).toBe(i + 1);
    for (const id of change.removed) cards.delete(id);
    for (const one of change.cards ?? []) cards.set(one.id, { ...one, rank: cards.get(one.id)?.rank ?? 0 });
    for (const [id, rank] of Object.entries(change.ranks)) cards.set(id, { ...(cards.get(id) as StoredCard), rank });
  }
  return boardOf(date, changes.length, [...cards.values()]);
}

test('memory, database and history agree after any changes', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      runs += 1;
      const month = `20${10 + Math.floor(runs / 12)}-${String(1 + (runs % 12)).padStart(2, '0')}`;
      const days = [`${month}-10`, `${month}-11`];
      const known: Known[] = [];
      for (const [turn, one] of steps.entries()) {
        await run(one, known, days, turn).catch((error) => {
          if (!(error instanceof ApiError) || error.status >= 500) throw error;
        });
      }
      const fresh = shop.anotherProcess();
      for (const date of days) {
        const [read] = await fresh.boards.current(shop.ctx(), [date]);
        for (const { boards } of processes) {
          const [kept] = await boards.current(shop.ctx(), [date]);
          expect(shown(kept as BoardState)).toEqual(shown(read as BoardState));
        }
        expect(shown(await fold(date))).toEqual(shown(read as BoardState));
      }
      const all = (await fresh.boards.current(shop.ctx(), days)).flatMap(({ cards }) => [...cards.values()]);
      expect(all.filter((one) => one.double_booked !== isDoubleBooked(one, all))).toEqual([]);
      for (const { id, version } of known) {
        const events = await shop.sql<{ version: number }>(
          'select version from events where subject_id = $1 order by version',
          [id],
        );
        expect(events.map((event) => event.version)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
      }
      await fresh.database.close();
    }),
    { numRuns: 40, seed: 7 },
  );
}, 60_000);
