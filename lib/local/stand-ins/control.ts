/** The stand-in's own door, for who stands outside of its process: what happened, and what shall happen. */
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import { type Answer, type Arrived, json, type Seed } from './contract.ts';
import { parseDrift } from './drifts.ts';
import { type Fault, faultKinds } from './faults.ts';
import type { Reception } from './reception.ts';

/** What the door leads to. */
export interface Controlled extends Omit<Reception, 'enter' | 'receive' | 'hold'> {
  readonly name: string;
}

const prefix = '/_interlock/';

export const isControl = (path: string) => path.startsWith(prefix);

/**
 * Answers `GET ledger`, `POST`/`DELETE`/`GET faults`, `POST drift`, `POST limit`, `POST api-key` and
 * `POST entities`.
 * 400 says what was wrong with the body.
 */
export function control({ method, path, body }: Arrived, standIn: Controlled): Answer {
  const command = commands[`${method} ${path.slice(prefix.length)}`];
  if (command === undefined) return json(404, { error: `${method} ${path}: no such control path` });
  try {
    return json(200, command(standIn, method === 'POST' ? JSON.parse(body) : undefined));
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

const commands: Readonly<Record<string, (standIn: Controlled, body: unknown) => unknown>> = {
  'GET ledger': ({ name, journal }) => ({
    name,
    entities: journal.entities,
    effects: journal.effects,
    arrivals: journal.arrivals,
    arrivalsCount: journal.arrivalsCount,
    statuses: journal.statuses,
  }),
  'GET faults': ({ faults }) => faults.pending(),
  'POST faults': ({ faults }, body) => {
    faults.add(parseFaults(body));
    return faults.pending();
  },
  'DELETE faults': ({ faults }) => {
    faults.clear();
    return [];
  },
  'POST drift': ({ setDrift }, body) => {
    setDrift(body === null ? undefined : parseDrift(body));
    return body;
  },
  'POST limit': ({ setLimit }, body) => {
    setLimit(parseLimit(body));
    return body;
  },
  'POST api-key': ({ setApiKey }, body) => {
    setApiKey(textIn(body, 'apiKey'));
    return {};
  },
  'POST entities': ({ seed }, body) => ({ id: seed(parseSeed(body)) }),
};

function parseFaults(body: unknown): Fault[] {
  if (!Array.isArray(body)) throw new TypeError('faults: send a JSON array of { kind, times?, match? }');
  for (const [at, fault] of body.entries()) {
    if (!isRecord(fault) || !Object.hasOwn(faultKinds, String(fault.kind))) {
      throw new TypeError(`faults[${at}].kind must be one of ${Object.keys(faultKinds).join(', ')}`);
    }
    for (const name of ['times', 'seconds']) {
      const value = fault[name] ?? 1;
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
        throw new TypeError(`faults[${at}].${name} must be a whole number, got ${JSON.stringify(value)}`);
      }
    }
    const { match = {} } = fault;
    const texts = ['path', 'bodyIncludes', 'externalId'];
    const fits = ([name, value]: [string, unknown]) => texts.includes(name) && typeof value === 'string';
    if (!isRecord(match) || !Object.entries(match).every(fits)) {
      throw new TypeError(`faults[${at}].match may hold the strings ${texts.join(', ')}`);
    }
  }
  return body as Fault[];
}

function parseLimit(body: unknown): RateLimit | null {
  if (body === null) return null;
  const { requests, windowMs } = isRecord(body) ? body : {};
  const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;
  if (isCount(requests) && isCount(windowMs)) return { requests, windowMs };
  throw new TypeError('limit: send null, or { requests, windowMs } as whole numbers above 0');
}

const parseSeed = (body: unknown): Seed => ({
  externalId: textIn(body, 'externalId'),
  email: textIn(body, 'email'),
});

function textIn(body: unknown, name: string): string {
  const value = isRecord(body) ? body[name] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${name} must be a non-empty string`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
