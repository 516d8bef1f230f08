import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface Finished {
  /** The exit code, or 1 where a signal ended the command or it could not be started. */
  readonly code: number;
  readonly output: string;
}

interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Hand the output to the terminal as it comes instead of collecting it. */
  readonly stream?: boolean;
}

/**
 * Runs a command without a shell and without standard input, with the pinned Node and the installed tools first on the
 * path, so that it also finds them when it was not npm that started us. Never rejects.
 */
export function runCommand(command: readonly string[], options: Options = {}): Promise<Finished> {
  const [program = '', ...args] = command;
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env, PATH: path },
      stdio: options.stream ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
    const text = () => Buffer.concat(output).toString('utf8').trimEnd();
    child.on('error', (error) => resolve({ code: 1, output: `${text()}\n${program}: ${error.message}`.trim() }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${text()}\nended by ${signal}` : text() }),
    );
  });
}
