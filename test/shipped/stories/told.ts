/** One destination's story: the real worker and supervisor in virtual time, and its stand-in at its real address. */
import { expect } from 'vitest';
import type { AnyDestination, Destination } from '../../../functions/core/declare/destination.ts';
import type { DataOf } from '../../../functions/core/declare/event.ts';
import { type DeclaredIntegration, defineIntegration } from '../../../functions/core/declare/integration.ts';
import type { Operation } from '../../../functions/core/declare/operation.ts';
import { secretValues } from '../../../functions/core/declare/secret-values.ts';
import { type Environment, environments } from '../../../lib/environments.ts';
import type { Contract } from '../../../lib/local/stand-ins/contract.ts';
import { secretName } from '../../../lib/names.ts';
import { customerCreated } from '../../fixtures/shop/functions/events/customer-created.ts';
import { customerBody } from '../../simulation/fixture-events.ts';
import { createWorld, type World } from '../../simulation/world.ts';

type Customer = DataOf<typeof customerCreated>;

/** An integration that nobody ships: customers, as far as `input` takes them. */
export const customersTo = <Input, D extends AnyDestination = Destination>(
  operation: Operation<Input, D>,
  input: (customer: Customer) => Input,
): DeclaredIntegration =>
  defineIntegration({
    name: `customer-created-to-${operation.destination.name}`,
    event: customerCreated,
    map: {
      map: (customer: Customer) => ({
        output: input(customer),
        report: { defaulted: [], coerced: [], unmapped: [] },
      }),
      lineage: [],
      unread: {},
    },
    operation,
    // Only whoever declares one relates the settings of its destination to what is given.
  }) as unknown as DeclaredIntegration;

export interface Told {
  readonly world: World;
  /** The third party's own books. */
  readonly thirdParty: NonNullable<ReturnType<World['thirdParties']['get']>>;
  /** Publishes customers of these numbers, and lets virtual time pass until none of them waits. */
  readonly publish: (...numbers: readonly number[]) => Promise<void>;
  /** Status of each request, tokens left out, in order. */
  readonly statuses: () => readonly (number | undefined)[];
  readonly tokensAskedFor: () => number;
  readonly deadLetters: () => number;
  /** What functions said of attempts: the third party's code and the outcome. */
  readonly attempts: () => readonly string[];
}

const hourMs = 60 * 60_000;
/** A private key takes as long as the story: all of one third party have the same. */
const keys = new Map<string, string>();

interface How {
  /** Where tokens are asked for. @default - nowhere */
  readonly tokenPath?: string;
  /** @default - `dev` */
  readonly environment?: Environment;
}

export function told(integration: DeclaredIntegration, contract: Contract, how: How = {}): Told {
  const { tokenPath = '', environment = environments.dev } = how;
  const world = createWorld({
    environment,
    seed: integration.name,
    integrations: [integration],
    contracts: { [contract.name]: contract },
    newApiKey: (one, random) => {
      const key = keys.get(one.name) ?? one.newApiKey(random.next);
      keys.set(one.name, key);
      return key;
    },
  });
  const thirdParty = world.thirdParties.get(contract.name);
  if (thirdParty === undefined) throw new Error('it is in the world');
  const isExchange = ({ path }: { readonly path: string }) => path === tokenPath;
  const lines = () => world.lines.map(({ text }) => JSON.parse(text));
  const { name } = world.scenario.environment;
  return {
    world,
    thirdParty,
    publish: async (...numbers) => {
      for (const number of numbers) world.publish(customerBody(number));
      const { isDrained } = await world.run({ chaosMs: 10_000, drainMs: 12 * hourMs });
      expect(isDrained).toBe(true);
      // Whatever happened: no value of the secret and no token is in a line, an alert or the table.
      const sinks = JSON.stringify([world.lines, world.services.alerts, world.services.table.items()]);
      const secret = JSON.parse(world.services.secrets.current(secretName(name, contract.name)).text);
      const secrets = secretValues(secret, world.scenario.integrations[0]?.operation.destination ?? {});
      const sent = thirdParty.arrivals.flatMap(
        ({ headers }) => headers['x-shopify-access-token'] ?? headers.authorization?.split(' ')[1] ?? [],
      );
      for (const value of [...secrets.map(({ text }) => text), ...new Set(sent)])
        expect(sinks).not.toContain(value);
    },
    statuses: () => thirdParty.arrivals.filter((one) => !isExchange(one)).map(({ statusCode }) => statusCode),
    tokensAskedFor: () => thirdParty.arrivals.filter(isExchange).length,
    deadLetters: () => world.services.queues.count(world.workers[0]?.deadLetterQueueName ?? ''),
    attempts: () =>
      lines()
        .filter(({ message }) => message === 'delivery.attempted')
        .map(({ outcome, response, error }) =>
          [outcome, response?.statusCode, error?.thirdPartyCode ?? error?.code].filter(Boolean).join(' '),
        ),
  };
}
