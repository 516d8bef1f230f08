import { type Board, STATUSES } from '@edgar-auto-shop/contract';
import type { BoardSeen, CardSeen } from '@edgar-auto-shop/testing';
import type { Connection } from './connection.ts';
import type { RunState } from './round.ts';

/** Whoever looks at boards, and remembers the latest of each date with its tag. */
export class Onlooker {
  readonly #seen = new Map<string, { text: string; board: BoardSeen }>();
  readonly #name: string;
  readonly #connection: Connection;
  readonly #state: RunState;

  constructor(name: string, connection: Connection, state: RunState) {
    this.#name = name;
    this.#connection = connection;
    this.#state = state;
  }

  /** Looks once and records it. @returns undefined while the server cannot answer */
  async look(date: string, withTag: boolean): Promise<BoardSeen | undefined> {
    const before = this.#seen.get(date);
    const headers: Record<string, string> = withTag && before ? { 'if-none-match': before.board.etag } : {};
    const sentAt = this.#state.now();
    const reply = await this.#connection.send('GET', `/api/admin/appointments/board?date=${date}`, headers);
    const endedAt = this.#state.now();
    if (reply.kind !== 'answered') return undefined;
    if (reply.status === 503) {
      this.#state.unavailable += 1;
      return undefined;
    }
    const notModified = reply.status === 304;
    if (reply.status !== 200 && !(notModified && 'if-none-match' in headers)) {
      this.#state.surprises.push(`${this.#name} looks at ${date}: ${reply.status} ${reply.text.slice(0, 300)}`);
      return undefined;
    }
    const isSame = before && (notModified || (reply.text === before.text && reply.etag === before.board.etag));
    const board = isSame ? before.board : readBoard(reply.text, reply.etag);
    if (!isSame) this.#seen.set(date, { text: reply.text, board });
    this.#state.reads.push({ client: this.#name, sentAt, endedAt, notModified, board });
    return board;
  }
}

function readBoard(text: string, etag: string): BoardSeen {
  const { date, revision, columns } = (JSON.parse(text) as { data: Board }).data;
  const slim = STATUSES.map((status) => [
    status,
    columns[status].items.map(({ id, version, status, position }): CardSeen => ({ id, version, status, position })),
  ]);
  return { date, revision: Number(revision), etag, columns: Object.fromEntries(slim) };
}
