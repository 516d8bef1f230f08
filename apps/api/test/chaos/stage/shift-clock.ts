// `node --import shift-clock.ts?FILE server.ts` runs the server with a wall clock that can be set: at every SIGUSR2 it is put
// as many milliseconds off as the file says. Clocks that never go back (performance.now, timers) stay as they are, as
// they do on a machine whose clock is corrected.
import { readFileSync } from 'node:fs';

const file = decodeURIComponent(new URL(import.meta.url).search.slice(1));
const RealDate = Date;
let offsetMs = 0;
const now = () => RealDate.now() + offsetMs;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, given, by) => Reflect.construct(target, given.length === 0 ? [now()] : given, by),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

process.on('SIGUSR2', () => {
  offsetMs = Number(readFileSync(file, 'utf8'));
  console.error(`the clock is ${offsetMs} ms off`);
});
