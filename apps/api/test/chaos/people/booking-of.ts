import type { Card, Moved, WrittenAppointment } from '@edgar-auto-shop/contract';
import type { Answer, Booking, CardSeen } from '@edgar-auto-shop/testing';

/** What a card says that its appointment is booked for. */
export const bookingOf = (card: Card | WrittenAppointment): Booking => ({
  appt_start: card.appt_start,
  appt_end: card.appt_end,
  tech_id: card.tech_id,
  notes: card.notes,
  paid_cents: card.paid_cents,
  service_codes: tellCodes(card.services.flatMap(({ code, qty }) => Array<string>(qty).fill(code))),
});

/** In whatever order they were asked for. */
export const tellCodes = (codes: string[]): string => codes.toSorted().join();

/** What is recorded of the answer to a change of an appointment; some tell the whole card. */
export function readAnswer(data: Moved | WrittenAppointment): Answer {
  const { version, status, position, date, revision } = data;
  return { version, status, position, date, revision, ...('services' in data ? { booking: bookingOf(data) } : {}) };
}

/** What is recorded of a card. */
export const seeCard = (card: Card): CardSeen => ({
  id: card.id,
  version: card.version,
  status: card.status,
  position: card.position,
  customer_id: card.customer_id,
  customer_name: card.customer_name,
  double_booked: card.double_booked,
  booking: bookingOf(card),
});
