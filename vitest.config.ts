import { existsSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';

// One project for each workspace, so that a failure says where it lives and `--project api` runs one of them.
// A workspace with needs of its own (the server's database) brings its own vitest.config.ts; the others share these lines.
const folders = [...globSync('{packages,apps}/*/package.json'), 'perf/package.json', 'scripts/package.json']
  .map((path) => path.replace(/[/\\]package\.json$/, ''))
  .sort();

export default defineConfig({
  test: {
    projects: [
      ...folders.map((folder) =>
        existsSync(`${folder}/vitest.config.ts`)
          ? `./${folder}/vitest.config.ts`
          : {
              test: {
                name: basename(folder),
                root: folder,
                include: ['**/*.test.{ts,tsx}'],
                exclude: ['**/node_modules/**', '**/dist/**', 'e2e/**'],
                // All cores: many tests wait for processes, sockets and disks most of the time. By itself the runner keeps one
                // core free, which on two cores is half of them. The other configurations say the same, for none inherits it.
                maxWorkers: '100%',
                // A process for several files: starting one and reading all modules anew took as long as the tests themselves.
                isolate: false,
              },
            },
      ),
      './apps/api/vitest.chaos.config.ts',
    ],
    passWithNoTests: false,
  },
});
