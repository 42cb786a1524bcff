import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // For two cores: a scenario waits for the local AWS a third of the time, and the third worker has work meanwhile.
    maxWorkers: 3,
    // A process for each file spent a third of the CPU on starting and on loading packages. Three processes take all
    // files instead, and the setup file sees to it that none finds what another has left.
    isolate: false,
    setupFiles: ['test/fresh-modules.ts'],
    // Ends what hangs, and judges no speed: the longest test needs 25 s on two free cores, and several times
    // that where something else keeps them busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A process that a test waits for takes seconds to start on a busy machine.
    expect: { poll: { timeout: 30_000, interval: 20 } },
  },
});
