/** HubSpot's contacts. https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide */
import { type Answer, type Arrived, type Contract, json, type ThirdParty, type World } from './contract.ts';
import { identifier, uuid } from './identifiers.ts';
import type { Entity } from './ledger.ts';

export const hubspot: Contract<'hubspot'> = {
  name: 'hubspot',
  // A private app of a Professional account. https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
  limit: { requests: 190, windowMs: 10_000 },
  newApiKey: (random) => `pat-eu1-${uuid(random)}`,
  open,
};

interface Input {
  readonly id: string;
  readonly idProperty?: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly objectWriteTraceId?: string;
}

/** https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/batch: at most so many inputs. */
const inputsMax = 100;
const upsertPath = '/crm/objects/2026-03/contacts/batch/upsert';
const probePaths = ['/account-info/v3/details', '/crm/objects/2026-03/contacts'];

function open({ ledger, now, random }: World): ThirdParty {
  const refused = (statusCode: number, fields: object): Answer => {
    const correlationId = uuid(random);
    return json(
      statusCode,
      { status: 'error', ...fields, correlationId },
      { 'x-hubspot-correlation-id': correlationId },
    );
  };
  const invalid = (message: string) => refused(400, { message, category: 'VALIDATION_ERROR' });
  const newId = () => identifier(random, 11, '123456789');
  const ids = new Map<string, string>();
  const put = (entity: Entity) => {
    ids.set(String(entity.value.email).toLowerCase(), entity.id);
    ledger.put(entity);
  };

  const upsert = (input: Input, request: Arrived) => {
    const present = ledger.find(ids.get(input.id.toLowerCase()) ?? '');
    const id = present?.id ?? newId();
    const properties = { ...present?.value, email: input.id.toLowerCase(), ...input.properties };
    const externalId = externalIdsOf({ id: input.id, properties })[0] ?? '';
    put({ id, kind: 'contact', externalId, value: properties });
    const { atMs, sha256: requestSha256 } = request;
    ledger.book({ atMs, kind: 'contact', id, externalId, created: present === undefined, requestSha256 });
    const at = new Date(atMs).toISOString();
    const { objectWriteTraceId } = input;
    const trace = objectWriteTraceId === undefined ? {} : { objectWriteTraceId };
    return {
      id,
      properties,
      createdAt: at,
      updatedAt: at,
      archived: false,
      new: present === undefined,
      ...trace,
    };
  };

  const upsertAll = (request: Arrived): Answer => {
    const inputs = readInputs(request.body);
    if (typeof inputs === 'string') return invalid(inputs);
    const failures = inputs.filter((input) => !isEmail(input.properties.email ?? input.id));
    const results = inputs
      .filter((input) => !failures.includes(input))
      .map((input) => upsert(input, request));
    const at = new Date(request.atMs).toISOString();
    const whole = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
    const headers = { 'x-hubspot-correlation-id': uuid(random) };
    if (failures.length === 0) return json(200, whole, headers);
    const errors = failures.map(({ id, objectWriteTraceId }) => ({
      status: 'error',
      category: 'VALIDATION_ERROR',
      message: `Email address ${id} is invalid`,
      context: {
        ids: [id],
        ...(objectWriteTraceId === undefined ? {} : { objectWriteTraceId: [objectWriteTraceId] }),
      },
    }));
    return json(207, { ...whole, numErrors: errors.length, errors }, headers);
  };

  return {
    answer: (request) => {
      const [path = ''] = request.path.split('?');
      if (request.method === 'POST' && path === upsertPath) return upsertAll(request);
      if (request.method === 'GET' && path === probePaths[0]) {
        return json(200, { portalId: 1_234_567, accountType: 'SANDBOX', timeZone: 'Europe/Berlin' });
      }
      if (request.method === 'GET' && path === probePaths[1]) return json(200, { results: [] });
      return refused(404, { message: `Unable to find ${request.method} ${path}` });
    },
    unauthorized: () =>
      refused(401, {
        message:
          'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
        category: 'INVALID_AUTHENTICATION',
      }),
    rateLimited: () =>
      refused(429, {
        message: 'You have reached your ten_secondly_rolling limit.',
        errorType: 'RATE_LIMIT',
        policyName: 'TEN_SECONDLY_ROLLING',
      }),
    failed: () => refused(500, { message: 'internal error' }),
    tooLarge: () => invalid('Request body is too large'),
    externalIds: ({ body }) => {
      const inputs = readInputs(body);
      return typeof inputs === 'string' ? [] : inputs.flatMap(externalIdsOf);
    },
    seed: ({ externalId, email }) => {
      const id = newId();
      const value = { email, external_id: externalId, createdate: new Date(now()).toISOString() };
      put({ id, kind: 'contact', externalId, value });
      return id;
    },
    limitHeaders: ({ requests, windowMs, remaining }) => ({
      'x-hubspot-ratelimit-max': `${requests}`,
      'x-hubspot-ratelimit-remaining': `${remaining}`,
      'x-hubspot-ratelimit-interval-milliseconds': `${windowMs}`,
    }),
  };
}

/** The inputs, or what is wrong with the body as a whole: then nothing of it is done. */
function readInputs(body: string): readonly Input[] | string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 'Invalid input JSON';
  }
  const inputs = isRecord(value) ? value.inputs : undefined;
  if (!Array.isArray(inputs) || inputs.length === 0) return 'Some required fields were not set: [inputs]';
  if (inputs.length > inputsMax) return `The maximum number of inputs is ${inputsMax}, got ${inputs.length}`;
  for (const [at, input] of inputs.entries()) {
    if (!isRecord(input) || typeof input.id !== 'string' || input.id === '') {
      return `Some required fields were not set: [inputs[${at}].id]`;
    }
    if (input.idProperty !== 'email') return `inputs[${at}].idProperty must be a unique property: email`;
    if (!isRecord(input.properties)) return `Some required fields were not set: [inputs[${at}].properties]`;
    for (const [name, property] of Object.entries(input.properties)) {
      if (typeof property !== 'string') {
        return `Invalid input JSON: inputs[${at}].properties.${name} must be a string, got ${JSON.stringify(property)}`;
      }
    }
    const { objectWriteTraceId = '' } = input;
    if (typeof objectWriteTraceId !== 'string') return `inputs[${at}].objectWriteTraceId must be a string`;
  }
  const ids = new Set(inputs.map(({ id }) => id.toLowerCase()));
  return ids.size === inputs.length ? inputs : 'Duplicate IDs found in batch input';
}

/** The caller's own id in a property of that name, then the id of the input. */
function externalIdsOf({ id, properties }: Input): string[] {
  const own = Object.entries(properties).filter(([name]) => /(external|client|customer).*id$/i.test(name));
  return [...own.map(([, value]) => value), id];
}

const isEmail = (text: string) => /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
