/** What the console answers and does, by method and path; who may ask was settled before. */
import * as z from 'zod/mini';
import { faultKinds } from '../stand-ins/faults.ts';
import type { StandIns } from '../stand-ins/index.ts';
import { type DeliveryRing, deliveriesMax } from './delivery-ring.ts';
import { changeSwitch, switchesOf } from './fault-switches.ts';
import type { Operator } from './operator.ts';

export interface Desk {
  readonly operator: Operator;
  readonly standIns: StandIns;
  readonly ring: DeliveryRing;
  /** Where AWS listens. */
  readonly endpoint: string;
}

/** What was asked for cannot be had, or done: in words for a person. */
export class RouteError extends Error {
  override readonly name = 'RouteError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Question {
  readonly query: URLSearchParams;
  /** Parsed; of a POST. */
  readonly body: unknown;
}

type Route = (desk: Desk, question: Question) => unknown;

const sendSchema = z.object({ text: z.string() });
const redriveSchema = z.object({
  integration: z.string(),
  fingerprint: z.optional(z.string()),
  code: z.string(),
});
const switchSchema = z.object({
  name: z.string(),
  kind: z.nullable(z.string()),
  times: z.optional(z.number()),
});

/** Each returns, or resolves to, what is answered as JSON. Throws `RouteError`. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /api/setup': ({ operator, endpoint }) => ({
    ways: operator.ways,
    examples: operator.examples(),
    faultKinds: Object.keys(faultKinds),
    deliveriesMax,
    endpoint,
  }),
  'GET /api/delivery': async ({ operator, ring }, { query }) => {
    const key = query.get('key') ?? '';
    const [summary, lines = []] = [ring.find(key), ring.linesOf(key)];
    if (summary === undefined) throw new RouteError(404, 'this delivery is not kept any more');
    const { integration, eventId } = summary.last;
    return {
      ...summary,
      lines: await Promise.all(
        lines.map(async (line) => ({
          line: JSON.parse(line) as unknown,
          exchange: await operator.exchangeOf(line),
        })),
      ),
      lineage: await operator.lineageOf(integration, eventId),
    };
  },
  'POST /api/send': ({ operator }, { body }) => done(() => operator.send(read(sendSchema, body).text)),
  'POST /api/redrive': ({ operator }, { body }) => {
    const { fingerprint, ...choice } = read(redriveSchema, body);
    return done(() => operator.redrive({ ...choice, fingerprint }));
  },
  'POST /api/faults': ({ standIns }, { body }) => {
    const { times, ...change } = read(switchSchema, body);
    const problem = changeSwitch(standIns, times === undefined ? change : { ...change, times });
    if (problem !== undefined) throw new RouteError(400, problem);
    return switchesOf(standIns);
  },
};

function read<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const [issue] = error.issues;
  throw new RouteError(400, `${issue?.path.join('.')}: ${issue?.message}`);
}

async function done<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RouteError) throw error;
    throw new RouteError(422, error instanceof Error ? error.message : String(error));
  }
}
