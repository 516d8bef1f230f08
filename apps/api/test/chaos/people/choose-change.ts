import { STATUSES, TRANSITIONS } from '@edgar-auto-shop/contract';
import type { CardSeen } from '@edgar-auto-shop/testing';
import type { Random } from '../random.ts';
import type { Request } from './write-until-settled.ts';

export interface Choice extends Request {
  /** For people. */
  request: string;
  expectedVersion: number;
}

const MOST_POSITION = 12;

/** What a client does next with a card that it sees: mostly legal moves, some reorders and undos, some that must be refused. */
export function chooseChange(random: Random, card: CardSeen): Choice {
  const path = `/api/admin/appointments/${card.id}`;
  const isStale = card.version > 1 && random.chance(0.05);
  const expectedVersion = isStale ? card.version - 1 : card.version;
  const kind = random.next();
  const allowed = TRANSITIONS[card.status];
  // A completed card goes nowhere but back: without undos all cards would end there.
  if (kind < 0.04 || (allowed.length === 0 && kind < 0.8)) {
    return { path: `${path}/undo`, body: { expected_version: expectedVersion }, request: 'undo', expectedVersion };
  }
  if (kind < 0.2 || (allowed.length === 0 && kind < 0.95)) {
    const position = random.below(MOST_POSITION);
    const body = { position, expected_version: expectedVersion };
    return { path: `${path}/reorder`, body, request: `reorder to ${position}`, expectedVersion };
  }
  const to = allowed.length === 0 || random.chance(0.03) ? random.pick(STATUSES) : random.pick(allowed);
  const position = random.chance(0.7) ? random.below(MOST_POSITION) : undefined;
  const body = { new_status: to, expected_version: expectedVersion, ...(position === undefined ? {} : { position }) };
  return { path: `${path}/move`, body, request: `move to ${to} at ${position ?? 'the end'}`, expectedVersion };
}
