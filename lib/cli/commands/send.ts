import type { Context } from '../context.ts';
import { findIntegration } from '../resources.ts';
import { checkEvents } from '../send/check-events.ts';
import { complete, describe, type Outgoing, readEventFile, readEvents } from '../send/outgoing.ts';
import { publishEvents, targetOf } from '../send/publish-events.ts';
import { isDelivered, waitForDeliveries, waitTimeoutMs } from '../send/wait-for-deliveries.ts';
import { parseAssignment } from '../shell/assignment.ts';
import { defineCommand, exitCodes, type Input, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { UsageError } from '../shell/errors.ts';
import { type Flags, wholeNumber } from '../shell/flags.ts';
import { counted, writeJson } from '../shell/output.ts';

/** A load test has better tools; more than this is a slip of the fingers. */
const countMost = 10_000;

const flags = {
  version: { type: 'string', value: '<name>', about: "of the type's example; the newest unless given" },
  set: {
    type: 'string',
    multiple: true,
    value: '<path=value>',
    about: 'set a field; a JSON value, else text',
  },
  count: { type: 'string', value: '<n>', about: 'send so many, each with an id of its own' },
  'fresh-ids': {
    type: 'boolean',
    about: 'what was delivered already once more: each event gets an id of its own',
  },
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
    'send customer.created --set data.customerId=42',
    'send customer.created --wait --env staging',
    'send events.ndjson --integration customer-created-to-stripe --env dev',
    'send delivered.ndjson --fresh-ids --integration customer-created-to-stripe --env prod',
  ],
  run: async (input, context) => {
    const environment = input.environment.name;
    const [what = ''] = input.positionals;
    checkFlags(input);
    const { integration: only, json, wait } = input.flags;
    const timeoutMs = waitTimeoutMs(input.flags);
    const integration = only === undefined ? undefined : findIntegration(only, context);
    const outgoing = await prepare(what, input, context);
    if (!input.flags.raw) {
      const set = input.flags.set.map(parseAssignment);
      checkEvents(outgoing, integration, input.flags.force, context, set);
    }
    await confirmChange(
      {
        environment,
        ...(input.flags['fresh-ids'] && { risk: deliveredAnew }),
        what: `send ${counted(outgoing.length, 'event')}`,
        yes: input.flags.yes,
        stdinTaken: what === '-',
      },
      context,
    );
    const target = await targetOf(environment, integration, context);
    const sent = await publishEvents(outgoing, target, input.flags, context);
    const takers = integration === undefined ? context.integrations : [integration];
    const outcomes =
      wait && (await waitForDeliveries(sent, takers, { environment, timeoutMs, json }, context));
    if (json) writeJson(context, { to: target.name, sent, ...(outcomes && { outcomes }) });
    return outcomes === false || outcomes.every(isDelivered) ? exitCodes.ok : exitCodes.found;
  },
});

/** Of events that were delivered under another id. */
const deliveredAnew =
  'By an id of its own each is a new event: what has no upsert at the third party happens a second time.';

function checkFlags({
  flags: { raw, set, version, count, force, wait, 'fresh-ids': fresh },
}: Input<typeof flags>): void {
  const changing = [
    version === undefined ? '' : '--version',
    set.length > 0 ? '--set' : '',
    count === undefined ? '' : '--count',
    fresh ? '--fresh-ids' : '',
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
  const { raw, set, version, count: countText } = input.flags;
  if (raw) return [describe(await readEventFile(what, context))];
  const assignments = set.map(parseAssignment);
  const count = countText === undefined ? 1 : wholeNumber('count', countText, 1, countMost);
  const texts = await readEvents(what, version, context);
  const freshId = count > 1 || input.flags['fresh-ids'];
  if (freshId && assignments.some(({ path }) => path[0] === 'id')) {
    const flag = count > 1 ? '--count' : '--fresh-ids';
    throw new UsageError(`${flag} gives each event an id of its own: it does not go with --set id=…`);
  }
  return Array.from({ length: count }, () => texts)
    .flat()
    .map((text) => describe(complete(text, { assignments, freshId }, context)));
}
