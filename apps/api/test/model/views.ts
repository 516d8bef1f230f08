import type { Board } from '@edgar-auto-shop/contract';
import { difference, type Finding } from './finding.ts';

const MOST = 5;

/** A board at a revision is one board, whoever holds it and however it came to it. */
export class Views {
  readonly findings: Finding[] = [];
  readonly #boards = new Map<string, { board: Board; who: string }>();

  get isWrong(): boolean {
    return this.findings.length > 0;
  }

  add(who: string, board: Board): void {
    const name = `${board.date} at revision ${board.revision}`;
    const first = this.#boards.get(name);
    if (!first) {
      this.#boards.set(name, { board, who });
      return;
    }
    const told = difference(first.board, board);
    if (told !== undefined) this.wrong(`${name}: ${who} holds ${told}, by ${first.who}`);
  }

  wrong(message: string): void {
    if (this.findings.length < MOST) this.findings.push({ check: 'I9', message, slice: [] });
  }
}
