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

// Where the server beside it listens; see scripts/dev.ts.
const api = { target: `http://127.0.0.1:${process.env.PORT || 3000}` };

export default defineConfig({
  plugins: [react(), precompress()],
  build: {
    outDir: 'dist',
    // The oldest browsers with CSS light-dark(), which the colors are written in.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // A module script would otherwise bring an inline-style polyfill that no supported browser needs.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { port: 5173, proxy: { '/api': api, '/healthz': api, '/readyz': api, '/openapi.json': api, '/docs': api } },
});
