import { setImmediate as untilRead } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { boardRevision, boardRevisions, type RevisionRow } from './sql.ts';

interface Question {
  shopId: string;
  date: string;
  answer: PromiseWithResolvers<number>;
}

/**
 * Asks the database for the current revisions of boards. Callers that arrive while a question is under way share the
 * next one, which starts after they came: fresh for each of them, at the price of one small statement for all.
 */
export class RevisionReader {
  readonly #database: Pick<Database, 'tail'>;
  /** By shop and date, so that callers for the same board share an answer. */
  #waiting = new Map<string, Question>();
  #asking = false;

  constructor(database: Pick<Database, 'tail'>) {
    this.#database = database;
  }

  /** A board's revision; 0 where it was never touched. */
  read(shopId: string, date: string): Promise<number> {
    const key = shopId + date;
    let question = this.#waiting.get(key);
    if (!question) {
      question = { shopId, date, answer: Promise.withResolvers<number>() };
      this.#waiting.set(key, question);
      if (!this.#asking) void this.#ask();
    }
    return question.answer.promise;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#waiting.size > 0) {
      // Requests that have arrived but were not yet read are read first, and share the question.
      await untilRead();
      const questions = this.#waiting;
      this.#waiting = new Map();
      await this.#answer(questions).catch((error) => {
        for (const { answer } of questions.values()) answer.reject(error);
      });
    }
    this.#asking = false;
  }

  async #answer(questions: Map<string, Question>): Promise<void> {
    const [only, ...others] = questions.values();
    if (only && others.length === 0) {
      const [row] = await this.#database.tail<{ revision: string }>(boardRevision(only.shopId, only.date));
      only.answer.resolve(Number(row?.revision ?? 0));
      return;
    }
    const all = [...questions.values()];
    const [shops, dates] = [all.map(({ shopId }) => shopId), all.map(({ date }) => date)];
    const rows = await this.#database.tail<RevisionRow>(boardRevisions(shops, dates));
    for (const row of rows) questions.get(row.shop_id + row.date)?.answer.resolve(Number(row.revision));
    // Those that are not among the rows; resolving again what has an answer does nothing.
    for (const { answer } of all) answer.resolve(0);
  }
}
