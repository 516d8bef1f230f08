import type { Status } from '@edgar-auto-shop/contract';
import type { JobSize } from './demo-work.ts';

/** What a customer has paid by the time the day is looked at. */
export type Payment = 'none' | 'half' | 'all';

/** A place in the day for one job. Times are minutes since midnight on the shop's clocks. */
export interface Slot {
  size: JobSize;
  /** Whose it is: an index of the technicians, or nobody's yet. */
  lane: number | null;
  /** The start, or how to come by it: after what this lane did before, or so far from now. */
  at: { after: number } | { fromNow: number; atDawn?: { fromNow: number; lane: number } };
  /** Where it stands, whatever the time; without it the clock decides. */
  status?: Status;
  payment?: Payment;
  /** The clock decides, but not as usual. */
  habit?: 'no_show' | 'overruns' | 'waits_for_pickup';
  /** Was to be finished by now, and is not. */
  overdue?: true;
}

const OPENING = 7 * 60 + 30;
/** Two of three drives are this long, in minutes. */
const DRIVE = 15;
/** Begins while the technician is still at the job before. */
const TOO_EARLY = -30;

const lane = (index: number, slots: (Pick<Slot, 'size'> & Partial<Slot>)[]): Slot[] =>
  slots.map((slot) => ({ lane: index, at: { after: DRIVE }, ...slot }));

/** Three technicians work through the day from opening to closing at 18:00; the clock decides how far they have come. */
const ALL_DAY: readonly Slot[] = [
  ...lane(0, [
    { size: 'short' },
    { size: 'medium' },
    { size: 'short' },
    { size: 'medium' },
    { size: 'short' },
    { size: 'short', habit: 'waits_for_pickup' },
  ]),
  ...lane(1, [
    { size: 'short' },
    { size: 'quick', habit: 'no_show' },
    { size: 'medium' },
    { size: 'short', at: { after: TOO_EARLY } },
    { size: 'medium' },
    { size: 'quick' },
  ]),
  ...lane(2, [
    { size: 'quick' },
    { size: 'long', habit: 'overruns', payment: 'half' },
    { size: 'medium' },
    { size: 'short' },
  ]),
];

/**
 * Two others are busy around the moment at which the day is loaded, so that every column has a card and something is late,
 * be it early or late in the day. Before opening, what is over by then is spread over those who have not begun yet.
 */
const AROUND_NOW: readonly Slot[] = [
  { size: 'quick', lane: 4, at: { fromNow: -120, atDawn: { fromNow: -45, lane: 2 } }, status: 'no_show' },
  {
    size: 'quick',
    lane: 3,
    at: { fromNow: -135, atDawn: { fromNow: -60, lane: 0 } },
    status: 'completed',
    payment: 'all',
  },
  { size: 'quick', lane: 3, at: { fromNow: -75, atDawn: { fromNow: -60, lane: 1 } }, status: 'ready', payment: 'half' },
  { size: 'quick', lane: 4, at: { fromNow: -60 }, status: 'in_progress', overdue: true },
  { size: 'quick', lane: 3, at: { fromNow: -15 }, status: 'in_progress' },
  { size: 'quick', lane: null, at: { fromNow: -15 }, status: 'scheduled' },
  { size: 'quick', lane: 4, at: { fromNow: 45 }, status: 'scheduled', payment: 'all' },
  { size: 'quick', lane: null, at: { fromNow: 75 }, status: 'scheduled' },
];

/** Every job of the day, in the order in which lanes are filled. */
export const SLOTS: readonly Slot[] = [...ALL_DAY, ...AROUND_NOW];

/** The day is looked at in quarters of an hour: within one it looks the same. */
export const STEP = 15;
/** A day that begins later has not begun; one that ends earlier is over. */
export const BEFORE_OPENING = OPENING;
export const AT_CLOSING = 18 * 60;

const LAST_START = 24 * 60 - STEP;
/** For how long a finished vehicle stands ready, and how long the half-day job takes longer than planned. */
const PICKED_UP_AFTER = 45;
const OVERRUN = 60;
/** When a customer who does not open is given up. */
const GIVEN_UP_AFTER = 30;

/** A slot at its time: all of one day, as seen at a moment. */
export interface TimedSlot extends Slot {
  start: number;
  end: number;
  status: Status;
}

/**
 * Gives every slot its time and its column.
 *
 * @param minutes how long the job in each slot takes, a multiple of `STEP`
 * @param now minutes since midnight, a multiple of `STEP`
 * @param drive what is added to the way to each job, a multiple of `STEP`
 */
export function timeSlots(minutes: readonly number[], now: number, drive: readonly number[]): TimedSlot[] {
  const free = new Map<number | null, number>();
  return SLOTS.map((slot, i) => {
    const length = minutes[i] as number;
    if ('fromNow' in slot.at) return { ...slot, ...aroundNow(slot, slot.at, length, now) };
    const before = free.get(slot.lane);
    const start =
      before === undefined ? OPENING + (drive[i] as number) : before + slot.at.after + extra(slot, drive[i]);
    const end = start + length;
    free.set(slot.lane, Math.max(end, before ?? 0));
    return { ...slot, start, end, status: slot.status ?? statusAt(slot, start, end, now) };
  });
}

/** No way lies between two jobs that overlap. */
const extra = ({ at }: Slot, drive = 0): number => ('after' in at && at.after > 0 ? drive : 0);

function aroundNow(slot: Slot, at: Extract<Slot['at'], { fromNow: number }>, length: number, now: number) {
  const { fromNow, lane } = now <= OPENING && at.atDawn ? at.atDawn : { fromNow: at.fromNow, lane: slot.lane };
  // Near midnight the date ends: what would lie on another one moves to its edge.
  const start = Math.min(Math.max(now + fromNow, 0), LAST_START);
  const end = slot.overdue && start < now ? Math.min(start + length, now) : start + length;
  return { lane, start, end, status: slot.status as Status };
}

function statusAt({ habit }: Slot, start: number, end: number, now: number): Status {
  if (habit === 'no_show') return now >= start + GIVEN_UP_AFTER ? 'no_show' : 'scheduled';
  if (now < start) return 'scheduled';
  if (now < end + (habit === 'overruns' ? OVERRUN : 0)) return 'in_progress';
  return habit === 'waits_for_pickup' || now < end + PICKED_UP_AFTER ? 'ready' : 'completed';
}
