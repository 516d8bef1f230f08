import type { Database } from '../../db/database.ts';
import { boardRevisions, type RevisionRow } from './sql.ts';

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

  /** Revisions in the order of the dates; 0 where a date was never touched. */
  read(shopId: string, dates: string[]): Promise<number[]> {
    const answers = dates.map((date) => {
      const key = shopId + date;
      let question = this.#waiting.get(key);
      if (!question) {
        question = { shopId, date, answer: Promise.withResolvers<number>() };
        this.#waiting.set(key, question);
      }
      return question.answer.promise;
    });
    void this.#ask();
    return Promise.all(answers);
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    while (this.#waiting.size > 0) {
      const asked = this.#waiting;
      this.#waiting = new Map();
      const questions = [...asked.values()];
      try {
        const rows = await this.#database.tail<RevisionRow>(
          boardRevisions(
            questions.map(({ shopId }) => shopId),
            questions.map(({ date }) => date),
          ),
        );
        for (const row of rows) asked.get(row.shop_id + row.date)?.answer.resolve(Number(row.revision));
        // Those that are not among the rows; resolving again what has an answer does nothing.
        for (const { answer } of questions) answer.resolve(0);
      } catch (error) {
        for (const { answer } of questions) answer.reject(error);
      }
    }
    this.#asking = false;
  }
}
