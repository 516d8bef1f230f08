import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const COMPRESSIBLE = /\.(js|css|html|svg|json)$/;

/** Writes `.br` and `.gz` beside every file that gains from it, so that the server compresses nothing while it serves. */
function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!COMPRESSIBLE.test(name)) continue;
        const bytes = readFileSync(join(folder, name));
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

const WORKER = 'service-worker';

/** Tells the service worker which files it is to keep; another build is another worker, byte by byte. */
function fillInWorker(): Plugin {
  return {
    name: 'fill-in-worker',
    apply: 'build',
    // After the page is written, which is part of what is kept.
    enforce: 'post',
    generateBundle(_, bundle) {
      const worker = bundle[`${WORKER}.js`];
      if (worker?.type !== 'chunk') throw new Error('There is no service worker in the build');
      const names = Object.keys(bundle).filter((name) => name !== worker.fileName && name !== 'index.html');
      const page = bundle['index.html'];
      const build = createHash('sha256').update(names.join('\n'));
      if (page?.type === 'asset') build.update(page.source);
      const files = names.map((name) => `/${name}`);
      worker.code = worker.code
        .replace(/["'`]%FILES%["'`]/, files.map((it) => JSON.stringify(it)).join())
        .replace('%BUILD%', build.digest('hex').slice(0, 12));
    },
  };
}

// Where the server beside it listens; see scripts/dev.ts.
const api = { target: `http://127.0.0.1:${process.env.PORT || 3000}` };

export default defineConfig({
  plugins: [react(), fillInWorker(), precompress()],
  build: {
    outDir: 'dist',
    // The oldest browsers with CSS light-dark(), which the colors are written in.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // A module script would otherwise bring an inline-style polyfill that no supported browser needs.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'index.html', [WORKER]: 'src/offline/service-worker.ts' },
      // A worker is looked for again under its one name.
      output: { entryFileNames: ({ name }) => (name === WORKER ? `${WORKER}.js` : 'assets/[name]-[hash].js') },
    },
  },
  server: { port: 5173, proxy: { '/api': api, '/healthz': api, '/readyz': api, '/openapi.json': api, '/docs': api } },
});
