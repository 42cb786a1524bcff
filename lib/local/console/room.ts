/**
 * The page on loopback that shows what the local environment does, and its server. What is shown and done is what the command
 * line computes: whoever starts it hands that in (operator.ts). May use the stand-ins, for their faults.
 */
export const room = {
  uses: ['lib/local/foreign-request.ts', 'lib/local/stand-ins'],
} as const;
