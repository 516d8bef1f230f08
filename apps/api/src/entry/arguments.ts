import { parseArgs } from 'node:util';
import { settings } from '../config.ts';

/** Whether a demo day is loaded: never, into an empty shop only, or in any case. */
export type DemoWish = 'no' | 'if empty' | 'force';

/** What was asked for on the command line. */
export interface Arguments {
  demo: DemoWish;
  help: boolean;
  version: boolean;
}

/**
 * @throws Error with a sentence about what is not known
 * @example readArguments(['--demo']).demo // 'if empty'
 */
export function readArguments(args: readonly string[]): Arguments {
  const options = {
    demo: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
  } as const;
  try {
    // A flag that may have a value is nothing that parseArgs knows.
    const force = args.includes('--demo=force');
    const { values } = parseArgs({
      args: args.filter((it) => it !== '--demo=force'),
      options,
      strict: true,
      allowPositionals: false,
    });
    const demo = force ? 'force' : values.demo === true ? 'if empty' : 'no';
    return { demo, help: values.help === true, version: values.version === true };
  } catch (error) {
    throw new Error((error as Error).message.split('. To specify')[0]?.replace(/\.?$/, '.'));
  }
}

/**
 * `npm start --demo`, without the `--` before it: npm takes the flag for one of its own, and hands it on in the environment only.
 * @returns the arguments that were meant
 */
export function flagsNpmTook(env: Record<string, string | undefined>): string[] {
  const demo = env.npm_config_demo;
  if (demo === 'force') return ['--demo=force'];
  return demo === 'true' ? ['--demo'] : [];
}

export const USAGE = `usage: npm start -- [--demo | --demo=force] [--help] [--version]

  --demo        fill today with a believable day, if the shop has no data yet
  --demo=force  add such a day to what the shop has
  --help        show this
  --version     show the version

Settings are environment variables, e.g. PORT=3001 npm start

${Object.entries(settings)
  .map(([name, { description }]) => `  ${name.padEnd(28)}${description}`)
  .join('\n')}
`;
