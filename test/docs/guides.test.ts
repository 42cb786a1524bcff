import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../lib/local/stand-ins/faults.ts';
import { missingCommands } from './named-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...globSync('docs/**/*.md', { cwd: root }).sort(),
];

it('finds the guides', () => {
  expect(guides).toEqual(
    expect.arrayContaining([
      'docs/architecture.md',
      'docs/promotion.md',
      'docs/decisions/queues-outlive-deployments.md',
    ]),
  );
});

it('tells a link that leads somewhere from one that does not', () => {
  const leads = (link: string) => leadsSomewhere(link, 'docs/recovery.md');
  expect(
    ['cost.md', '../README.md', 'decisions', '#lose-a-region', 'architecture.md#words'].filter(leads),
  ).toHaveLength(5);
  expect(['gone.md', 'README.md', '#gone', 'architecture.md#gone'].filter(leads)).toEqual([]);
});

describe.each(guides)('%s', (guide) => {
  const text = readFileSync(join(root, guide), 'utf8');

  it('names only commands and flags that exist', async () => {
    expect(await missingCommands(text)).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !leadsSomewhere(link, guide))).toEqual([]);
  });

  it('names only workflows and context that there are', () => {
    const workflows = text.match(/\b[\w-]+\.yml\b/g) ?? [];
    expect(workflows.filter((name) => !existsSync(join(root, '.github/workflows', name)))).toEqual([]);
    const app = readFileSync(join(root, 'lib/promotion/promotion-app.ts'), 'utf8');
    const keys = [...text.matchAll(/-c (\w+)=/g)].map(([, key = '']) => key);
    expect(keys.filter((key) => !app.includes(`text(app, '${key}')`))).toEqual([]);
  });
});

/** To a file or folder, and there to a heading if it names one. */
function leadsSomewhere(link: string, guide: string): boolean {
  const [path = '', heading] = link.split('#');
  const file = path === '' ? join(root, guide) : join(root, dirname(guide), path);
  if (!existsSync(file)) return false;
  return heading === undefined || headingsOf(readFileSync(file, 'utf8')).includes(heading);
}

/** As GitHub names them in an address. */
const headingsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

it('the guide of stand-ins names every trouble that can be arranged', () => {
  const guide = readFileSync(join(root, 'docs/stand-ins.md'), 'utf8');
  expect(Object.keys(faultKinds).filter((kind) => !guide.includes(`\`${kind}\``))).toEqual([]);
});
