/** Waiting until what was published has arrived, and until nothing is under way. */
import { integrationName } from '../names.ts';
import type { DemoContext, DemoEnvironment } from './demo-environment.ts';
import { integrations } from './integrations.ts';
import type { Story } from './story.ts';
import { effectsOf, eventsOf } from './tally-of.ts';

/** The demo has a minute; what has not arrived by then has not arrived. */
const patienceMs = 50_000;
/** Often enough to look alive, seldom enough to leave the machine to the functions. */
const lookEveryMs = 250;
/** Without a terminal a line every five seconds says that it lives. */
const looksPerLine = 20;

/** Until each valid event has had its effect and the queues are empty, or `patienceMs` are over. */
export async function untilArrived(
  story: Story,
  environment: DemoEnvironment,
  context: DemoContext,
): Promise<void> {
  const wanted = integrations.reduce((sum, integration) => sum + eventsOf(integration, story).length, 0);
  await waitUntil(environment, context, (arrived) => arrived >= wanted, { story, wanted });
  await untilQuiet(environment, context);
}

/** Until no message of an integration is left in its queue, or `patienceMs` are over. */
export const untilQuiet = (environment: DemoEnvironment, context: DemoContext): Promise<void> => {
  const queueNames = integrations.map(({ name }) => integrationName('local', name));
  return waitUntil(environment, context, () => environment.aws.pendingMessages(queueNames) === 0);
};

/** Looks a few times a second, shows progress where somebody looks, and gives up in time. */
async function waitUntil(
  environment: DemoEnvironment,
  context: DemoContext,
  isDone: (arrived: number) => boolean,
  seen?: { readonly story: Story; readonly wanted: number },
): Promise<void> {
  const deadlineMs = context.now() + patienceMs;
  for (let round = 1; context.now() < deadlineMs; round += 1) {
    const arrived = seen === undefined ? 0 : arrivedOf(seen.story, environment);
    if (seen !== undefined) show(`${arrived} of ${seen.wanted} effects`, round, context);
    if (isDone(arrived)) break;
    await context.sleep(lookEveryMs);
  }
  if (seen !== undefined && context.isTTY) context.stderr.write('\r\u001b[K');
}

function show(progress: string, round: number, { isTTY, stdout, stderr }: DemoContext): void {
  if (isTTY) stderr.write(`\r  ${progress} `);
  else if (round % looksPerLine === 0) stdout.write(`  ${progress}\n`);
}

const arrivedOf = (story: Story, environment: DemoEnvironment) =>
  integrations.reduce((sum, integration) => sum + sumOf(effectsOf(integration, story, environment)), 0);

const sumOf = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
