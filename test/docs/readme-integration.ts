/** The integration that the README adds, added to a copy of the repository as the README says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { snippetsIn, writeSnippets } from './guide-snippets.ts';

export const readmeText = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

export const addedIntegration = 'customer-created-to-billing';

/** The TypeScript snippets by the path that their first line names. */
export const snippets = snippetsIn(readmeText);

/** Writes the snippets into the copy at `root`, and the integration's line into the list. */
export function addReadmeIntegration(root: string): void {
  writeSnippets(snippets, root);
  const list = join(root, 'functions/integrations/index.ts');
  const text = readFileSync(list, 'utf8')
    .replace(/^/, `import billing from './${addedIntegration}/integration.ts';\n`)
    .replace('DeclaredIntegration[] = [', 'DeclaredIntegration[] = [billing,');
  writeFileSync(list, text);
}
