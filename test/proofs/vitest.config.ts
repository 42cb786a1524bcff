/** What takes too long to be run with every change: `npm run prove`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/proofs/*.proof.ts'] } });
