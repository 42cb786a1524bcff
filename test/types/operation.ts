/** What must not compile in the declaration of an operation. `tsc --noEmit` proves it. */

import type { HttpRequest } from '../../functions/core/declare/http-message.ts';
import { defineOperation, type Operation } from '../../functions/core/declare/operation.ts';
import { thingDestination } from '../fixtures/fixture-integration.ts';

interface Input {
  readonly id: string;
}

const call = {
  name: 'make',
  destination: thingDestination(),
  request: (): HttpRequest => ({ method: 'POST', path: '/things' }),
};
const receipt = () => undefined;
const update = (): HttpRequest => ({ method: 'PUT', path: '/things/1' });
const key = { by: 'key', header: 'idempotency-key', windowMs: 1_000 } as const;
const upsert = { by: 'upsert' } as const;
const never = { by: 'never' } as const;
const lookup = {
  by: 'lookup',
  request: ({ id }: Input): HttpRequest => ({ method: 'GET', path: `/things/${id}` }),
} as const;
const answered = { ...lookup, answer: () => ({ says: 'no' }) as const };

/** As they are written, which must compile. */
export const whole: readonly Operation<Input>[] = [
  defineOperation<Input>({ ...call, receipt, repeat: never }),
  defineOperation<Input>({ ...call, receipt: 'none', accepts: [204], repeat: never }),
  ...[key, upsert, lookup, answered].flatMap((repeat) => [
    defineOperation<Input>({ ...call, receipt, repeat }),
    defineOperation<Input>({ ...call, receipt, repeat, accepts: [202, 204], followUp: update }),
  ]),
  ...[key, upsert, answered].map((repeat) =>
    defineOperation<Input>({ ...call, receipt: 'none', accepts: [200], repeat, followUp: update }),
  ),
];
/** What is declared already, with a change. */
export const changed = (one: Operation<Input>) => defineOperation<Input>({ ...one, name: 'make-again' });

// @ts-expect-error what cannot be repeated leads to another request
defineOperation<Input>({ ...call, receipt, repeat: never, followUp: update });
// @ts-expect-error the same without a receipt
defineOperation<Input>({ ...call, receipt: 'none', accepts: [204], repeat: never, followUp: update });
// @ts-expect-error the same without `defineOperation`
export const literal: Operation<Input> = { ...call, receipt, repeat: never, followUp: update };
// @ts-expect-error nothing says yes
defineOperation<Input>({ ...call, receipt: 'none', repeat: upsert });
// @ts-expect-error no status says yes
defineOperation<Input>({ ...call, receipt, accepts: [], repeat: upsert });
// @ts-expect-error an error is no yes
defineOperation<Input>({ ...call, receipt, accepts: [409], repeat: upsert });
// @ts-expect-error a 207 says yes of each item by itself
defineOperation<Input>({ ...call, receipt, accepts: [207], repeat: upsert });
// @ts-expect-error nothing tells whether the lookup found it
defineOperation<Input>({ ...call, receipt: 'none', accepts: [204], repeat: lookup });
// @ts-expect-error a yes that does not say whether it has a receipt
defineOperation<Input>({ ...call, receipt, repeat: { ...lookup, answer: () => ({ says: 'yes' }) } });
// @ts-expect-error an answer that nobody knows
defineOperation<Input>({ ...call, receipt, repeat: { ...lookup, answer: () => ({ says: 'maybe' }) } });
