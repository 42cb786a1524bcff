/** What watching a third party's contract adds to the CPU of a delivery, through the real handler. */
import { createDriftComparator } from '../functions/core/contract/drift/drift-comparator.ts';
import { type Sample, sampleEvery } from '../functions/core/contract/drift/drift-watch.ts';
import { printLock } from '../functions/core/contract/lock/lock-json.ts';
import { lockedResponse } from '../functions/core/contract/lock/locked-response.ts';
import { observe } from '../functions/core/contract/lock/observe.ts';
import type { HttpResponse } from '../functions/core/declare/http-message.ts';
import type { AnyIntegration } from '../functions/core/declare/integration.ts';
import { responseBytesMax } from '../functions/core/http/send-http.ts';
import { environments } from '../lib/environments.ts';
import { inEnvironment } from '../lib/settled.ts';
import { customerCreated } from '../test/fixtures/shop/functions/events/customer-created.ts';
import { integrations as declared } from '../test/fixtures/shop/functions/integrations/index.ts';
import { batchSize } from './batches.ts';
import { type Carry, createSubject, honestAnswer } from './contract-subject.ts';
import { median, percent, undisturbed } from './statistics.ts';

/** Short ones, so that all of a round meet the same weather. */
const batchesInBlock = 5;
/** Rounds of a block each: with the watch, without, and once more without, which shows how much of it is chance. */
const rounds = 150;
/** Past the first looks, and seen by the compiler. */
const warmUpBatches = 200;
/** So many looks of each kind, of which the median counts. */
const looks = 200;

const { integrations } = inEnvironment(environments.local, declared);

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
  const lookUs: number[] = [];
  const watched = createSubject(integration, answer, lockOf(integration, answer), (us) => lookUs.push(us));
  const [free, control] = [0, 1].map(() => createSubject(integration, answer, undefined)) as [Carry, Carry];
  const costs = new Map<Carry, number[]>([
    [watched, []],
    [free, []],
    [control, []],
  ]);
  const subjects = [...costs.keys()];
  for (const carry of subjects) await carry(warmUpBatches);
  lookUs.length = 0;
  for (let round = 0; round < rounds; round += 1) {
    // Who comes second finds the caches warm: each of them in its turn.
    const first = round % subjects.length;
    for (const carry of [...subjects.slice(first), ...subjects.slice(0, first)]) {
      costs.get(carry)?.push((await carry(batchesInBlock)) / batchesInBlock / batchSize);
    }
  }
  const [withIt, without, again] = subjects.map((carry) => undisturbed(costs.get(carry) ?? [])) as [
    number,
    number,
    number,
  ];
  const inPlaceUs = median(lookUs);
  return [
    `${integration.name}: ${without.toFixed(0)} µs of CPU a delivery without the watch`,
    `  with it ${percent(withIt / without - 1)}; without it again ${percent(again / without - 1)}`,
    `  a look (${answer.body.length} characters) takes ${inPlaceUs.toFixed(0)} µs; at one response in ${sampleEvery} that is ${percent(inPlaceUs / sampleEvery / without)} of a delivery`,
  ].join('\n');
}

/** Microseconds of a look at a response that is held against what was recorded from `answer`. */
async function look(
  integration: AnyIntegration,
  answer: HttpResponse,
  next: () => HttpResponse,
): Promise<number> {
  const { operation } = integration;
  const compare = createDriftComparator(lockOf(integration, answer), {
    destination: operation.destination.name,
    environment: 'prod',
    headers: headersOf(integration),
    hasOwnLimits: false,
    claims: { claim: async () => 'told', told: async () => {} },
    claimMsMax: 1_000,
    log: { write: () => {} },
    meter: { count: () => {}, flush: () => {} },
    now: Date.now,
    sleep: () => new Promise(() => {}),
  });
  const times: number[] = [];
  for (let n = 0; n < looks; n += 1) {
    const sample: Sample = {
      operation: operation.name,
      response: next(),
      verdict: 'success',
      host,
      mask: String,
    };
    const startedMs = performance.now();
    await compare?.([sample]);
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
