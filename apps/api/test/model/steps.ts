import { STATUSES, type Status, TRANSITIONS } from '@edgar-auto-shop/contract';
import fc from 'fast-check';
import type { Command, Noun, ShopIds } from './commands.ts';

/** What somebody does next, before it is known which cards there are. */
export type Step = { server: number } & (
  | { kind: 'book'; date: number; hour: number; hours: number; tech: number; customer: number }
  | { kind: 'move'; card: number; off: number; to: Status; legal: boolean; position: number | undefined }
  | { kind: 'reorder'; card: number; off: number; position: number }
  | { kind: 'reschedule'; card: number; off: number; date: number; hour: number; hours: number }
  | { kind: 'patch'; card: number; off: number; notes: string | null; paid: number; tech: number }
  | { kind: 'cancel' | 'undo'; card: number; off: number }
  | { kind: 'rename'; noun: Noun; which: number; name: string }
  /** An earlier request once more, under its key; `other`: under its key something else. */
  | { kind: 'repeat' | 'other'; back: number }
  /** A request of somebody who is one version ahead, and again when the card has come there. */
  | { kind: 'early'; ahead: number }
);

const server = fc.nat(7);
const card = fc.nat(60);
const hour = fc.integer({ min: 15, max: 23 });
/** Some jobs go over midnight, and meet those of the next date. */
const hours = fc.constantFrom(1, 2, 2, 26);
const tech = fc.constantFrom(0, 1, 2, 2);
/** Added to the version that a request expects: mostly it is the right one. */
const off = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, -1, 1);
const of = <K extends string>(...kinds: K[]) => fc.constantFrom(...kinds);

/** @param dates how many dates there are */
export const stepOn = (dates: number): fc.Arbitrary<Step> => {
  const date = fc.nat(dates - 1);
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: of('book'), server, date, hour, hours, tech, customer: fc.nat(1) }),
    },
    {
      weight: 9,
      arbitrary: fc.record({
        kind: of('move'),
        server,
        card,
        off,
        to: fc.constantFrom(...STATUSES),
        legal: fc.constantFrom(true, true, true, false),
        position: fc.option(fc.nat(5), { nil: undefined }),
      }),
    },
    { weight: 5, arbitrary: fc.record({ kind: of('reorder'), server, card, off, position: fc.nat(6) }) },
    { weight: 4, arbitrary: fc.record({ kind: of('reschedule'), server, card, off, date, hour, hours }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: of('patch'),
        server,
        card,
        off,
        notes: fc.constantFrom(null, 'Ring twice'),
        paid: fc.constantFrom(0, 5_000, 10_000),
        tech,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: of('cancel'), server, card, off }) },
    { weight: 5, arbitrary: fc.record({ kind: of('undo'), server, card, off }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: of('rename'),
        server,
        noun: of('customers', 'vehicles', 'technicians'),
        which: fc.nat(1),
        name: fc.constantFrom('Ana', 'Ana María', 'A. T.'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: of('early'), server, ahead: fc.nat(60) }) },
    { weight: 4, arbitrary: fc.record({ kind: of('repeat', 'repeat', 'other'), server, back: fc.nat(6) }) },
  );
};

/** What is known of the cards so far. */
export interface KnownCard {
  id: string;
  version: number;
  status: Status;
}

type Fresh = Extract<Step, { kind: Command['kind'] | 'reschedule' }>;

const times = (date: string, hour: number, hours: number) => {
  const start = Date.parse(`${date}T${hour}:00:00Z`);
  return [start, start + hours * 3_600_000].map((at) => new Date(at).toISOString()) as [string, string];
};

/** Any column, or one of those that the workflow allows: chosen blindly, most moves would be refused. */
function legalFor({ status }: KnownCard, to: Status): Status {
  const allowed = TRANSITIONS[status];
  return allowed[STATUSES.indexOf(to) % Math.max(1, allowed.length)] ?? to;
}

/** The step as a request; undefined where it needs a card and there is none yet. */
export function commandOf(step: Fresh, dates: string[], ids: ShopIds, known: KnownCard[]): Command | undefined {
  const techOf = (n: number) => ids.techIds[n] ?? null;
  if (step.kind === 'book') {
    const [start, end] = times(dates[step.date] as string, step.hour, step.hours);
    return { kind: 'book', customer: step.customer, start, end, tech: techOf(step.tech) };
  }
  if (step.kind === 'rename') {
    const { id, vehicleId } = ids.customers[step.which] as ShopIds['customers'][0];
    const shown = { customers: id, vehicles: vehicleId, technicians: ids.techIds[step.which] as string };
    return { kind: 'rename', noun: step.noun, id: shown[step.noun], name: step.name };
  }
  const target = known[step.card % Math.max(1, known.length)];
  if (!target) return undefined;
  const at = { id: target.id, version: Math.max(1, target.version + step.off) };
  switch (step.kind) {
    case 'move':
      return { kind: 'move', ...at, to: step.legal ? legalFor(target, step.to) : step.to, position: step.position };
    case 'reorder':
      return { kind: 'reorder', ...at, position: step.position };
    case 'reschedule': {
      const [appt_start, appt_end] = times(dates[step.date] as string, step.hour, step.hours);
      return { kind: 'patch', ...at, fields: { appt_start, appt_end } };
    }
    case 'patch':
      return {
        kind: 'patch',
        ...at,
        fields: { notes: step.notes, paid_cents: step.paid, tech_id: techOf(step.tech) },
      };
    default:
      return { kind: step.kind, ...at };
  }
}
