/** Third parties that take letters, one for each way in which a letter may be sent again and a yes may be said. */

import { type HttpResponse, path } from '../../../functions/core/declare/http-message.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { defineIntegration } from '../../../functions/core/declare/integration.ts';
import {
  defineOperation,
  type Lookup,
  type LookupAnswer,
  type Operation,
  type OperationDeclaration,
} from '../../../functions/core/declare/operation.ts';
import { asString, firstOf, jsonBody } from '../../../functions/destinations/json-body.ts';
import { type Answer, type Contract, json } from '../../../lib/local/stand-ins/contract.ts';
import { customerCreatedToLetterbox, letterboxDestination } from '../letterbox.ts';
import { type DeskRules, deskContract } from './desk-contract.ts';

export interface Letter {
  readonly to: string;
}

/** A desk and what is declared of it. */
export interface Desk {
  readonly name: string;
  readonly contract: Contract;
  readonly integration: AnyIntegration;
  /** A request that is carried out after its sender has asked and sent another makes nothing anew. */
  readonly isSafeWhenLate: boolean;
}

const idOf = (response: HttpResponse) => asString(jsonBody(response)?.id);
const send = (value: Letter) =>
  ({ method: 'POST', path: '/letters', body: { encoding: 'json', value } }) as const;
const put = (value: Letter) =>
  ({ method: 'PUT', path: path`/letters/${value.to}`, body: { encoding: 'json', value } }) as const;

/** It is there already: it is written again, by the name that it has for us. */
const rewrite: Operation<Letter>['followUp'] = (letter, { statusCode }) =>
  statusCode === 409 ? put(letter) : undefined;

const byId = {
  by: 'lookup',
  request: ({ to }) => ({ method: 'GET', path: path`/letters/find_by_external_id/${to}` }),
} satisfies Lookup<Letter>;

/** The list is what there is: an empty one says that it did not happen. */
const bySearch = {
  by: 'lookup',
  request: ({ to }) => ({ method: 'GET', path: '/letters', query: { to } }),
  answer: (response) => {
    const data = jsonBody(response)?.data;
    if (!Array.isArray(data)) return { says: 'cannot say' };
    const found = firstOf(data);
    return found === undefined ? { says: 'no' } : { says: 'yes', receipt: asString(found.id) };
  },
} satisfies Lookup<Letter>;

const answerById = (response: HttpResponse): LookupAnswer => {
  if (response.statusCode === 404) return { says: 'no' };
  const id = idOf(response) ?? asString(jsonBody(response)?.successor);
  return id === undefined ? { says: 'cannot say' } : { says: 'yes', receipt: id };
};

function desk(
  kind: string,
  keeps: DeskRules,
  declared: (
    call: Pick<Operation<Letter>, 'name' | 'destination' | 'request'>,
  ) => OperationDeclaration<Letter>,
): Desk {
  const name = `desk-${kind}`;
  const destination = letterboxDestination(name);
  const operation = defineOperation(declared({ name: 'drop-letter', destination, request: send }));
  return {
    name,
    contract: deskContract(name, keeps),
    integration: defineIntegration({
      ...customerCreatedToLetterbox,
      name: `customer-created-to-${name}`,
      operation,
    }),
    isSafeWhenLate: keeps.isUnique || operation.repeat.by !== 'lookup',
  };
}

const unique = { isUnique: true } as const;
const any = { isUnique: false } as const;
type Yes = DeskRules['yes'];

/** What is declared of a desk's yes: an id is read where there is one, and never made up. */
const says = (yes: Yes) =>
  yes === 201 ? ({ receipt: idOf } as const) : ({ receipt: 'none', accepts: [yes] } as const);

/** Each way in which a letter may be sent again, at a desk that takes it so. */
const ways = {
  key: (name: string, yes: Yes) =>
    desk(name, { yes, ...any }, (call) => ({
      ...call,
      repeat: { by: 'key', header: 'idempotency-key', windowMs: 24 * 3_600_000 },
      ...says(yes),
    })),
  upsert: (name: string, yes: Yes) =>
    desk(name, { yes, ...unique }, (call) => ({
      ...call,
      request: put,
      repeat: { by: 'upsert' },
      ...says(yes),
    })),
  'by-id': (name: string, yes: Yes, more: Partial<DeskRules> = {}) =>
    desk(name, { yes, ...unique, ...more }, (call) => ({
      ...call,
      repeat: { ...byId, answer: answerById },
      followUp: rewrite,
      ...says(yes),
    })),
  'by-search': (name: string, yes: Yes) =>
    desk(name, { yes, ...any }, (call) => ({ ...call, repeat: bySearch, ...says(yes) })),
  never: (name: string, yes: Yes) =>
    desk(name, { yes, ...any }, (call) => ({ ...call, repeat: { by: 'never' }, ...says(yes) })),
};

/** One of each way, two of those by a lookup: they meet every fault at every call. */
export const desks: readonly Desk[] = [
  ways.key('key', 201),
  ways.upsert('upsert', 204),
  // As the engine reads a lookup when the operation says nothing of it.
  desk('by-id', { yes: 201, ...unique }, (call) => ({
    ...call,
    repeat: byId,
    followUp: rewrite,
    receipt: idOf,
  })),
  ways['by-id']('by-id-silent', 204),
  ways['by-search']('by-search', 200),
  ways['by-search']('by-search-later', 202),
  ways.never('never', 202),
];

const yeses: readonly Yes[] = [200, 201, 202, 204];

/** A page of who stands before the desk: not a word of it. */
const gateway: Answer = {
  statusCode: 404,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>404 Not Found</title></head><body>nginx</body></html>',
};

/** All ways with every yes, and what else a lookup may be told. */
export const otherDesks: readonly Desk[] = [
  ...Object.entries(ways).flatMap(([kind, way]) => yeses.map((yes) => way(`${kind}-${yes}`, yes))),
  // It would take a second letter: nobody but the one who asks can keep it from that.
  desk('behind-a-gateway', { yes: 201, ...any, before: gateway }, (call) => ({
    ...call,
    repeat: byId,
    receipt: idOf,
  })),
  ways['by-id']('merged', 201, {
    found: ({ id }) => json(410, { error: 'merged', successor: id }),
  }),
];

/** It says yes without the id that is declared of it. */
export const muteDesk = desk('mute', { yes: 204, ...any }, (call) => ({
  ...call,
  repeat: { by: 'key', header: 'idempotency-key', windowMs: 24 * 3_600_000 },
  receipt: idOf,
}));

const once = desk('desperate', { yes: 201, ...any }, (call) => ({
  ...call,
  repeat: { by: 'never' },
  receipt: idOf,
}));

/** What is refused there is tried in another way, which makes a letter as well: past types and `defineOperation`. */
export const desperateDesk: Desk = {
  ...once,
  integration: {
    ...once.integration,
    operation: { ...once.integration.operation, followUp: send } as AnyIntegration['operation'],
  },
};
