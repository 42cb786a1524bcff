import * as z from 'zod/mini';
import {
  type Destination,
  defineDestination,
  defineOperation,
  type Operation,
  path,
} from '../../../functions/core/destination.ts';
import { defineEvent } from '../../../functions/core/event.ts';
import { defineIntegration } from '../../../functions/core/integration.ts';

const read = (body: string) =>
  JSON.parse(body) as { id?: string; error?: { code?: string; message?: string } };

/** A third party with nothing special about it. */
export function thingDestination(changes: Partial<Destination> = {}): Destination {
  return defineDestination({
    name: 'thing',
    baseUrl: 'https://api.example.com',
    allowedHosts: ['api.example.com'],
    apiVersion: { value: '1', documentation: 'https://example.com' },
    credentials: z.object({ apiKey: z.string(), baseUrl: z.exactOptional(z.string()) }),
    headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
    rateLimits: [{ requests: 1_000, windowMs: 1_000 }],
    requestTimeoutMs: 300,
    readError: ({ body }) => read(body).error ?? {},
    requestIdHeader: 'request-id',
    loggedHeaders: ['request-id'],
    probe: { method: 'GET', path: '/me' },
    ...changes,
  });
}

export interface ThingParams {
  readonly reference: string;
  readonly name: string;
}

export function createThing(
  repeat: Operation<ThingParams>['repeat'] = { by: 'key', header: 'Idempotency-Key', windowMs: 86_400_000 },
  changes: Partial<Operation<ThingParams>> = {},
): Operation<ThingParams> {
  return defineOperation<ThingParams>({
    name: 'create-thing',
    destination: thingDestination(),
    request: (value) => ({ method: 'POST', path: '/things', body: { encoding: 'json', value } }),
    repeat,
    receipt: ({ body }) => read(body).id,
    ...changes,
  });
}

export const byLookup: Operation<ThingParams>['repeat'] = {
  by: 'lookup',
  request: ({ reference }) => ({ method: 'GET', path: path`/things/${reference}` }),
};

const thingMade = defineEvent({
  type: 'thing.made',
  data: z.looseObject({ reference: z.string(), name: z.string() }),
  personal: ['name'],
  example: { reference: 'r1', name: 'Ada' },
});

export function thingIntegration(operation: Operation<ThingParams> = createThing()) {
  return defineIntegration({
    name: 'thing-made-to-thing',
    event: thingMade,
    map: {
      map: ({ reference, name }: { reference: string; name: string }) => ({
        output: { reference, name },
        report: { defaulted: [], coerced: [], unmapped: [] },
      }),
      lineage: [
        { target: 'reference', reads: ['reference'] },
        { target: 'name', reads: ['name'] },
      ],
      unread: {},
    },
    operation,
  });
}

/** The body of a message: a `thing.made` in CloudEvents. */
export function thingBody(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    specversion: '1.0',
    id: 'event-1',
    source: '/shop',
    type: 'thing.made',
    time: '2026-03-01T00:00:00Z',
    subject: 'thing/r1',
    data: { reference: 'r1', name: 'Ada Lovelace' },
    ...changes,
  });
}
