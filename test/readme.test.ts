import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyIntegration } from '../functions/core/integration.ts';
import { createApp } from '../lib/app.ts';
import { functionSources } from '../lib/functions.ts';
import { addedIntegration, addReadmeIntegration, readmeText, snippets } from './readme-integration.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const added = addedIntegration;
let copy: string;

describe('the README', () => {
  beforeAll(() => {
    // Inside the repository, so that packages resolve as they do for a reader.
    mkdirSync(join(root, '.interlock'), { recursive: true });
    copy = mkdtempSync(join(root, '.interlock', 'readme-'));
    cpSync(join(root, 'functions'), join(copy, 'functions'), { recursive: true });
    addReadmeIntegration(copy);
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('stays under 200 lines', () => {
    expect(readmeText.split('\n').length).toBeLessThan(200);
  });

  it('shows an integration as three files', () => {
    expect(snippets.map(({ path }) => path)).toEqual([
      'functions/mapping/customer-to-billing.ts',
      `functions/integrations/${added}/integration.ts`,
      `functions/integrations/${added}/handler.ts`,
    ]);
  });

  it('shows an integration that compiles', () => {
    const config = { extends: '../../tsconfig.json', include: ['functions'] };
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/.bin/tsc');
    expect(() => execFileSync(tsc, ['--noEmit', '-p', copy], { stdio: 'pipe' })).not.toThrow();
  });

  it('shows an integration that the stack picks up from the list alone', async () => {
    const list = (await import(pathToFileURL(join(copy, 'functions/integrations/index.ts')).href)) as {
      integrations: readonly AnyIntegration[];
    };
    const functionDirs = new Map(
      functionSources(list.integrations).map(({ name }) => [name, join(copy, 'functions/mapping')]),
    );
    const app = createApp({
      environments: ['dev'],
      integrations: list.integrations,
      functionDirs,
      validate: false,
    });
    const template = Template.fromJSON(app.synth().getStackByName('interlock-dev').template);
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `interlock-dev-${added}` });
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: `interlock-dev-${added}` });
  });

  it('names only commands that exist', () => {
    const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
    const named = [...readmeText.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    const commands = globSync('lib/cli/*.ts', { cwd: root });
    const used = [...readmeText.matchAll(/npm run interlock -- ([a-z-]+)/g)].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(5);
    expect(
      used.filter(
        (name) =>
          !commands.some((path) => path === `lib/cli/${name}.ts` || path.startsWith(`lib/cli/${name}-`)),
      ),
    ).toEqual([]);
  });
});
