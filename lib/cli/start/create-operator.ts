/** What the console shows and does, by the same code as `status`, `logs`, `dead-letters`, `send` and `redrive`. */
import { Writable } from 'node:stream';
import type { Message } from '@aws-sdk/client-sqs';
import { present } from '../../../functions/core/declare/present.ts';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { referencePrefix } from '../../../functions/core/redact/reference.ts';
import type { Environment } from '../../environments.ts';
import type { LocalAws } from '../../local/aws/local-aws.ts';
import type { LetterGroup, Operator, Attempt as ShownAttempt } from '../../local/console/operator.ts';
import { deadLetterQueueName, integrationName, topicName } from '../../names.ts';
import { createClients } from '../clients.ts';
import type { Context } from '../context.ts';
import { answerOf, letterGroups } from '../dead-letters/letter-groups.ts';
import { createMover } from '../dead-letters/move-messages.ts';
import { full } from '../dead-letters/pace.ts';
import { lettersOf } from '../dead-letters/read-dead-letters.ts';
import { redriveChoice } from '../dead-letters/redrive-choice.ts';
import { shownLetter } from '../dead-letters/shown-letter.ts';
import { type Attempt, attemptIn } from '../logs/attempt.ts';
import { openLine } from '../logs/exact-lines.ts';
import { type Forms, readForms } from '../logs/references.ts';
import { wayOf } from '../mapping/way-of.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { checkEvents } from '../send/check-events.ts';
import { complete, describe, exampleOf } from '../send/outgoing.ts';
import { publishEvents, targetOf } from '../send/publish-events.ts';
import { CommandError } from '../shell/errors.ts';
import { type DestinationStatus, readStatus } from '../status/read-status.ts';
import { statusDocument } from '../status/status-document.ts';
import { readUnconsumedQueues } from '../unconsumed-queues.ts';

/** Of the local environment that runs in this process. */
export function createOperator(aws: LocalAws, environment: Environment, outer: Context): Operator {
  const clients = createClients('local', { AWS_ENDPOINT_URL: aws.endpoint });
  const context: Context = { ...outer, clients: async () => clients, stdout: nowhere(), stderr: nowhere() };
  const { integrations, events } = context;
  // Lines have a reference in the place of an id that gives somebody away.
  let forms: Promise<Forms> | undefined;
  const textOf = async (eventId: string) => {
    const [first] = integrations;
    if (first === undefined) return undefined;
    forms ??= readForms(integrationName('local', first.name), clients.lambda, context);
    return eventText(aws, integrations, eventId, await forms);
  };
  return {
    ways: integrations.map(({ name, event, operation }) => ({
      type: event.type,
      integration: name,
      destination: operation.destination.name,
    })),
    examples: () =>
      events.map((contract) => ({
        type: contract.type,
        text: JSON.stringify(exampleOf(contract), null, 2),
      })),
    readLine: (line) => {
      const attempt = attemptIn(line);
      return attempt && shown(attempt);
    },
    status: async () => {
      const nowMs = context.now();
      const [status, unconsumed] = await Promise.all([
        readStatus({ clients, environment, integrations, all: integrations, nowMs }),
        readUnconsumedQueues(clients.sqs, 'local'),
      ]);
      return {
        ...statusDocument('local', status, unconsumed),
        limits: status.destinations.map((one) => limitOf(one, nowMs)),
        // As CloudWatch would have it: since the start.
        delivered: Object.fromEntries(integrations.map(({ name }) => [name, delivered(aws, name)])),
      };
    },
    letterGroups: () =>
      integrations.flatMap((integration): readonly LetterGroup[] => {
        const letters = lettersOf(messagesIn(aws, deadLetterQueueName('local', integration.name)));
        return letterGroups(letters.map((letter) => shownLetter(letter, integration))).map((group) => ({
          integration: integration.name,
          ...group,
          answer: answerOf(group),
        }));
      }),
    exchangeOf: async (line) => {
      const attempt = attemptIn(line);
      if (attempt === undefined) return { reason: 'the line is about no delivery' };
      const text = await textOf(attempt.eventId ?? '');
      const opened = await openLine(attempt, text === undefined ? [] : [text], async () => undefined);
      return 'exchange' in opened ? opened.exchange : opened;
    },
    lineageOf: async (name, eventId) => {
      const text = await textOf(eventId);
      if (text === undefined) return { reason: 'the text of this event is not kept any more' };
      try {
        return wayOf(findIntegration(name, context), text, environment.settings);
      } catch (error) {
        if (error instanceof CommandError) return { reason: error.message };
        throw error;
      }
    },
    send: async (given) => {
      const event = describe(complete(given, { assignments: [], freshId: false }, context));
      const warnings = collecting();
      checkEvents([event], undefined, false, { ...context, stderr: warnings.stream });
      await publishEvents([event], await targetOf('local', undefined, context), { json: true }, context);
      const warning = warnings.text().trim();
      return { eventId: event.id ?? '', ...(warning === '' ? {} : { warning }) };
    },
    redrive: async ({ integration: name, fingerprint, code }) => {
      const { sqs } = clients;
      findIntegration(name, context);
      const by = fingerprint === undefined ? { code: [code] } : { fingerprint: [fingerprint] };
      const chosen = { all: false, code: [], event: [], fingerprint: [], undelivered: false, ...by };
      const { isWanted, notFound } = redriveChoice(chosen, []);
      const from = await queueUrl(sqs, deadLetterQueueName('local', name));
      const to = await queueUrl(sqs, integrationName('local', name));
      const mover = createMover({ sqs, from, to, dryRun: false, rate: full, isWanted }, context);
      const failure = await mover.move(Number.POSITIVE_INFINITY);
      if (failure !== undefined) throw failure;
      const missing = notFound();
      if (missing.length > 0) throw new CommandError(`no dead letter has ${missing.join(', ')} any more`);
      return { redriven: mover.moved.length, left: mover.left() };
    },
  };
}

