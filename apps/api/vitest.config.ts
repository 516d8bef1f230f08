import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'api',
    include: ['{src,test}/**/*.test.ts'],
    // They come last and alone, by a configuration of their own.
    exclude: ['test/chaos/**'],
    globalSetup: ['./test/global-setup.ts'],
    // Processes, not threads: Linux stops a PostgreSQL when the thread that started it ends.
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    // Tests that kill real servers wait for real recoveries, on a machine that may be busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
