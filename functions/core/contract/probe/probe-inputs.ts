import * as z from 'zod/mini';
import type { EventContract } from '../../declare/event.ts';
import type { AnyIntegration } from '../../declare/integration.ts';
import { MappingError } from '../../errors.ts';

/**
 * Inputs of an operation as its integrations make them: of each event's example as it stands, and of the example with
 * everything null that may be null. Optional fields of an answer come and go with those of the request, so that both
 * together show which ones do.
 */
export function fixturesOf(operation: string, integrations: readonly AnyIntegration[]): readonly unknown[] {
  const own = integrations.filter((integration) => integration.operation.name === operation);
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
