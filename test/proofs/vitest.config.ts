/** What takes too long to be run with every change: `npm run prove`. */
import { defineConfig } from 'vitest/config';

// One after the other: what is measured by a clock needs the processors.
export default defineConfig({ test: { include: ['test/proofs/*.proof.ts'], fileParallelism: false } });
