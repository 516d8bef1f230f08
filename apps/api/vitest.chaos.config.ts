import { defineConfig } from 'vitest/config';

// Apart from the other tests of the server, and after them: people who move cards while their servers are killed need the
// whole processor, and would starve whatever ran beside them. Two files at a time: each waits for half of its time.
export default defineConfig({
  test: {
    name: 'chaos',
    include: ['test/chaos/**/*.test.ts'],
    globalSetup: ['./test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
