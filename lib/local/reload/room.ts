/**
 * Takes edits of the functions' sources into a local environment that runs: builds again what an edit is in, and hands the
 * code over. Knows how functions are built, and nothing of where they run.
 */
export const room = {
  uses: ['lib/build'],
} as const;
