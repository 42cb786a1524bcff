import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { EnvironmentName } from '../../environments.ts';
import { integrationName, topicName } from '../../names.ts';
import type { Context } from '../context.ts';
import { checkEvents } from '../event-check.ts';
import { complete, describe, type Outgoing, readEventFile, readEvents } from '../outgoing.ts';
import { eventsTopicArn, findIntegration, queueUrl } from '../resources.ts';
import { isDelivered, type Sent, waitForDeliveries, waitTimeoutMs } from '../send-wait.ts';
import { parseAssignment } from '../shell/assignment.ts';
import { defineCommand, exitCodes, type Input, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { type Flags, wholeNumber } from '../shell/flags.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';

/** A load test has better tools; more than this is a slip of the fingers. */
const countMost = 10_000;
/** Sent at the same time: one connection each, and the operator's machine has to hold them. */
const atOnce = 10;

const flags = {
  set: {
    type: 'string',
    multiple: true,
    value: '<path=value>',
    about: 'set a field; a JSON value, else text',
  },
  count: { type: 'string', value: '<n>', about: 'send so many, each with an id of its own' },
  integration: { type: 'string', value: '<name>', about: "straight to one integration's queue" },
  force: { type: 'boolean', about: 'send even what does not fit its contract' },
  raw: { type: 'boolean', about: 'send the bytes as they are, unchecked' },
  wait: { type: 'boolean', about: 'wait for the outcome; exit 3 if any integration failed' },
  timeout: { type: 'string', value: '<duration>', about: 'how long --wait waits; 2m unless given' },
  ...yesFlag,
} as const satisfies Flags;

/** Publishes events: to the topic, as a publisher would, or to one queue. */
export const send = defineCommand({
  name: 'send',
  summary:
    "Publishes an event: an event type's example, a file, or standard input (one event, or one per line).",
  parameters: '<type>|<file>|-',
  arity: { least: 1, most: 1 },
  flags,
  examples: [
    'send customer.created',
    'send customer.created --set data.customerId=42 --set subject=42',
    'send customer.created --wait --env staging',
    'send events.ndjson --integration customer-created-to-stripe --env dev',
  ],
  run: async (input, context) => {
    const environment = input.environment.name;
    const [what = ''] = input.positionals;
    checkFlags(input);
    const { integration: only, json, wait } = input.flags;
    const timeoutMs = waitTimeoutMs(input.flags);
    const integration = only === undefined ? undefined : findIntegration(only, context);
    const outgoing = await prepare(what, input, context);
    if (!input.flags.raw) checkEvents(outgoing, integration, input.flags.force, context);
    await confirmChange(
      {
        environment,
        what: `send ${counted(outgoing.length, 'event')}`,
        yes: input.flags.yes,
        stdinTaken: what === '-',
      },
      context,
    );
    const target = await targetOf(environment, integration, context);
    const sent = await deliver(outgoing, target, input, context);
    const takers = integration === undefined ? context.integrations : [integration];
    const outcomes =
      wait && (await waitForDeliveries(sent, takers, { environment, timeoutMs, json }, context));
    if (json) writeJson(context, { to: target.name, sent, ...(outcomes && { outcomes }) });
    return outcomes === false || outcomes.every(isDelivered) ? exitCodes.ok : exitCodes.found;
  },
});

function checkFlags({ flags: { raw, set, count, force, wait } }: Input<typeof flags>): void {
  const changing = [
    set.length > 0 ? '--set' : '',
    count === undefined ? '' : '--count',
    force ? '--force' : '',
    wait ? '--wait' : '',
  ];
  const against = changing.find((flag) => flag !== '');
  if (raw && against !== undefined) {
    throw new UsageError(`--raw sends the bytes unchanged and unchecked: it does not go with ${against}`);
  }
}

async function prepare(
  what: string,
  input: Input<typeof flags>,
  context: Context,
): Promise<readonly Outgoing[]> {
  const { raw, set, count: countText } = input.flags;
  if (raw) return [describe(await readEventFile(what, context))];
  const assignments = set.map(parseAssignment);
  const count = countText === undefined ? 1 : wholeNumber('count', countText, 1, countMost);
  const texts = await readEvents(what, context);
  const freshId = count > 1;
  if (freshId && assignments.some(({ path }) => path[0] === 'id')) {
    throw new UsageError('--count gives each event an id of its own: it does not go with --set id=…');
  }
  return Array.from({ length: count }, () => texts)
    .flat()
    .map((text) => describe(complete(text, { assignments, freshId }, context)));
}

interface Target {
  readonly name: string;
  /** Resolves to SNS' or SQS' message id. */
  readonly take: (text: string) => Promise<string | undefined>;
}

async function targetOf(
  environment: EnvironmentName,
  integration: AnyIntegration | undefined,
  context: Context,
): Promise<Target> {
  const { sns, sqs } = await context.clients(environment);
  if (integration === undefined) {
    const TopicArn = await eventsTopicArn(sqs, environment, context.integrations);
    const take = async (Message: string) =>
      (await sns.send(new PublishCommand({ TopicArn, Message }))).MessageId;
    return { name: topicName(environment), take };
  }
  const name = integrationName(environment, integration.name);
  const QueueUrl = await queueUrl(sqs, name);
  return {
    name,
    take: async (MessageBody) =>
      (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))).MessageId,
  };
}

/** Prints what was taken even when a later one was not: the operator must know where it stopped. Throws then. */
async function deliver(
  outgoing: readonly Outgoing[],
  { name, take }: Target,
  { flags: { json } }: Input<typeof flags>,
  context: Context,
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  let failure: PromiseRejectedResult | undefined;
  for (let at = 0; at < outgoing.length && failure === undefined && !context.signal.aborted; at += atOnce) {
    const batch = outgoing.slice(at, at + atOnce);
    const answers = await Promise.allSettled(batch.map(({ text }) => take(text)));
    for (const [n, answer] of answers.entries()) {
      const { id, type } = batch[n] ?? {};
      if (answer.status === 'rejected') failure ??= answer;
      else sent.push({ eventId: id, type, messageId: answer.value });
      if (answer.status === 'fulfilled' && !json)
        writeLine(context.stdout, printable(id ?? answer.value ?? ''));
    }
  }
  if (sent.length < outgoing.length) {
    if (json) writeJson(context, { to: name, sent });
    writeLine(context.stderr, `${sent.length} of ${counted(outgoing.length, 'event')} sent to ${name}`);
    if (failure !== undefined) throw failure.reason;
    throw new CommandError('stopped before all were sent');
  }
  writeLine(context.stderr, `${counted(sent.length, 'event')} sent to ${name}`);
  return sent;
}
