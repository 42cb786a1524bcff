import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/core/handler.ts';
import type { Runtime } from '../../functions/core/runtime.ts';
import { environments } from '../../lib/environments.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import { customerBody } from './fixture-events.ts';
import { answering, countingLetterbox, letterboxLock } from './letterbox-lock.ts';
import type { Scenario } from './scenario.ts';
import { to } from './stories.ts';
import { createWorld, type World } from './world.ts';

const never = new Promise<never>(() => {});
const customers = 10;

/** All ten letters are there when the function is called; and no body of 1 MiB is searched for secrets, to be logged. */
const environment = {
  ...environments.dev,
  batchingWindowSeconds: 5,
  settings: { ...environments.dev.settings, loggedShare: 0 },
};

/** Ten letters at once to a letterbox that has changed, in one batch, on a calm day. */
async function lived(changes: Partial<Scenario> = {}) {
  const world = createWorld({
    seed: 'drift',
    integrations: to('letterbox'),
    environment,
    capacityOf: (integration) => ({
      ...capacityOf(integration, environment, [integration]),
      maximumConcurrency: 1,
    }),
    supervised: false,
    contracts: { letterbox: countingLetterbox },
    keepTrace: true,
    ...changes,
  });
  for (let number = 1; number <= customers; number += 1) world.publish(customerBody(number));
  await world.run({ chaosMs: 0, drainMs: 3_600_000, settleMs: 60_000 });
  expect(world.workers.map(({ lambda }) => lambda.stats.invocations)).toEqual([1]);
  return world;
}

/** A deployment whose functions reach something of the world otherwise. */
const reaching = (change: (runtime: Runtime) => Partial<Runtime>): Partial<Scenario> => ({
  createHandler: (integration, runtime) =>
    createHandler(integration, runtime === undefined ? runtime : { ...runtime, ...change(runtime) }),
});

const told = (world: World) =>
  world.lines
    .map(({ atMs, text }) => ({ atMs, fields: JSON.parse(text) as Record<string, unknown> }))
    .filter(({ fields }) => 'message' in fields);

/** Everything about deliveries: what the third party saw and when, what the ledger has, and each attempt's line. */
const deliveries = (world: World) => ({
  effects: world.thirdParties.get('letterbox')?.reception.journal.effects,
  arrivals: world.thirdParties
    .get('letterbox')
    ?.arrivals.map(({ atMs, heardAtMs, sha256 }) => ({ atMs, heardAtMs, sha256 })),
  ledger: world.services.table.items().filter(({ id }) => id?.S?.startsWith('destination#') !== true),
  dead: world.services.queues.count('interlock-dev-customer-created-to-letterbox-dead-letters'),
  lines: told(world)
    .filter(({ fields }) => String(fields.message).startsWith('delivery.'))
    .map(({ atMs, fields: { eventId, outcome } }) => ({ atMs, eventId, outcome })),
});

/** Milliseconds from the last line about a delivery to the answer of its function. */
function answerMs(world: World): number {
  const answers = world.trace.lines.filter((line) => line.includes(' answers '));
  const last = Math.max(...deliveries(world).lines.map(({ atMs }) => atMs)) - startMs;
  return Math.max(...answers.map((line) => Number.parseInt(line, 10))) - last;
}
const startMs = Date.UTC(2026, 0, 1);

/** As a world in which nobody watches: the drift is never asked about. */
const unwatched = { locks: {} };

const messages = (world: World) =>
  told(world)
    .map(({ fields }) => String(fields.message))
    .filter((message) => message.startsWith('contract.'));

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const wide = (keys: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, n) => [`key${n}`, n])));
const answers: Readonly<Record<string, () => string>> = {
  'a body of 1 MiB': () => JSON.stringify({ id: 'abc', shelf: 'x'.repeat(1_048_576) }),
  'a body of 1 MiB in small pieces': () => JSON.stringify({ id: 'abc', shelf: Array(262_000).fill('1') }),
  '10,000 keys': () => `{"id":"abc","shelf":${wide(10_000)}}`,
  '10,000 keys, and others each time': () => {
    turn += 1;
    return `{"id":"abc","shelf":${wide(10_000).replaceAll('key', `key${turn}_`)}}`;
  },
  '1,000 levels': () => `{"id":"abc","shelf":${deep(1_000)}}`,
  '1,000 levels of lists': () => `{"id":"abc","shelf":${'['.repeat(1_000)}${']'.repeat(1_000)}}`,
};
let turn = 0;

const isClaim = (command: unknown) =>
  (command as { input?: { Key?: { id?: { S?: string } } } }).input?.Key?.id?.S?.includes('#drift#') === true;
