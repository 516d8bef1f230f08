import type { Config } from '../config.ts';
import { StartError } from './reach-database.ts';

const ASK_MS = 1_000;

/** Turns what the system said about the port into what to do. Others pass through. */
export async function explainListenError(
  error: unknown,
  { port, host }: Pick<Config, 'port' | 'host'>,
): Promise<unknown> {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE': {
      const who = (await isThisProgram(host, port))
        ? 'another start of this program is running there already. Use it, stop it'
        : 'another program has it. Stop that one';
      return new StartError(`Port ${port} is taken: ${who}, or choose another port:  PORT=${port + 1} npm start`, {
        cause: error,
      });
    }
    case 'EACCES':
      return new StartError(
        `Port ${port} needs more rights than this user has. Choose one above 1023:  PORT=3000 npm start`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `HOST is "${host}", and this machine has no such address. Leave HOST out to serve this machine.`,
      );
    default:
      return error;
  }
}

async function isThisProgram(host: string, port: number): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(ASK_MS) });
    return (await answer.text()).includes('"edgar-auto-shop"');
  } catch {
    return false;
  }
}
