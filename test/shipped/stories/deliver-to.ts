/** An event of a fixture's through the real worker to a stand-in, by real HTTP: what an integration of that destination would do. */
import * as z from 'zod/mini';
import type { Credentials } from '../../../functions/core/declare/destination.ts';
import { defineEvent } from '../../../functions/core/declare/event.ts';
import { defineIntegration } from '../../../functions/core/declare/integration.ts';
import type { Operation } from '../../../functions/core/declare/operation.ts';
import type { VersionedCredentials } from '../../../functions/core/deliver/credentials.ts';
import type { StandIn } from '../../../lib/local/stand-ins/stand-in.ts';
import { record, sandbox } from '../../functions/core/deliver/sandbox.ts';

const noted = defineEvent({
  type: 'thing.noted',
  data: z.looseObject({ input: z.unknown() }),
  personal: [],
  example: { input: {} },
});

/** What comes in is what goes out: these stories are about the third party, and its inputs are written out in them. */
const asItIs = {
  map: ({ input }: { input?: unknown }) => ({
    output: input as never,
    report: { defaulted: [], coerced: [], unmapped: [] },
  }),
  lineage: [{ target: 'input', reads: ['input'] }],
  unread: {},
};

interface How {
  /** @default - the stand-in's own */
  readonly credentials?: () => Credentials;
  /** Got in exchange for them. */
  readonly token?: string;
}

/** The worker of an integration with this operation. */
export async function workerOf<Input>(operation: Operation<Input>, standIn: StandIn, how: How = {}) {
  const { credentials = () => standIn.secret, token } = how;
  const current = async (): Promise<VersionedCredentials> => ({
    credentials: credentials(),
    version: 'v1',
    ...(token === undefined ? {} : { token }),
  });
  const one = await sandbox({
    integration: defineIntegration({
      name: `thing-noted-to-${operation.destination.name}`,
      event: noted,
      map: asItIs,
      operation,
    }),
    credentials: () => ({ get: current, refreshed: async () => undefined }),
  });
  const eventOf = (id: string, input: Input) =>
    record(
      JSON.stringify({
        specversion: '1.0',
        id,
        source: '/shop',
        type: 'thing.noted',
        time: '2026-03-01T00:00:00Z',
        subject: 'thing/1',
        data: { input },
      }),
    );
  return {
    ...one,
    /** Receives the event once more, or for the first time. */
    receive: (input: Input, id = 'event-1') => one.batch(eventOf(id, input)),
    /** What became of each attempt, and the third party's own code. */
    told: () =>
      one.lines.map(({ fields }) => {
        const { code, thirdPartyCode } = (fields.error ?? {}) as Record<string, string | undefined>;
        return [fields.outcome, code, thirdPartyCode].filter(Boolean).join(' ');
      }),
    /** Codes of what was put aside for a person. */
    buried: () => one.dead.map(({ diagnosis }) => diagnosis.code),
  };
}
