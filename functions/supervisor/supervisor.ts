import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { DeclaredIntegration } from '../core/declare/integration.ts';
import type { Log } from '../core/log.ts';
import { createSystemFunction } from '../core/system-function.ts';
import { type Askers, refuseUnlessAllowed } from './asker.ts';
import type { SupervisorResources } from './config.ts';
import { IncidentChangedError } from './incident-changed-error.ts';
import { namePrefixOf, ownName } from './queue-urls.ts';
import { parseRequest, type SupervisorRequest } from './request.ts';
import type { SupervisorRuntime } from './runtime.ts';
import { type Report, supervise } from './supervise.ts';
import { type Parts, supervisedOf } from './supervised.ts';
import { sweepQueues } from './sweep-queues.ts';

/**
 * Makes the Lambda handler of the supervisor: the one function that may stop and start others.
 * Throws `ConfigError` when a destination that it was deployed for is none of the integrations'.
 */
export function createSupervisor(
  integrations: readonly DeclaredIntegration[],
  runtime: SupervisorRuntime,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const system = createSystemFunction(integrations, runtime);
  const { log } = system;
  const supervised = new Map(
    system.destinations.map((one) => [
      one.destination.name,
      supervisedOf(one, integrations, runtime, system),
    ]),
  );
  const askers = askersOf(runtime.config.resources);
  return async ({ Records }) => {
    const failed = new Set<string>();
    const requested: Requested[] = [];
    for (const { messageId, body, attributes } of Records) {
      try {
        const request = parseRequest(body, [...supervised.keys()]);
        refuseUnlessAllowed(request, attributes.SenderId, askers);
        requested.push({ messageIds: [messageId], request });
      } catch (error) {
        failed.add(messageId);
        log.write('error', 'ask.refused', { messageId, reason: (error as Error).message });
      }
    }
    // Destinations side by side: one whose probe hangs holds up no other.
    await Promise.all(
      [...supervised].map(async ([destination, parts]) => {
        for (const { messageIds, request } of requestsAbout(destination, requested)) {
          const isDone = await carryOut(parts, destination, request, log);
          if (!isDone) for (const id of messageIds) failed.add(id);
        }
      }),
    );
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function askersOf({ queueUrl, destinations }: SupervisorResources): Askers {
  const ofFunctions = Object.entries(destinations).flatMap(([destination, { mappings }]) =>
    Object.keys(mappings).map((integration) => [integration, destination] as const),
  );
  return {
    functionPrefix: namePrefixOf(queueUrl),
    supervisor: ownName,
    destinations: new Map(ofFunctions),
  };
}

interface Requested {
  /** Of all messages that hold this request. */
  readonly messageIds: readonly string[];
  readonly request: SupervisorRequest;
}

/** The requests about a destination in their order. Equal ones that follow each other are carried out once. */
function requestsAbout(destination: string, all: readonly Requested[]): Requested[] {
  const own: Requested[] = [];
  for (const { messageIds, request: general } of all) {
    if (general.destination !== undefined && general.destination !== destination) continue;
    const request = { ...general, destination };
    const last = own.at(-1);
    if (last !== undefined && JSON.stringify(last.request) === JSON.stringify(request)) {
      own[own.length - 1] = { request, messageIds: [...last.messageIds, ...messageIds] };
    } else own.push({ request, messageIds });
  }
  return own;
}

/** `false`: the request has to come back. */
async function carryOut(
  parts: Parts,
  destination: string,
  request: SupervisorRequest,
  log: Log,
): Promise<boolean> {
  const { did, reason, failure } = await reportOf(parts, request);
  const isQuiet = did.length === 0 && reason === undefined && failure === undefined;
  if (!isQuiet) {
    // Two supervisors that work on one incident are no trouble: the one that was late is requested again.
    const isTrouble = failure !== undefined && !(failure instanceof IncidentChangedError);
    log.write(isTrouble ? 'error' : 'info', 'destination.supervised', {
      destination,
      ask: request.ask,
      did,
      ...(reason === undefined ? {} : { reason }),
      // The name only: what an SDK says may quote what was sent.
      ...(failure === undefined ? {} : { failure: failure instanceof Error ? failure.name : 'not an error' }),
    });
  }
  return failure === undefined;
}

/** What came of it. Never rejects. */
async function reportOf(parts: Parts, request: SupervisorRequest): Promise<Report> {
  if (request.ask !== 'sweep') return supervise(parts, request);
  return sweepQueues(parts, request).then(
    () => ({ did: [] }),
    (failure: unknown) => ({ did: [], failure }),
  );
}
