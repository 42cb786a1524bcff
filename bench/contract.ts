/** What watching a third party's contract adds to the CPU of a delivery, through the real handler. */
import { createDriftLook } from '../functions/core/contract/drift-look.ts';
import { lookEvery, type Seen } from '../functions/core/contract/drift-watch.ts';
import { printLock } from '../functions/core/contract/lock-json.ts';
import { lockedResponse } from '../functions/core/contract/locked-response.ts';
import { observe } from '../functions/core/contract/observe.ts';
import type { HttpResponse } from '../functions/core/destination.ts';
import { responseBytesMax } from '../functions/core/http.ts';
import type { AnyIntegration } from '../functions/core/integration.ts';
import { customerCreated } from '../functions/events/customer-created.ts';
import { integrations } from '../functions/integrations/index.ts';
import { batchSize, createSubject, honestAnswer } from './contract-subject.ts';

/** Short ones, so that both of a pair meet the same weather. */
const batchesInBlock = 4;
/** Blocks with the watch and blocks without: who else uses this machine disturbs some of them, and the median none. */
const pairs = 300;
/** Past the first looks, and seen by the compiler. */
const warmUpBatches = 200;
/** So many looks of each kind, of which the median counts. */
const looks = 200;

export async function contract(): Promise<string> {
  const lines: string[] = [];
  for (const integration of integrations.filter(({ event }) => event.type === customerCreated.type)) {
    lines.push(await compared(integration));
  }
  const [integration] = integrations;
  if (integration !== undefined) lines.push(...(await hostileLooks(integration)));
  return lines.join('\n');
}

async function compared(integration: AnyIntegration): Promise<string> {
  const answer = honestAnswer(integration);
  const watched = createSubject(integration, answer, lockOf(integration, answer));
  const free = createSubject(integration, answer, undefined);
  for (const carry of [watched, free]) await carry(warmUpBatches);
  const ratios: number[] = [];
  const costs: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Who comes second finds the caches warm: each of them in its turn.
    const first = pair % 2 === 0 ? await watched(batchesInBlock) : undefined;
    const without = await free(batchesInBlock);
    ratios.push((first ?? (await watched(batchesInBlock))) / without);
    costs.push(without);
  }
  const deliveryUs = median(costs) / batchesInBlock / batchSize;
  const lookUs = await look(integration, answer, () => answer);
  return [
    `${integration.name}: ${deliveryUs.toFixed(0)} µs of CPU a delivery without the watch`,
    `  with it: ${signed((median(ratios) - 1) * 100)} % (middle half of ${pairs} pairs: ${middleHalf(ratios)})`,
    `  one look (${answer.body.length} characters): ${lookUs.toFixed(0)} µs; of one response in ${lookEvery}: ${((lookUs / lookEvery / deliveryUs) * 100).toFixed(2)} % of a delivery`,
  ].join('\n');
}

/** Microseconds of a look at a response that is held against what was recorded from `answer`. */
async function look(
  integration: AnyIntegration,
  answer: HttpResponse,
  next: () => HttpResponse,
): Promise<number> {
  const { operation } = integration;
  const compare = createDriftLook(lockOf(integration, answer), {
    destination: operation.destination.name,
    environment: 'prod',
    headers: headersOf(integration),
    hasOwnLimits: false,
    claim: async () => false,
    claimMsMax: 1_000,
    log: { write: () => {} },
    meter: { count: () => {} },
    now: Date.now,
    sleep: () => new Promise(() => {}),
  });
  const times: number[] = [];
  for (let n = 0; n < looks; n += 1) {
    const seen: Seen = {
      operation: operation.name,
      response: next(),
      verdict: 'success',
      host,
      mask: String,
    };
    const startedMs = performance.now();
    await compare?.([seen]);
    times.push((performance.now() - startedMs) * 1_000);
  }
  return median(times);
}

async function hostileLooks(integration: AnyIntegration): Promise<string[]> {
  const answer = honestAnswer(integration);
  let turn = 0;
  const fields = (count: number, prefix = 'key') =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${n}`, n]));
  const bodies: Readonly<Record<string, () => string>> = {
    'as many fields more as a lock of last year lacks, thirty': () =>
      JSON.stringify({ ...JSON.parse(answer.body), ...fields(30) }),
    'a body as large as is read': () => JSON.stringify({ id: 'a', text: 'x'.repeat(responseBytesMax - 30) }),
    'as large, in small pieces': () => JSON.stringify(Array(responseBytesMax / 2 - 1).fill(1)),
    '10,000 keys': () => JSON.stringify(fields(10_000)),
    '10,000 keys, others each time': () => {
      turn += 1;
      return JSON.stringify(fields(10_000, `key${turn}_`));
    },
    '1,000 levels': () => `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`,
    '1 MiB': () => JSON.stringify({ id: 'a', text: 'x'.repeat(1_048_576) }),
  };
  const lines: string[] = [];
  for (const [name, body] of Object.entries(bodies)) {
    const us = await look(integration, answer, () => ({ ...answer, body: body() }));
    lines.push(`one look at ${name}: ${(us / 1_000).toFixed(2)} ms`);
  }
  return lines;
}

const host = 'api.example.com';
const headersOf = ({ operation: { destination } }: AnyIntegration) => [
  destination.requestIdHeader,
  ...destination.loggedHeaders,
];

function lockOf(integration: AnyIntegration, answer: HttpResponse): string {
  const { operation } = integration;
  const about = { maps: new Set<string>(), headers: headersOf(integration), host, nowMs: Date.now() };
  const response = lockedResponse([observe(answer, about)]);
  return printLock({
    destination: operation.destination.name,
    recorded: { from: 'sandbox', host, at: new Date().toISOString(), apiVersion: '1' },
    maps: [],
    operations: new Map([
      [operation.name, { request: 'POST /', responses: new Map([[answer.statusCode, response]]) }],
    ]),
  });
}

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const median = (numbers: readonly number[]) => sorted(numbers)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const signed = (percent: number) => `${percent < 0 ? '' : '+'}${percent.toFixed(2)}`;

function middleHalf(ratios: readonly number[]): string {
  const percents = sorted(ratios).map((ratio) => (ratio - 1) * 100);
  const at = (share: number) => percents[Math.floor(percents.length * share)] ?? Number.NaN;
  return `${signed(at(0.25))} to ${signed(at(0.75))} %`;
}
