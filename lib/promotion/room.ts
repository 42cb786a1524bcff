/**
 * Roles for the workflows, and their stack: they take one build from environment to environment.
 * May use names, environments and the constructs of `stack`.
 */
export const room = {
  uses: ['lib/environments.ts', 'lib/names.ts', 'lib/stack'],
} as const;
