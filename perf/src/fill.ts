// npm run perf:fill: a database of the size of a thousand shops after five years, in minutes. See docs/scale.md. Runs on import.
import { mkdirSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openFilled, sizesOf } from './fill/filled-database.ts';

const USAGE = `usage: npm run perf:fill -- [--appointments 10000000] [--shops 1000] [--years 5] [--data-dir FOLDER]

Fills a new embedded database and stops it again. Look at it with  DATA_DIR=FOLDER npm start
Without --data-dir it goes to perf/.cache/large, where  npm run bench -- --only scale  looks for it. Remove the folder when you are done.
`;

/** What an appointment of the default shape takes with its history, indexes included, in bytes; measured, and rounded up. */
const BYTES_EACH = 3_000;

const CACHE = fileURLToPath(new URL('../.cache/large', import.meta.url));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      appointments: { type: 'string', default: '10000000' },
      shops: { type: 'string', default: '1000' },
      years: { type: 'string', default: '5' },
      'data-dir': { type: 'string', default: CACHE },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const scale = {
    appointments: number(values.appointments, 'appointments'),
    shops: number(values.shops, 'shops'),
    years: number(values.years, 'years'),
  };
  const folder = values['data-dir'];
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  const [needed, free] = [scale.appointments * BYTES_EACH, bavail * bsize];
  if (needed > free) {
    throw new Error(
      `${gib(needed)} are needed at ${folder}, and ${gib(free)} are free there. Fill less, or elsewhere (--data-dir).`,
    );
  }
  const [appointments, shops] = [scale.appointments, scale.shops].map((it) => it.toLocaleString('en'));
  console.log(`${appointments} appointments over ${shops} shops and ${scale.years} years into ${folder}`);
  const started = performance.now();
  const filled = await openFilled(folder, scale, console.log);
  const minutes = (performance.now() - started) / 60_000;
  console.log((await sizesOf(filled.url)).join('\n'));
  await filled.stop();
  console.log(`filled in ${minutes.toFixed(1)} minutes`);
}

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function number(text: string, name: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0.\n\n${USAGE}`);
  return value;
}

main().catch((error: Error) => {
  const isUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = isUsage ? 2 : 1;
});
