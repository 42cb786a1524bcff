import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { missingCommands } from './named-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.each(['docs/promotion.md', 'docs/decisions/queues-outlive-deployments.md'])('%s', (guide) => {
  const text = readFileSync(join(root, guide), 'utf8');

  it('names only commands and flags that exist', async () => {
    expect(await missingCommands(text)).toEqual([]);
  }, 60_000);

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(join(root, dirname(guide), link)))).toEqual([]);
  });

  it('names only workflows and context that there are', () => {
    const workflows = text.match(/\b[\w-]+\.yml\b/g) ?? [];
    expect(workflows.filter((name) => !existsSync(join(root, '.github/workflows', name)))).toEqual([]);
    const app = readFileSync(join(root, 'lib/promotion/promotion-app.ts'), 'utf8');
    const keys = [...text.matchAll(/-c (\w+)=/g)].map(([, key = '']) => key);
    expect(keys.filter((key) => !app.includes(`text(app, '${key}')`))).toEqual([]);
  });
});
