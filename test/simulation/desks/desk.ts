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
import type { Contract } from '../../../lib/local/stand-ins/contract.ts';
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
  const id = idOf(response);
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

export const desks: readonly Desk[] = [
  desk('key', { yes: 201, ...any }, (call) => ({
    ...call,
    repeat: { by: 'key', header: 'idempotency-key', windowMs: 24 * 3_600_000 },
    receipt: idOf,
  })),
  desk('upsert', { yes: 204, ...unique }, (call) => ({
    ...call,
    request: put,
    repeat: { by: 'upsert' },
    receipt: 'none',
    accepts: [204],
  })),
  desk('by-id', { yes: 201, ...unique }, (call) => ({
    ...call,
    repeat: byId,
    followUp: rewrite,
    receipt: idOf,
    accepts: [204],
  })),
  desk('by-id-silent', { yes: 204, ...unique }, (call) => ({
    ...call,
    repeat: { ...byId, answer: answerById },
    followUp: rewrite,
    receipt: 'none',
    accepts: [204],
  })),
  desk('by-search', { yes: 200, ...any }, (call) => ({
    ...call,
    repeat: bySearch,
    receipt: 'none',
    accepts: [200],
  })),
  desk('by-search-later', { yes: 202, ...any }, (call) => ({
    ...call,
    repeat: bySearch,
    receipt: 'none',
    accepts: [202],
  })),
  desk('never', { yes: 202, ...any }, (call) => ({
    ...call,
    repeat: { by: 'never' },
    receipt: 'none',
    accepts: [202],
  })),
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
