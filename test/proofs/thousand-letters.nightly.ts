/**
 * 1,000 dead letters of three causes, through the real engine and by the command line: grouped, tried with one, killed in the
 * middle, begun again, and delivered once each, while live events keep their share of the limit.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { deadLetterQueueName } from '../../lib/names.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { type Published, payments, publishAll } from '../scenarios/backlog.ts';
import { useLocalEnvironment } from '../scenarios/local-environment.ts';

const name = 'payment-requested-to-wallet';
const child = fileURLToPath(new URL('redrive-child.ts', import.meta.url));

/**
 * As many as two cores keep up with, and a window of which the limiter can use 98 %: live events that ask for all of it are
 * to have 80 %, and of 25 a second the limiter itself has 86 %.
 */
const limit = { requests: 100, windowMs: 10_000 };
const perSecond = (limit.requests * 1_000) / limit.windowMs;
/** Asked for; beside events that wait a twelfth of what is let through, 0.8 a second, is left of it: 334 take seven minutes. */
const rate = 2;
const rateLimits = { wallet: [limit] };
const counts = { refused: 334, invalid: 333, unmappable: 333 };

const environment = useLocalEnvironment({
  // None of its own: a machine that is busy with others sends some late, and the pause for that would be what is measured.
  limits: { wallet: null },
  settings: { rateLimits },
  // What a killed command held comes back after five minutes; a third of the letters take as long.
  patienceMs: 900_000,
});
const { until } = environment;

const all = payments(1_000 + 8_000);
const withData = (event: Published, data: object): Published => ({
  ...event,
  data: { ...event.data, ...data },
});
const refused = all.slice(0, counts.refused);
const invalid = all.slice(334, 667).map((one) => withData(one, { amount: 'a lot' }));
const unmappable = all.slice(667, 1_000).map((one) => withData(one, { amount: '19.999' }));
const live = all.slice(1_000);

const letters = () => environment.aws.pendingMessages([deadLetterQueueName('local', name)]);
const visible = () => environment.aws.queues.inspect(deadLetterQueueName('local', name)).ready;
const run = (...args: readonly string[]) =>
  interlock(args, { endpoint: environment.aws.endpoint, context: { now: Date.now } });
/** The most requests in any window of the limit, by the third party's own clock. */
const mostInAWindow = () => {
  const times = environment.standIns.wallet.journal.arrivals.map(({ atMs }) => atMs);
  return Math.max(
    ...times.map((fromMs) => times.filter((ms) => ms >= fromMs && ms <= fromMs + limit.windowMs).length),
  );
};
const effectsOf = (events: readonly Published[]) => {
  const wanted = new Set(events.map(({ externalId }) => externalId));
  return environment.standIns.wallet.journal.effects.filter(({ externalId }) => wanted.has(externalId ?? ''));
};

it('are three groups; a redrive stops at the first while the cause persists, and later moves all once each beside live events', async () => {
  const { wallet } = environment.standIns;
  for (const { externalId } of refused) wallet.faults.add([{ kind: 'rejected', match: { externalId } }]);
  await publishAll(environment.aws, [...refused, ...invalid, ...unmappable]);
  await until('all are dead letters', () => expect(letters()).toBe(1_000));

  const listed = JSON.parse((await run('dead-letters', name, '--json')).stdout);
  const groups: readonly { readonly code: string; readonly count: number; readonly fingerprint: string }[] =
    listed.integrations[0].groups;
  expect(groups.map(({ code, count }) => [code, count]).toSorted()).toEqual([
    ['INVALID_EVENT', 333],
    ['REQUEST_REJECTED', 334],
    ['UNMAPPABLE', 333],
  ]);
  const { fingerprint = '' } = groups.find(({ code }) => code === 'REQUEST_REJECTED') ?? {};
  const redrive = [
    environment.aws.endpoint,
    JSON.stringify(rateLimits),
    'redrive',
    name,
    '--fingerprint',
    fingerprint,
    '--canary',
    '1,10,all',
    '--rate',
    `${rate}/s`,
  ];

  // The cause persists.
  for (const { externalId } of refused) wallet.faults.add([{ kind: 'rejected', match: { externalId } }]);
  const stopped = await promisify(execFile)(process.execPath, [child, ...redrive]).catch(
    (error: { code: number; stderr: string }) => error,
  );
  expect(stopped).toMatchObject({ code: 3 });
  expect(stopped.stderr).toContain('stopped after step 1');
  expect(stopped.stderr).toContain('1 came back with the same fingerprint');
  await until('the one is back', () => expect(letters()).toBe(1_000));
  expect(effectsOf(refused)).toEqual([]);

  // It is gone. Live events come in at the whole of the limit meanwhile.
  wallet.faults.clear();
  let isOver = false;
  let published = 0;
  const publishing = (async () => {
    while (!isOver && published < live.length) {
      const second = new Promise((resolve) => setTimeout(resolve, 1_000));
      await publishAll(environment.aws, live.slice(published, published + perSecond));
      published += perSecond;
      await second;
    }
  })();
  const beganMs = Date.now();
  const killed = spawn(process.execPath, [child, ...redrive], { stdio: 'ignore' });
  await until('a third went', () => expect(effectsOf(refused).length).toBeGreaterThan(100));
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const againMs = Date.now();
  const again = await promisify(execFile)(process.execPath, [child, ...redrive, '--json']);
  const seconds = (Date.now() - beganMs) / 1_000;
  const { redriven, held } = JSON.parse(again.stdout) as { readonly redriven: number; readonly held: number };
  expect((Date.now() - againMs) / 1_000).toBeGreaterThanOrEqual((redriven - 1) / rate);
  const moved = effectsOf(refused).length;
  const liveShare = effectsOf(live).length / (seconds * perSecond);
  isOver = true;
  await publishing;
  // It was told of what the killed one held, which comes back after five minutes by itself.
  expect(letters()).toBe(666 + held);
  if (held > 0) {
    await until('what it held is there again', () => expect(visible()).toHaveLength(666 + held));
    await promisify(execFile)(process.execPath, [child, ...redrive]);
  }
  await until('all are delivered', () => expect(effectsOf(refused)).toHaveLength(counts.refused));
  await until('all live events are', () => expect(effectsOf(live)).toHaveLength(published));
  process.stdout.write(
    `${moved} letters in ${seconds.toFixed(0)} s, killed once with ${held} in hand; live events had ${(liveShare * 100).toFixed(0)} % of the limit, all at most ${mostInAWindow()} of ${limit.requests} in a window\n`,
  );
  const ids = effectsOf(refused).map(({ externalId }) => externalId);
  expect(new Set(ids).size).toBe(counts.refused);
  expect(ids).toHaveLength(counts.refused);
  expect(letters()).toBe(666);
  expect(liveShare).toBeGreaterThanOrEqual(0.8);
}, 1_800_000);
