/** The whole story on this machine: publish, trouble, and what the third parties hold in the end. */
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { integrations } from '../../functions/integrations/index.ts';
import { type LocalEnvironment, startLocalEnvironment } from '../local/local-environment.ts';
import { integrationName, topicName } from '../names.ts';
import { accountOf, booked, brokenTextTo, eventsOf } from './account-of.ts';
import { existingContact, type Story, tell, trouble } from './story.ts';
import { discrepancies, table } from './verdict.ts';

export interface DemoContext {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly now: () => number;
  readonly isTTY: boolean;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The demo has a minute; what has not arrived by then has not arrived. */
const patienceMs = 50_000;
const outDir = '.interlock/demo';

/** Runs the demo. Returns 0 only if every distinct valid event had exactly one effect at every third party. */
export async function demo(_options: Record<string, never>, context: DemoContext): Promise<number> {
  const startedMs = context.now();
  const say = (text: string) => context.stdout.write(`${text}\n`);
  say(
    'Interlock demo: the stack of interlock-local on this machine, and stand-ins of three third parties.\n',
  );
  const environment = await startLocalEnvironment({ port: 0, outDir, now: context.now });
  try {
    const { tookMs, aws, standIns } = environment;
    say(
      `✓ template synthesized in ${seconds(tookMs.synthesis)}, brought up in ${seconds(tookMs.start)} at ${aws.endpoint}`,
    );
    standIns.intercom.seed(existingContact);
    for (const [name, faults] of Object.entries(trouble))
      standIns[name as keyof typeof trouble].faults.add(faults);
    say(`✓ trouble arranged: ${describeTrouble()}`);
    const story = tell(new Date(startedMs).toISOString());
    const accounts = await play(environment, story, context, say);
    say(`\n${table(accounts)}\n`);
    const wrong = accounts.flatMap(discrepancies);
    for (const sentence of wrong) say(`✗ ${sentence}`);
    say(
      wrong.length === 0
        ? `✓ every valid event had exactly one effect at every third party (${seconds(context.now() - startedMs)} in all)`
        : `✗ ${wrong.length} things are not as they should be`,
    );
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await environment.stop();
  }
}

async function play(
  environment: LocalEnvironment,
  story: Story,
  context: DemoContext,
  say: (text: string) => void,
) {
  const { aws } = environment;
  const sns = new SNSClient(aws.client);
  const sqs = new SQSClient({ ...aws.client, useQueueUrlAsEndpoint: false });
  const valid = [...story.customers, ...story.payments];
  await publish(
    sns,
    aws.topicArn(topicName('local')),
    [...valid, ...story.repeated].map(({ text }) => text),
  );
  say(`✓ ${valid.length} events published, ${story.repeated.length} of them twice at once`);
  for (const { what, text, to } of story.invalid) {
    if (to === 'topic') await publish(sns, aws.topicArn(topicName('local')), [text]);
    else
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: aws.queueUrl(integrationName('local', brokenTextTo)),
          MessageBody: text,
        }),
      );
    say(`✓ ${what} published`);
  }
  await arrival(environment, story, context);
  await publish(
    sns,
    aws.topicArn(topicName('local')),
    story.repeated.map(({ text }) => text),
  );
  say(`✓ ${story.repeated.length} events published once more, long after they were delivered`);
  await quiet(environment, context);
  return Promise.all(integrations.map((integration) => accountOf(environment, sqs, integration, story)));
}

async function publish(sns: SNSClient, topicArn: string, texts: readonly string[]): Promise<void> {
  // SNS takes ten messages in one call.
  for (let at = 0; at < texts.length; at += 10) {
    const entries = texts.slice(at, at + 10).map((Message, n) => ({ Id: `${n}`, Message }));
    const { Failed = [] } = await sns.send(
      new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }),
    );
    if (Failed.length > 0)
      throw new Error(`${Failed.length} of ${entries.length} events were not taken by the topic`);
  }
}

async function arrival(environment: LocalEnvironment, story: Story, context: DemoContext): Promise<void> {
  const wanted = integrations.reduce((sum, integration) => sum + eventsOf(integration, story).length, 0);
  await waitUntil(environment, context, (arrived) => arrived >= wanted, wanted);
  await quiet(environment, context);
}

const quiet = (environment: LocalEnvironment, context: DemoContext) =>
  waitUntil(
    environment,
    context,
    () =>
      environment.aws.pendingMessages(integrations.map(({ name }) => integrationName('local', name))) === 0,
  );

/** Looks a few times a second, shows progress where somebody looks, and gives up in time. */
async function waitUntil(
  environment: LocalEnvironment,
  context: DemoContext,
  done: (arrived: number) => boolean,
  wanted?: number,
): Promise<void> {
  const deadlineMs = context.now() + patienceMs;
  for (let round = 0; context.now() < deadlineMs; round += 1) {
    const arrived = integrations.reduce(
      (sum, integration) => sum + sumOf(booked(environment, integration)),
      0,
    );
    if (wanted !== undefined && context.isTTY) context.stderr.write(`\r  ${arrived} of ${wanted} effects `);
    // Without a terminal a line every few seconds says that it lives.
    else if (wanted !== undefined && round % 20 === 19)
      context.stdout.write(`  ${arrived} of ${wanted} effects\n`);
    if (done(arrived)) break;
    await context.sleep(250);
  }
  if (wanted !== undefined && context.isTTY) context.stderr.write('\r\u001b[K');
}

const sumOf = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

function describeTrouble(): string {
  return Object.entries(trouble)
    .map(
      ([name, faults]) =>
        `${name} ${faults.map(({ kind, ...rest }) => ('times' in rest ? `${rest.times}× ${kind}` : kind)).join(', ')}`,
    )
    .join('; ');
}
