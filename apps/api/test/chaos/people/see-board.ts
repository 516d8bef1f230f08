import { type Board, STATUSES } from '@edgar-auto-shop/contract';
import type { BoardSeen } from '@edgar-auto-shop/testing';
import { seeCard } from './booking-of.ts';
import { digestOf } from './digest.ts';
import type { Lines } from './lines.ts';
import type { Round } from './round.ts';

/** Whoever looks at boards, and remembers the latest of each date with its tag. */
export class Onlooker {
  readonly #seen = new Map<string, { text: string; board: BoardSeen }>();
  readonly #name: string;
  readonly #lines: Lines;
  readonly #round: Round;

  constructor(name: string, lines: Lines, round: Round) {
    this.#name = name;
    this.#lines = lines;
    this.#round = round;
  }

  /** Looks once and records it. @returns undefined while the server cannot answer */
  async look(date: string, withTag: boolean): Promise<BoardSeen | undefined> {
    const before = this.#seen.get(date);
    const headers: Record<string, string> = withTag && before ? { 'if-none-match': before.board.etag } : {};
    const sentAt = this.#round.noteSent();
    const reply = await this.#lines.send('GET', `/api/admin/appointments/board?date=${date}`, headers);
    const endedAt = this.#round.now();
    const isAnswer = reply.kind === 'answered' && reply.status !== 503;
    this.#round.note(this.#name, reply.server, sentAt, isAnswer ? 'ok' : 'failed');
    if (reply.kind !== 'answered') return undefined;
    if (reply.status === 503) {
      this.#round.unavailable += 1;
      return undefined;
    }
    const notModified = reply.status === 304;
    if (reply.status !== 200 && !(notModified && 'if-none-match' in headers)) {
      this.#round.surprises.push(`${this.#name} looks at ${date}: ${reply.status} ${reply.text.slice(0, 300)}`);
      return undefined;
    }
    const isSame = before && (notModified || (reply.text === before.text && reply.etag === before.board.etag));
    const board = isSame ? before.board : readBoard(reply.text, reply.etag);
    if (!isSame) this.#seen.set(date, { text: reply.text, board });
    this.#round.reads.push({ client: this.#name, sentAt, endedAt, notModified, board });
    return board;
  }
}

function readBoard(text: string, etag: string): BoardSeen {
  const whole = (JSON.parse(text) as { data: Board }).data;
  const { date, revision, columns } = whole;
  const slim = STATUSES.map((status) => [status, columns[status].items.map(seeCard)]);
  return { date, revision: Number(revision), etag, digest: digestOf(whole), columns: Object.fromEntries(slim) };
}
