import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { createApp } from '../../../lib/app.ts';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { addedIntegration, addReadmeIntegration, snippets } from '../../docs/readme-integration.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const added = addedIntegration;
let copy: string;

describe('the integration that the README adds', () => {
  beforeAll(() => {
    // Inside the repository, so that packages resolve as they do for a reader.
    mkdirSync(join(root, '.interlock'), { recursive: true });
    copy = mkdtempSync(join(root, '.interlock', 'readme-'));
    cpSync(join(root, 'functions'), join(copy, 'functions'), { recursive: true });
    addReadmeIntegration(copy);
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('is three files', () => {
    expect(snippets.map(({ path }) => path)).toEqual([
      'functions/mapping/customer-to-billing.ts',
      `functions/integrations/${added}/integration.ts`,
      `functions/integrations/${added}/handler.ts`,
    ]);
  });

  it('is picked up by the stack from the list alone', async () => {
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
});
