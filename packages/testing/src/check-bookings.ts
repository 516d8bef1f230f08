import type { Acknowledged } from './acknowledged.ts';
import type { CardLife } from './card-lives.ts';
import type { Attempt, Booking, CardSeen } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { allBoards, cardsOn } from './shown-boards.ts';
import { tellTold, tellWrite, type Violation } from './violation.ts';

/** I1: who moves, books, changes, cancels or takes back is answered with what was asked for, and all the rest as it was. */
export function checkAnsweredBookings({ acknowledged, lives }: HistoryIndex): Violation[] {
  return acknowledged.flatMap(({ write, answer }): Violation[] => {
    const isElsewhere = write.to !== undefined && answer.status !== write.to;
    const wrong = isElsewhere
      ? `with status ${answer.status} instead of ${write.to}`
      : wrongIn(lives.get(write.card), answer.version, answer);
    return wrong
      ? [{ invariant: 'I1', message: `card ${write.card} was answered ${wrong}`, slice: tellWrite(write) }]
      : [];
  });
}

/** I4: who is told that a card is not there asked while it was cancelled. */
export function checkNotFound({ history, lives }: HistoryIndex): Violation[] {
  return history.writes.flatMap((write): Violation[] => {
    const life = lives.get(write.card) ?? [];
    const isRight = ({ sentAt, endedAt, outcome }: Attempt) =>
      outcome.kind !== 'refused' ||
      outcome.code !== 'not_found' ||
      life.some(({ isThere, from }, i) => !isThere && from <= endedAt && sentAt <= (life[i + 1]?.to ?? endedAt));
    if (write.attempts.every(isRight)) return [];
    return [
      { invariant: 'I4', message: `card ${write.card} was not found while it was there`, slice: tellWrite(write) },
    ];
  });
}

/** I8: what a board shows of a card is what was asked for up to the card's version, whoever asked. */
export function checkShownBookings({ history, lives }: HistoryIndex): Violation[] {
  return allBoards(history).flatMap(([board, place]) =>
    cardsOn(board).flatMap((card): Violation[] => {
      const { id, version } = card;
      const wrong = wrongIn(lives.get(id), version, card);
      return wrong
        ? [{ invariant: 'I8', message: `version ${version} of card ${id} is shown ${wrong}`, slice: [place] }]
        : [];
    }),
  );
}

const FIELDS = [
  'appt_start',
  'appt_end',
  'tech_id',
  'notes',
  'paid_cents',
  'service_codes',
] as const satisfies (keyof Booking)[];

/** What of a card is otherwise than the changes up to its version left it, an undo's included; some answers tell no booking. */
function wrongIn(
  life: CardLife | undefined,
  version: number,
  { status, booking }: Pick<CardSeen, 'status'> & Partial<Pick<CardSeen, 'booking'>>,
): string | undefined {
  const wanted = life?.[version - 1];
  if (!wanted) return undefined;
  if (status !== wanted.status) return `with status ${status} instead of ${wanted.status}`;
  const field = booking && FIELDS.find((one) => booking[one] !== wanted.booking[one]);
  return field && `with ${field} ${booking[field]} instead of ${wanted.booking[field]}`;
}

/** I6: a board marks as double-booked whom it shows at one time with another card of the same technician, and nobody else. */
export function checkMarks({ history }: HistoryIndex): Violation[] {
  return allBoards(history).flatMap(([board, place]) => {
    const cards = cardsOn(board);
    return cards
      .filter((card) => card.double_booked !== cards.some((other) => overlap(card, other)))
      .map(({ id, double_booked }): Violation => {
        const message = `card ${id} is ${double_booked ? '' : 'not '}marked as double-booked`;
        return { invariant: 'I6', message, slice: [place] };
      });
  });
}

const overlap = (one: CardSeen, other: CardSeen): boolean =>
  one.id !== other.id &&
  one.booking.tech_id !== null &&
  one.booking.tech_id === other.booking.tech_id &&
  one.booking.appt_start < other.booking.appt_end &&
  other.booking.appt_start < one.booking.appt_end;

/** I9: a listener is told at each revision of the card that was changed to make it, as the change left it. */
export function checkToldCards({ history, acknowledged, lives }: HistoryIndex): Violation[] {
  const changes = new Map(acknowledged.map((one) => [`${one.answer.date} ${one.answer.revision}`, one]));
  return history.streams.flatMap((stream) =>
    stream.told.flatMap((told): Violation[] => {
      if (told.kind === 'board') return [];
      const change = changes.get(`${stream.date} ${told.revision}`);
      const wrong = [
        change && missingIn(told, change, lives.get(change.write.card)),
        ...told.cards.map((card) => {
          const { id, version } = card;
          const it = wrongIn(lives.get(id), version, card);
          return it && `of version ${version} of card ${id} ${it}`;
        }),
      ].find((it) => it !== undefined);
      const slice = [...(change ? tellWrite(change.write) : []), tellTold(stream, told)];
      return wrong ? [{ invariant: 'I9', message: `${stream.client} was told ${wrong}`, slice }] : [];
    }),
  );
}

function missingIn(
  { cards, removed, revision }: { cards: CardSeen[]; removed: string[]; revision: number },
  { write, answer }: Acknowledged,
  life: CardLife | undefined,
): string | undefined {
  const isThere = life?.[answer.version - 1]?.isThere ?? true;
  if (!isThere)
    return removed.includes(write.card) ? undefined : `of revision ${revision}, and not that card ${write.card} left`;
  const card = cards.find(({ id }) => id === write.card);
  const isAsAnswered =
    card?.version === answer.version && card.status === answer.status && card.position === answer.position;
  return isAsAnswered ? undefined : `of revision ${revision}, and not of card ${write.card} as it was answered`;
}
