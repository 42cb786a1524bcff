/** 130 integrations as a whole: built, synthesized with all checks, and running on this machine. */
import { rmSync } from 'node:fs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { readEventSources } from '../../lib/cli/status/event-sources.ts';
import { startLocalAws } from '../../lib/local/aws/start-local-aws.ts';
import { integrationName } from '../../lib/names.ts';
import { fixtureApp } from '../fixtures/fixture-template.ts';
import { aHundred, manyIntegrations } from '../fixtures/many-integrations.ts';

const integrations = manyIntegrations(aHundred);
const names = integrations.map(({ name }) => integrationName('local', name));

it('passes every check of a deployment, in all environments, within a minute of one core', () => {
  // Of this process: a busy machine does not make it longer.
  const before = process.cpuUsage();
  const { directory } = fixtureApp(['dev', 'staging', 'prod'], true, integrations).synth();
  rmSync(directory, { recursive: true, force: true });
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(60_000);
}, 300_000);

it('runs whole on this machine', async () => {
  const { directory } = fixtureApp(['local'], false, integrations).synth();
  const aws = await startLocalAws({
    assemblyDir: directory,
    stackName: 'interlock-local',
    port: 0,
    secrets: {},
  });
  try {
    expect(aws.functions.size).toBe(132);
    const sources = await readEventSources(new LambdaClient(aws.client), names);
    expect(names.filter((name) => sources.get(name) !== 'Enabled')).toEqual([]);
  } finally {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}, 300_000);
