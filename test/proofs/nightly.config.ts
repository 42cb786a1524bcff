/** What is long even for `npm run prove`: `npm run prove:nightly`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/proofs/*.nightly.ts'] } });
