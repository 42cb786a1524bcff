import * as z from 'zod/mini';
import { contractOf } from '../../declare/account-of.ts';
import type { ProbedOperation } from '../../declare/contract.ts';
import type { EventContract } from '../../declare/event.ts';
import type { AnyIntegration } from '../../declare/integration.ts';
import type { Operation } from '../../declare/operation.ts';
import { MappingError } from '../../errors.ts';

/**
 * Inputs of an operation as its integrations make them: of each event's example as it stands, and of the example with
 * everything null that may be null. Optional fields of an answer come and go with those of the request, so that both
 * together show which ones do. Where no integration uses it, those that it was declared with.
 */
export function fixturesOf(
  { operation, examples = [] }: Pick<ProbedOperation, 'operation' | 'examples'>,
  integrations: readonly AnyIntegration[],
): readonly unknown[] {
  const own = integrations.filter((integration) => isSame(integration.operation, operation));
  if (own.length === 0) return examples;
  return own.flatMap(({ event, map }) =>
    [event.example, barest(event)].flatMap((data) => {
      try {
        const { output, skipped } = map.map(data, { event: exampleEnvelope(event.type) });
        return skipped === undefined ? [output] : [];
      } catch (error) {
        // A mapping may have no answer for the barest event: that one is never sent either.
        if (error instanceof MappingError) return [];
        throw error;
      }
    }),
  );
}

/** Two third parties may call what they do the same. */
const isSame = (one: Operation<unknown>, other: Operation<unknown>) =>
  one.name === other.name && contractOf(one.destination) === contractOf(other.destination);

/** What a mapping reads beside an example. */
const exampleEnvelope = (type: string) =>
  ({
    specversion: '1.0',
    id: 'example',
    source: 'urn:interlock:example',
    type,
    time: '2026-01-01T00:00:00Z',
    subject: 'example',
  }) as const;

function barest({ data, example }: EventContract): unknown {
  let bare = example as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(bare)) {
    const barer = { ...bare, [name]: null };
    if (z.safeParse(data, barer).success) bare = barer;
  }
  return bare;
}
