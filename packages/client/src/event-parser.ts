/** One event of a stream. */
export interface StreamEvent {
  /** `message` where the server gave it no name. */
  event: string;
  data: string;
  /** The latest id that the stream has told, this event's or an earlier one's. */
  id: string;
}

/**
 * Reads server-sent events from text that comes in pieces of any size.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 *
 * @example for (const event of parser.push(decoder.decode(chunk, { stream: true }))) take(event);
 */
export class EventParser {
  #rest = '';
  /** The last piece ended with CR, which may be the first half of CRLF. */
  #endedInCr = false;
  #event = '';
  #data: string[] = [];
  #id = '';

  push(text: string): StreamEvent[] {
    let piece = text;
    if (this.#endedInCr && piece !== '') {
      if (piece.startsWith('\n')) piece = piece.slice(1);
      this.#endedInCr = false;
    }
    if (piece.endsWith('\r')) this.#endedInCr = true;
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() as string;
    return lines.flatMap((line) => this.#take(line) ?? []);
  }

  #take(line: string): StreamEvent | undefined {
    if (line === '') return this.#dispatch();
    // A line that begins with a colon is a comment: a field without a name.
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    return undefined;
  }

  #dispatch(): StreamEvent | undefined {
    const [event, data] = [this.#event || 'message', this.#data];
    this.#event = '';
    this.#data = [];
    return data.length === 0 ? undefined : { event, data: data.join('\n'), id: this.#id };
  }
}
