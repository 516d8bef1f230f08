import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finished, root, runCommand } from '../lib/run-command.ts';
import { GIVEN, readmeSnippets } from './readme-snippets.ts';

/** What a stranger has beside our packages, in the versions that this repository has. */
const BESIDE = [
  'react',
  'react-dom',
  'vite',
  '@vitejs/plugin-react',
  'typescript',
  '@types/react',
  '@types/react-dom',
  '@types/node',
];

const installedVersion = (name: string): string =>
  (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;

const PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Board</title></head><body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body></html>';
const VITE = "import react from '@vitejs/plugin-react';\nexport default { plugins: [react()] };\n";
/** As `npm create vite` writes it, but our types are looked at too. */
const TYPES = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    noEmit: true,
    skipLibCheck: false,
  },
  include: ['src', 'watch-board.ts', 'snippets'],
};

/** A new Vite app and a Node script that use packed packages as a stranger would, outside of this repository. */
export class FreshFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Writes the files, and installs the archives and what stands beside them. */
  async install(archives: readonly string[]): Promise<void> {
    const dependencies = Object.fromEntries(BESIDE.map((name) => [name, installedVersion(name)]));
    this.#write('package.json', JSON.stringify({ name: 'fresh', private: true, type: 'module', dependencies }));
    this.#write('index.html', PAGE);
    this.#write('vite.config.js', VITE);
    this.#write('tsconfig.json', JSON.stringify(TYPES));
    mkdirSync(join(this.path, 'src'));
    copyFileSync(join(root, 'examples/react-board/main.tsx'), join(this.path, 'src/main.tsx'));
    copyFileSync(join(root, 'examples/watch-board.ts'), join(this.path, 'watch-board.ts'));
    const npm = [
      'npm',
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--loglevel=error',
    ];
    const installed = await this.run([...npm, ...archives]);
    if (installed.code !== 0) throw new Error(`npm install failed in a fresh folder:\n${installed.output}`);
  }

  /** Pastes each snippet of an installed README into a file of its own. Answers how many there were. */
  pasteSnippets(name: string): number {
    mkdirSync(join(this.path, 'snippets'), { recursive: true });
    this.#write('snippets/given.d.ts', GIVEN);
    const snippets = readmeSnippets(readFileSync(join(this.path, 'node_modules', name, 'README.md'), 'utf8'));
    for (const [i, { ending, code }] of snippets.entries()) {
      this.#write(`snippets/${name.split('/').at(-1)}-${i + 1}.${ending}`, code);
    }
    return snippets.length;
  }

  /** Runs one of its own programs. */
  run(command: readonly string[]): Promise<Finished> {
    return runCommand(command, { cwd: this.path });
  }

  /** Runs a script that does not end by itself, interrupts it as Ctrl-C does once it has said enough, and answers what it said. */
  async runUntil(script: readonly string[], isEnough: (output: string) => boolean): Promise<string> {
    const child = spawn(process.execPath, script, {
      cwd: this.path,
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += String(chunk);
      if (isEnough(output)) child.kill('SIGINT');
    });
    await once(child, 'close');
    return output;
  }

  /** Serves the built Vite app as `vite preview` does, until the answer is called. */
  async preview(port: number): Promise<() => Promise<void>> {
    const args = ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'];
    const child = spawn(this.bin('vite'), args, { cwd: this.path, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    const ready = new Promise<void>((settle) => {
      child.stdout.on('data', (chunk: Buffer) => String(chunk).includes(String(port)) && settle());
    });
    await Promise.race([ready, ended.then(() => Promise.reject(new Error('vite preview ended')))]);
    return async () => {
      child.kill();
      await ended;
    };
  }

  bin(name: string): string {
    return join(this.path, 'node_modules', '.bin', name);
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }
}
