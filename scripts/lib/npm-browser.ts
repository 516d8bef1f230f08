import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from './browser-launch.ts';
import { root, runCommand } from './run-command.ts';

const PACKAGE = join(root, 'scripts', 'browser-package');
const CACHE = join(root, 'node_modules', '.cache', 'browser');

/**
 * A headless Chromium that ships inside an npm package, so that an ordinary user without any rights on the machine can run the
 * tests. It is 70 MB, which is why it's fetched only where it's needed, by `npm ci` with a lock file of its own: npm refuses a
 * package whose checksum differs. Answers a sentence where there is none for this machine.
 */
export async function browserFromNpm(say: (line: string) => void): Promise<Browser | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `the package has no browser for ${process.platform} ${process.arch}`;
  }
  const version = pinnedVersion();
  const home = join(CACHE, version);
  if (!existsSync(home)) {
    say(`Getting headless Chromium ${version} from npm (70 MB, once).`);
    await unpack(home);
  }
  const path = join(home, 'chromium');
  const env = { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_FILE: join(home, 'fonts.conf') };
  const { code, output } = await runCommand([path, '--version'], { env });
  if (code !== 0) return `it does not start: ${output}`;
  return { path, env, description: `${output.trim()}, from npm (${path})` };
}

function pinnedVersion(): string {
  const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return manifest.dependencies['@sparticuz/chromium'] ?? '';
}

/** Unpacks beside the final place and renames at the end, so that a run cut short leaves nothing half done. */
async function unpack(home: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'unpack-'));
  try {
    cpSync(PACKAGE, join(work, 'package'), { recursive: true });
    const cwd = join(work, 'package');
    await must(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd });

    // The package unpacks into the temporary folder of the system under a fixed name, where another user could have put
    // something else. TMPDIR sends it here; the Lambda variable makes it bring the shared libraries it needs as well.
    const out = join(work, 'out');
    mkdirSync(out);
    const env = { TMPDIR: out, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
    const script = `(await import('@sparticuz/chromium')).default.executablePath()`;
    await must(['node', '--input-type=module', '--eval', script], { cwd, env });
    writeFileSync(join(out, 'fonts.conf'), fontConfiguration(home));
    renameSync(out, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function must(command: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<void> {
  const { code, output } = await runCommand(command, options);
  if (code !== 0) throw new Error(`${command.slice(0, 2).join(' ')} failed: ${output}`);
}

/** The package's own file looks for fonts in Lambda's folders only; without fonts every text is blank. */
const fontConfiguration = (home: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, 'font-cache')}</cachedir>
</fontconfig>
`;