const delivered = (aws: LocalAws, integration: string) =>
  aws.metric('Interlock', 'Delivered', { environment: 'local', integration });

/** How full the limiter is: what it gave so far, of what it gives a second, and how far ahead its next permit lies. */
const limitOf = ({ destination, account, backlog }: DestinationStatus, nowMs: number) => ({
  destination,
  granted: account.granted,
  perSecond: backlog.perSecond ?? null,
  aheadMs: Math.max(0, Math.round(account.tatUs / 1_000 - nowMs)),
});

const shown = ({ integration, eventId, request, response, ...attempt }: Attempt): ShownAttempt =>
  present({
    integration: integration ?? '',
    eventId: eventId ?? '',
    outcome: attempt.outcome ?? '',
    subject: attempt.subject,
    attempt: attempt.attempt,
    method: request?.method,
    url: request?.url,
    statusCode: response?.statusCode,
    durationMs: attempt.durationMs,
    reason:
      [attempt.error?.code, attempt.error?.thirdPartyCode, attempt.reason].filter(Boolean).join(' ') ||
      undefined,
  });

/** Without receiving them: a message that is looked at so is in nobody's way. */
function messagesIn(aws: LocalAws, queue: string): readonly Message[] {
  const { ready, delayed, inFlight } = aws.queues.inspect(queue);
  return [...ready, ...delayed, ...inFlight].map((message) => ({
    MessageId: message.messageId,
    Body: message.body,
    MessageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, { DataType, StringValue }]) => [
        name,
        present({ DataType, StringValue }),
      ]),
    ),
    Attributes: { ApproximateReceiveCount: `${message.approximateReceiveCount}` },
  }));
}

/** As it was published, or as its dead letter holds it. */
function eventText(
  aws: LocalAws,
  integrations: Context['integrations'],
  eventId: string,
  forms: Forms,
): string | undefined {
  // Most lines have the id itself; making a reference of each id takes longer than reading all events.
  const ofId = eventId.startsWith(referencePrefix) ? forms : (id: string) => [id];
  const isIt = (text: string) => ofId(peekEvent(text).id ?? '').includes(eventId);
  const published = aws.published(topicName('local')).findLast(({ message }) => isIt(message));
  if (published !== undefined) return published.message;
  const queues = integrations.flatMap(({ name }) => [
    integrationName('local', name),
    deadLetterQueueName('local', name),
  ]);
  for (const queue of queues) {
    const found = messagesIn(aws, queue).find(({ Body = '' }) => isIt(Body));
    if (found?.Body !== undefined) return found.Body;
  }
  return undefined;
}

/** The console has its own way to say things. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

function collecting() {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
