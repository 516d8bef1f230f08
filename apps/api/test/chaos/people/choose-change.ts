import { STATUSES, TRANSITIONS } from '@edgar-auto-shop/contract';
import type { CardSeen } from '@edgar-auto-shop/testing';
import type { Random } from '../random.ts';
import { APPOINTMENTS, type Change, changeOf } from './change.ts';

const MOST_POSITION = 12;

/** What a client does next with a card that it sees: mostly legal moves, some reorders and undos, some that must be refused. */
export function chooseChange(random: Random, client: string, date: string, card: CardSeen): Change {
  const isStale = card.version > 1 && random.chance(0.05);
  const version = isStale ? card.version - 1 : card.version;
  const expected = { id: card.id, version };
  const kind = random.next();
  const allowed = TRANSITIONS[card.status];
  // A completed card goes nowhere but back: without undos all cards would end there.
  if (kind < 0.04 || (allowed.length === 0 && kind < 0.8)) return undo(client, date, expected);
  const path = `${APPOINTMENTS}/${card.id}`;
  if (kind < 0.2 || (allowed.length === 0 && kind < 0.95)) {
    const position = random.below(MOST_POSITION);
    const deed = { client, kind: 'reorder', date, card: expected, position, tell: `reorder to ${position}` } as const;
    return changeOf(deed, { method: 'POST', path: `${path}/reorder`, body: { position, expected_version: version } });
  }
  const to = allowed.length === 0 || random.chance(0.03) ? random.pick(STATUSES) : random.pick(allowed);
  const position = random.chance(0.7) ? random.below(MOST_POSITION) : undefined;
  const at = position === undefined ? {} : { position };
  const body = { new_status: to, expected_version: version, ...at };
  const tell = `move to ${to} at ${position ?? 'the end'}`;
  const deed = { client, kind: 'move', date, card: expected, to, ...at, tell } as const;
  return changeOf(deed, { method: 'POST', path: `${path}/move`, body });
}

export const undo = (client: string, date: string, card: Pick<CardSeen, 'id' | 'version'>): Change =>
  changeOf(
    { client, kind: 'undo', date, card, tell: 'undo' },
    { method: 'POST', path: `${APPOINTMENTS}/${card.id}/undo`, body: { expected_version: card.version } },
  );
