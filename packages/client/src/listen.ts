import { BOARD_STREAM } from '@edgar-auto-shop/contract';
import { StatusBoardError } from './errors.ts';
import { EventParser, type StreamEvent } from './event-parser.ts';
import { failureOfAnswer } from './exchange.ts';
import { orAborted } from './transport.ts';

/** How long to wait for a first event, in milliseconds: a proxy that gathers answers shows itself by silence. */
const FIRST_EVENT_MS = 5_000;
/** Statuses of a server, or of something before it, that has no streams. */
const NO_STREAMS = [404, 405, 406, 501];

/** Thrown where streams do not come through: the caller asks for changes instead. */
export class NoStream extends Error {}

/**
 * Listens to one stream until it ends, which it always does in the end: by its server, by silence, or by the signal.
 *
 * @param open asks for the stream
 * @param onEvent is told every event, pings included
 * @throws NoStream where streams are not to be had, StatusBoardError where the server refused or the network failed
 */
export async function listen(
  open: (signal: AbortSignal) => Promise<Response>,
  ended: AbortSignal,
  onEvent: (event: StreamEvent) => void,
): Promise<void> {
  const silence = new AbortController();
  let heard = false;
  let timer = setTimeout(() => silence.abort(), FIRST_EVENT_MS);
  try {
    const over = AbortSignal.any([ended, silence.signal]);
    const response = await open(over);
    if (NO_STREAMS.includes(response.status)) throw new NoStream(`HTTP ${response.status}`);
    if (!response.ok) throw new StatusBoardError(await failureOfAnswer(response));
    if (!response.body || !/^text\/event-stream/.test(response.headers.get('Content-Type') ?? '')) {
      throw new NoStream('another type of content');
    }
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    const read = () => orAborted(reader.read(), over);
    for (let part = await read(); !part.done; part = await read()) {
      for (const event of parser.push(decoder.decode(part.value, { stream: true }))) {
        heard = true;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), BOARD_STREAM.silence);
        onEvent(event);
      }
    }
  } catch (thrown) {
    if (ended.aborted) return;
    if (silence.signal.aborted && !heard) throw new NoStream('no event came through');
    if (thrown instanceof NoStream || thrown instanceof StatusBoardError) throw thrown;
    throw new StatusBoardError({ kind: 'network', message: 'The stream was cut off' }, thrown);
  } finally {
    clearTimeout(timer);
    // Whatever it was that ended it, the connection is not kept.
    silence.abort();
  }
}
