/** An environment of which some stands in a part, on this machine. `npm run prove` does it with 130 integrations. */
import { rmSync } from 'node:fs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEventSources } from '../../../../lib/cli/status/event-sources.ts';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';
import { integrationName, topicName } from '../../../../lib/names.ts';
import { fixtureApp } from '../../../fixtures/fixture-template.ts';
import { manyIntegrations } from '../../../fixtures/many-integrations.ts';

const integrations = manyIntegrations({ integrations: 19, destinations: 4, types: 8 });
const [first, last] = [integrations[0], integrations.at(-1)];
let aws: LocalAws;
let directory: string;

beforeAll(async () => {
  directory = fixtureApp(['local'], false, integrations).synth().directory;
  aws = await startLocalAws({ assemblyDir: directory, stackName: 'interlock-local', port: 0, secrets: {} });
}, 60_000);

afterAll(async () => {
  await aws?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('an environment in parts', () => {
  it('runs whole: every function, every queue, and an event source for each', async () => {
    expect(aws.functions.size).toBe(21);
    const names = integrations.map(({ name }) => integrationName('local', name));
    const sources = await readEventSources(new LambdaClient(aws.client), names);
    expect(names.filter((name) => sources.get(name) !== 'Enabled')).toEqual([]);
  });

  it('has one key for references to people', async () => {
    const lambda = new LambdaClient(aws.client);
    const keys = [first, last].map(async (integration) => {
      const FunctionName = integrationName('local', integration?.name ?? '');
      const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return JSON.parse(found.Environment?.Variables?.INTERLOCK_RESOURCES ?? '{}').referenceKey;
    });
    expect(await Promise.all(keys)).toEqual(
      Array(2).fill('arn:aws:cloudformation:us-east-1:000000000000:stack/interlock-local/local'),
    );
  });

  it('delivers an event to the queue of an integration in a part, as its policies allow', async () => {
    const event = last?.event.type ?? '';
    const takers = integrations.filter((one) => one.event.type === event).map(({ name }) => name);
    expect(takers).toHaveLength(3);
    await new SNSClient(aws.client).send(
      new PublishCommand({
        TopicArn: aws.topicArn(topicName('local')),
        Message: JSON.stringify({ type: event }),
      }),
    );
    for (const name of takers) {
      const sources = aws.eventSources.get(integrationName('local', name));
      await expect.poll(() => sources?.messages, { timeout: 10_000 }).toBe(1);
    }
  });
});
