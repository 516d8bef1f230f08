// The server as a process: `npm start` ends up here. Runs on import.
import { ConfigError, loadConfig, misspelt } from '../config.ts';
import { EmbeddedPostgresError } from '../db/embedded/embedded-error.ts';
import { DatabaseNewerError, ServerTooOldError } from '../db/migrate.ts';
import { createLog, standardOutput } from '../log.ts';
import { VERSION } from '../version.ts';
import { type Arguments, type DemoWish, readArguments, USAGE } from './arguments.ts';
import { StartError } from './reach-database.ts';
import { type Running, startServer } from './start-server.ts';

/** Errors whose message is written for the person who started the program; all others are defects, and show where. */
const EXPLAINED = [ConfigError, StartError, EmbeddedPostgresError, DatabaseNewerError, ServerTooOldError];
/** Ctrl-C reaches this process from the terminal and from npm at once; a person needs longer for a second one. */
const SAME_PRESS_MS = 400;
/** How long whoever reads the log may take for its last lines, in milliseconds. */
const LAST_WORDS_MS = 2_000;

// What is for a person goes where one is looking: without a terminal standard output belongs to the log.
const print = process.stdout.isTTY ? console.log : console.error;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function argumentsOrFail(): Arguments {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function run(demo: DemoWish): Promise<void> {
  const config = loadConfig();
  for (const hint of misspelt()) print(hint);
  const output = standardOutput();
  const log = createLog(config, output);
  // Not the end that is planned, see `exit`: a second Ctrl-C, for one.
  process.on('exit', () => output.flushSync());
  const exit = (code: number) => {
    setTimeout(() => process.exit(code), LAST_WORDS_MS);
    output.flush(() => process.exit(code));
  };
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'a defect ended the program');
    if (process.stdout.isTTY) console.error(err);
    exit(1);
  });

  const stopped = new AbortController();
  let running: Running | undefined;
  let firstPress = 0;
  const stop = async () => {
    if (firstPress > 0) {
      if (performance.now() - firstPress > SAME_PRESS_MS) process.exit(130);
      return;
    }
    firstPress = performance.now();
    print('Stopping: finishing what is under way. Press Ctrl-C again to stop at once.');
    stopped.abort();
    await running?.stop();
    if (running !== undefined) exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  try {
    running = await startServer(config, log, print, { demo, stopped: stopped.signal });
    // The signal came while it was starting.
    if (stopped.signal.aborted) await running.stop().then(() => exit(0));
  } catch (error) {
    if (stopped.signal.aborted) return exit(0);
    throw error;
  }
}

const asked = argumentsOrFail();
if (asked.help) console.log(USAGE);
else if (asked.version) console.log(VERSION);
else {
  run(asked.demo).catch((error) => {
    if (EXPLAINED.some((known) => error instanceof known)) fail(error.message);
    console.error(error);
    process.exit(1);
  });
}
