import { randomId } from '@edgar-auto-shop/client';
import type { PlayedCard } from './cards-in-play.ts';
import type { Answer, HttpConnection } from './http-connection.ts';

export interface MoveOutcome {
  answer: Answer;
  milliseconds: number;
  /** What was wrong with the answer, or null. */
  complaint: string | null;
  /** The board's revision after the move. */
  revision: string;
}

/** Moves a card to the other of its two columns, with a key of its own as the client makes it, and looks at every field of the answer. */
export async function moveCard(connection: HttpConnection, card: PlayedCard): Promise<MoveOutcome> {
  const to = card.status === 'ready' ? 'in_progress' : 'ready';
  const body = `{"new_status":"${to}","expected_version":${card.version}}`;
  const started = performance.now();
  const answer = await connection.request(
    `POST /api/admin/appointments/${card.id}/move HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
      `Idempotency-Key: ${randomId()}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const milliseconds = performance.now() - started;
  const text = String(answer.body);
  if (answer.status !== 200)
    return { answer, milliseconds, complaint: `a move answered ${answer.status}: ${text}`, revision: '' };
  const { data } = JSON.parse(text) as { data: Record<string, unknown> };
  const right =
    data.appointment_id === card.id &&
    data.status === to &&
    data.version === card.version + 1 &&
    data.date === card.date &&
    Number.isInteger(data.position);
  card.status = to;
  card.version += 1;
  const complaint = right ? null : `a move answered ${text}`;
  return { answer, milliseconds, complaint, revision: String(data.revision) };
}