const claiming = (claim: () => Promise<never>) =>
  reaching(({ clients }) => ({
    clients: {
      ...clients,
      dynamodb: {
        send: (command: unknown) =>
          isClaim(command) ? claim() : (clients.dynamodb.send as (command: unknown) => never)(command),
      },
    },
  }));
const watches: Readonly<Record<string, { scenario: Partial<Scenario>; tells: string[] }>> = {
  'a comparison that throws': {
    scenario: reaching(() => ({
      loadDriftComparator: async () => ({
        createDriftComparator: () => () => {
          throw new RangeError('Maximum call stack size exceeded');
        },
      }),
    })),
    tells: ['contract.not-compared'],
  },
  'a comparison that never ends to load': {
    scenario: reaching(() => ({ loadDriftComparator: () => never })),
    tells: [],
  },
  'code that cannot be loaded': {
    scenario: reaching(() => ({ loadDriftComparator: () => Promise.reject(new Error('ENOENT')) })),
    tells: ['contract.unknown'],
  },
  'a lock that is never read': { scenario: reaching(() => ({ readContract: () => never })), tells: [] },
  'a lock that cannot be read': {
    scenario: reaching(() => ({ readContract: () => Promise.reject(new Error('EACCES')) })),
    tells: ['contract.unknown'],
  },
  'a lock that is broken': { scenario: { locks: { letterbox: '{' } }, tells: ['contract.unknown'] },
  'a claim that never ends': { scenario: claiming(() => never), tells: ['contract.drifted'] },
  'a claim that is refused': {
    scenario: claiming(() => Promise.reject(new Error('AccessDeniedException'))),
    tells: ['contract.drifted'],
  },
};

describe('the watch neither delays nor fails a delivery', () => {
  it.each(Object.keys(answers))('when the third party answers %s', async (name) => {
    const letterbox = answering(answers[name] ?? String);
    const [watched, free] = [
      await lived({ contracts: { letterbox } }),
      await lived({ contracts: { letterbox }, ...unwatched }),
    ];
    expect(deliveries(watched)).toEqual(deliveries(free));
    expect(deliveries(watched).effects).toHaveLength(customers);
    expect(answerMs(watched)).toBeLessThan(answerMs(free) + 1_000);
    expect(messages(free)).toEqual(['contract.unknown']);
    expect(messages(watched)).not.toContain('contract.not-compared');
  });

  it.each(Object.keys(watches))('with %s', async (name) => {
    const { scenario = {}, tells } = watches[name] ?? {};
    const [watched, free] = [await lived(scenario), await lived(unwatched)];
    expect(deliveries(watched)).toEqual(deliveries(free));
    expect(deliveries(watched).effects).toHaveLength(customers);
    expect(answerMs(watched)).toBeLessThanOrEqual(answerMs(free) + 1_500);
    expect(messages(watched)).toEqual(tells);
  });

  it('and where all is well, nothing is told', async () => {
    const letterbox = answering(() => '{"id":"abc","shelf":"even"}');
    const world = await lived({ contracts: { letterbox } });
    const free = await lived({ contracts: { letterbox }, ...unwatched });
    expect(messages(world)).toEqual([]);
    expect(answerMs(world)).toBe(answerMs(free));
    expect(deliveries(world)).toEqual(deliveries(free));
  });
});

it('a drift is told of once, whatever number of sandboxes sees it', async () => {
  const world = createWorld({
    seed: 'once',
    integrations: to('letterbox'),
    contracts: { letterbox: countingLetterbox },
    weather: { recycleChance: 1 },
  });
  for (let number = 1; number <= 30; number += 1) world.publish(customerBody(number), number * 5_000);
  await world.run({ chaosMs: 300_000, drainMs: 3_600_000 });
  expect(world.workers[0]?.lambda.stats.coldStarts).toBeGreaterThan(20);
  const drifted = told(world).filter(({ fields }) => fields.message === 'contract.drifted');
  expect(
    drifted.map(({ fields: { differences, lockRecordedFrom } }) => [differences, lockRecordedFrom]),
  ).toEqual([[[{ kind: 'field-retyped', place: '$.shelf', was: 'string', is: 'integer' }], 'sandbox']]);
  const metrics = world.lines.filter(({ text }) => text.includes('"ContractDrift"'));
  expect(metrics).toHaveLength(1);
});

it('in an environment of the cloud a lock from a stand-in rings for nobody', async () => {
  const world = await lived({ locks: { letterbox: letterboxLock.replace('"sandbox"', '"stand-in"') } });
  expect(messages(world)).toEqual(['contract.unproven']);
});
