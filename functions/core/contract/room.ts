/**
 * What a third party really answers. `shape` says how values look, `lock` records and compares them, `drift` compares
 * production with the lock, `probe` asks on purpose. May use declarations and one HTTP exchange; knows no delivery.
 */
export const room = {
  uses: [
    'functions/core/declare',
    'functions/core/errors.ts',
    'functions/core/http',
    'functions/core/log.ts',
    'functions/core/metrics.ts',
  ],
  packages: [],
  floors: [['shape'], ['lock'], ['drift', 'probe']],
  files: {},
} as const;
