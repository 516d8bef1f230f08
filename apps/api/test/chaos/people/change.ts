import { randomUUID } from 'node:crypto';
import type { Answer, CardSeen, Write } from '@edgar-auto-shop/testing';
import { readAnswer } from './booking-of.ts';
import type { Request } from './write-until-settled.ts';

export const APPOINTMENTS = '/api/admin/appointments';

/** A change of an appointment: as it is recorded, and as it goes over the wire. */
export interface Change {
  write: Write;
  request: Request<Answer>;
}

/** What is done by whom to which version of a card. */
export interface Deed extends Pick<Write, 'client' | 'kind' | 'date' | 'to' | 'position' | 'asked'> {
  /** Undefined for a booking. */
  card?: Pick<CardSeen, 'id' | 'version'>;
  /** For people. */
  tell: string;
}

/** @param wire where it goes, and with what */
export function changeOf(
  { card, tell, ...deed }: Deed,
  wire: Pick<Request<Answer>, 'method' | 'path' | 'body'>,
): Change {
  const expectedVersion = card?.version ?? 0;
  const write: Write = {
    ...deed,
    key: randomUUID(),
    card: card?.id ?? '',
    request: tell,
    expectedVersion,
    attempts: [],
  };
  return { write, request: { ...wire, expectedVersion, read: readAnswer } };
}
