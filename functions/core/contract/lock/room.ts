/**
 * The recorded contract of a destination: observing an answer, the lock as JSON, and how two locks differ.
 * May use shapes and declarations. Never holds a value that a third party sent.
 */
export const room = {
  uses: ['functions/core/declare', 'functions/core/contract/shape'],
  packages: ['node:crypto'],
} as const;
