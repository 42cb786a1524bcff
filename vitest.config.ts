import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A test that needs longer than this waits for something it should be told.
    testTimeout: 10_000,
    hookTimeout: 30_000,
  },
});
