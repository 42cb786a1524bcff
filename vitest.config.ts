import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // On two cores one worker is what it would take; half of the time a scenario waits for the local AWS.
    maxWorkers: 2,
    // A test that needs longer than this waits for something it should be told.
    testTimeout: 10_000,
    hookTimeout: 30_000,
  },
});
