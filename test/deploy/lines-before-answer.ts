/**
 * Loaded into every function that the emulator runs, before its code: what the function answers waits until the emulator
 * has read what it logged. The emulator gives the lines 50 ms after the answer, in which its reader may not have had its
 * turn on a busy machine; what comes later appears in the log with the next invocation, or never.
 */

/** Many turns of a busy machine, and nothing against a step of the proof. */
const headStartMs = 200;

// The emulator's own runtime keeps this for its answers, and sends all that the function prints elsewhere.
const write = process.stdout.write.bind(process.stdout) as (...args: readonly unknown[]) => boolean;
process.stdout.write = (...args: readonly unknown[]) => {
  setTimeout(() => write(...args), headStartMs);
  return true;
};
