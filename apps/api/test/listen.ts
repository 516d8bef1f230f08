import { applyChange, type Board, type BoardChange } from '@edgar-auto-shop/contract';

/** An event of the live stream as it came. */
export interface Heard {
  id: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
  data: any;
}

/** Somebody who listens to a board, as plainly as possible: what it holds is its first board and the events, applied. */
export interface Listening {
  status: number;
  headers: Headers;
  /** Everything but pings. */
  heard: Heard[];
  board: Board;
  /** Of the latest event. */
  lastId: string;
  /** Whether the server ended the stream, or the connection broke. */
  ended: boolean;
  /** Waits until this is true, at most 5 s. */
  until(isTrue: () => boolean): Promise<void>;
  /** Waits until the board is at this revision. */
  at(revision: string | number): Promise<void>;
  stop(): void;
}

const LIMIT_MS = 5_000;

/** @param before what it held when it left, to go on from */
export async function listen(
  url: string,
  query: string,
  before?: Pick<Listening, 'board' | 'lastId'>,
): Promise<Listening> {
  const gone = new AbortController();
  const headers: Record<string, string> = before ? { 'last-event-id': before.lastId } : {};
  const response = await fetch(`${url}/api/admin/appointments/board/stream${query}`, { headers, signal: gone.signal });
  const one: Listening = {
    status: response.status,
    headers: response.headers,
    heard: [],
    board: before?.board as Board,
    lastId: before?.lastId ?? '',
    ended: false,
    async until(isTrue) {
      const limit = performance.now() + LIMIT_MS;
      while (!isTrue()) {
        if (performance.now() > limit)
          throw new Error(`it never came; heard ${JSON.stringify(one.heard).slice(-2_000)}`);
        await new Promise((done) => setTimeout(done, 2));
      }
    },
    at: (revision) => one.until(() => one.board?.revision === String(revision)),
    stop: () => gone.abort(),
  };
  if (response.status === 200) void read(response, one);
  return one;
}

async function read(response: Response, one: Listening): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() as string;
      for (const block of blocks) take(block, one);
    }
  } catch {
    // It was stopped, or the connection broke.
  }
  one.ended = true;
}

function take(block: string, one: Listening): void {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
  const event = fields.get('event');
  if (event === undefined || event === 'ping') return;
  const heard: Heard = { id: fields.get('id') as string, event, data: JSON.parse(fields.get('data') as string) };
  one.heard.push(heard);
  one.board = event === 'board' ? heard.data : applyChange(one.board, heard.data as BoardChange);
  one.lastId = heard.id;
}
