/** A customer's endpoint, as Standard Webhooks asks of one: it trusts a signature, and does each event once. */
import {
  type Answer,
  type Arrived,
  type Contract,
  isJson,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier } from './identifiers.ts';
import { targetOf } from './target.ts';
import { isSigned } from './webhook-signature.ts';

export const webhook: Contract<'webhook'> = {
  name: 'webhook',
  limit: { requests: 10, windowMs: 1_000 },
  newApiKey: (random) => `whsec_${Buffer.from(identifier(random, 24)).toString('base64')}`,
  // It knows one of them at a time; who signs may have two.
  secretOf: (signingSecret) => ({ secrets: [signingSecret] }),
  isAuthorized: (_headers, signingSecret, _path, request) => isSigned(request, signingSecret),
  open,
};

function open({ journal, now, random }: StandInContext): ThirdParty {
  const refused = (statusCode: number, error: string): Answer => json(statusCode, { error });

  const take = (request: Arrived): Answer => {
    const { headers, atMs, sha256: requestSha256 } = request;
    const id = headers['webhook-id'] ?? '';
    const event = eventIn(request);
    if (event === undefined) return refused(400, 'no event');
    // Types that it does not know are none of its business, and no mistake.
    const isKnown = event.type !== 'interlock.probe' && journal.find(id) === undefined;
    if (isKnown) {
      journal.put({ id, kind: 'event', externalId: event.type, value: event });
      journal.addEffect({
        atMs,
        kind: 'event',
        id,
        externalId: event.type,
        key: id,
        created: true,
        requestSha256,
      });
    }
    return { statusCode: 204, headers: {}, body: '' };
  };

  return {
    answer: (request) => {
      const { path } = targetOf(request);
      // Where a customer took the endpoint down.
      if (path === '/gone') return { statusCode: 410, headers: {}, body: '' };
      if (request.method !== 'POST') return refused(405, 'POST only');
      return isJson(request) ? take(request) : refused(415, 'JSON only');
    },
    unauthorized: () => refused(401, 'signature'),
    rateLimited: () => ({ ...refused(429, 'too many events'), headers: { 'retry-after': '1' } }),
    failed: () => refused(500, 'something went wrong'),
    tooLarge: () => refused(413, 'too large'),
    externalIds: (request) => [eventIn(request)?.type ?? ''].filter(String),
    seed: ({ externalId }) => {
      const id = `msg_${identifier(random, 24)}`;
      journal.put({
        id,
        kind: 'event',
        externalId,
        value: { type: externalId, timestamp: new Date(now()).toISOString() },
      });
      return id;
    },
  };
}

function eventIn({ body }: Arrived): { readonly type: string } | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const { type } = Object(value) as { type?: unknown };
    return typeof type === 'string' && type !== '' ? { ...Object(value), type } : undefined;
  } catch {
    return undefined;
  }
}
