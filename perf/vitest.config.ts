import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'perf',
    include: ['src/**/*.test.ts'],
    maxWorkers: '100%',
    // A real server and a real PostgreSQL are started, beside whatever else the machine does.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
