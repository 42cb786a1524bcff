/** The whole story on this machine: publish, trouble, and what the third parties hold in the end. */
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { integrationName, topicName } from '../names.ts';
import { type DemoContext, type DemoEnvironment, type DemoParts, standInOf } from './demo-environment.ts';
import { integrations } from './integrations.ts';
import { existing, type Story, storyAt, troubleOf } from './story.ts';
import { queueClient, strangersAt, tallyOf } from './tally-of.ts';
import { asJson, discrepancies, table } from './verdict.ts';
import { untilArrived, untilQuiet } from './wait.ts';

type Say = (text: string) => unknown;

const trouble = troubleOf(integrations);

/**
 * Runs the demo. Returns 0 only if every distinct valid event had exactly one effect at every third party.
 * @param json the table as JSON on standard output, and the story on the other
 */
export async function demo(parts: DemoParts, json: boolean, context: DemoContext): Promise<number> {
  const startedMs = context.now();
  const say: Say = (text) => (json ? context.stderr : context.stdout).write(`${text}\n`);
  say(
    `Interlock demo: the stack of interlock-local on this machine, and stand-ins of ${trouble.size} third parties.\n`,
  );
  const environment = await parts.startEnvironment();
  try {
    const { tookMs, aws } = environment;
    say(
      `✓ template synthesized in ${seconds(tookMs.synthesis)}, brought up in ${seconds(tookMs.start)} at ${aws.endpoint}`,
    );
    arrangeTrouble(environment);
    say(`✓ trouble arranged: ${describeTrouble()}`);
    const story = storyAt(new Date(startedMs).toISOString(), integrations);
    await play(story, environment, context, say);
    const tallies = await Promise.all(integrations.map((one) => tallyOf(one, story, environment, parts)));
    say(`\n${table(tallies)}\n`);
    const strangers = [...trouble.keys()].flatMap((name) => {
      const count = strangersAt(name, integrations, story, environment);
      return count === 0 ? [] : [`${name}: ${count} requests had an effect that no event asked for`];
    });
    const wrong = [...tallies.flatMap(discrepancies), ...strangers];
    if (json)
      context.stdout.write(`${JSON.stringify({ integrations: tallies.map(asJson), wrong }, null, 2)}\n`);
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

function arrangeTrouble({ standIns }: DemoEnvironment): void {
  // Where a refusal or a lookup leads to what is there, something is.
  const looking = integrations.filter(({ operation }) => operation.followUp !== undefined);
  for (const name of new Set(looking.map(({ operation }) => operation.destination.name))) {
    standInOf(standIns, name).seed(existing);
  }
  for (const [name, faults] of trouble) standInOf(standIns, name).faults.add(faults);
}

async function play(
  story: Story,
  environment: DemoEnvironment,
  context: DemoContext,
  say: Say,
): Promise<void> {
  const { aws } = environment;
  const sns = new SNSClient(aws.client);
  const sqs = queueClient(environment);
  const topicArn = aws.topicArn(topicName('local'));
  const { events: valid } = story;
  await publish(
    sns,
    topicArn,
    [...valid, ...story.repeated].map(({ text }) => text),
  );
  say(`✓ ${valid.length} events published, ${story.repeated.length} of them twice at once`);
  for (const { what, text, integration } of story.invalid) {
    if (integration === undefined) await publish(sns, topicArn, [text]);
    else
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: aws.queueUrl(integrationName('local', integration)),
          MessageBody: text,
        }),
      );
    say(`✓ ${what} published`);
  }
  await untilArrived(story, environment, context);
  await publish(
    sns,
    topicArn,
    story.repeated.map(({ text }) => text),
  );
  say(`✓ ${story.repeated.length} events published once more, long after they were delivered`);
  await untilQuiet(environment, context);
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

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

function describeTrouble(): string {
  return [...trouble]
    .map(
      ([name, faults]) =>
        `${name} ${faults.map(({ kind, ...rest }) => ('times' in rest ? `${rest.times}× ${kind}` : kind)).join(', ')}`,
    )
    .join('; ');
}
