/** Draws the rooms as they are now into docs/architecture.md: what `npm run accept:architecture` runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagePath, withPicture } from './architecture-page.ts';
import { readSourceFiles, root } from './source-file.ts';

const file = join(root, pagePath);
writeFileSync(file, withPicture(readFileSync(file, 'utf8'), readSourceFiles()));
