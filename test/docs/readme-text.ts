import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const readmeText = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
