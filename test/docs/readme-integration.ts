/** The integration that the README adds, added to a copy of the repository as the README says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snippetsIn, writeSnippets } from './guide-snippets.ts';
import { readmeText } from './readme-text.ts';

export const addedIntegration = 'customer-created-to-billing';

/** The TypeScript snippets by the path that their first line names. */
export const snippets = snippetsIn(readmeText);

/** Writes the snippets into the copy at `root`, and the integration's line into the list, unless somebody has done so before. */
export function addReadmeIntegration(root: string): void {
  writeSnippets(snippets, root);
  const list = join(root, 'functions/integrations/index.ts');
  const before = readFileSync(list, 'utf8');
  if (before.includes(`./${addedIntegration}/`)) return;
  const text = before
    .replace(/^import (?!type)/m, `import billing from './${addedIntegration}/integration.ts';\nimport `)
    .replace('[] = [', '[] = [\n  billing,');
  writeFileSync(list, text);
}
