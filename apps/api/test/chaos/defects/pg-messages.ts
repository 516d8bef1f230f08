/** Cuts a stream of bytes into the messages of PostgreSQL's protocol: a letter, a length, a text. Only the first has no letter. */
export class PgMessages {
  #rest = Buffer.alloc(0);
  #isFirst: boolean;

  /** @param fromClient what a client says begins with a message without a letter */
  constructor(fromClient: boolean) {
    this.#isFirst = fromClient;
  }

  /** @returns whole messages; what is not whole yet waits for more */
  take(chunk: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: Buffer[] = [];
    for (;;) {
      const head = this.#isFirst ? 0 : 1;
      if (this.#rest.length < head + 4) return messages;
      const length = head + this.#rest.readInt32BE(head);
      if (this.#rest.length < length) return messages;
      messages.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
      this.#isFirst = false;
    }
  }
}
