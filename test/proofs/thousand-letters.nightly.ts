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

/** A fifth of it is four letters a second: 334 take eighty seconds, and two cores keep up with the rest. */
const limit = { requests: 20, windowMs: 1_000 };
const counts = { refused: 334, invalid: 333, unmappable: 333 };

const environment = useLocalEnvironment({
  limits: { wallet: limit },
  settings: { rateLimits: { wallet: [limit] } },
  patienceMs: 240_000,
});
const { until } = environment;

const all = payments(1_000 + 4_000);
const withData = (event: Published, data: object): Published => ({
  ...event,
  data: { ...event.data, ...data },
});
const refused = all.slice(0, counts.refused);
const invalid = all.slice(334, 667).map((one) => withData(one, { amount: 'a lot' }));
const unmappable = all.slice(667, 1_000).map((one) => withData(one, { amount: '19.999' }));
const live = all.slice(1_000);

const letters = () => environment.aws.pendingMessages([deadLetterQueueName('local', name)]);
const run = (...args: readonly string[]) =>
  interlock(args, { endpoint: environment.aws.endpoint, context: { now: Date.now } });
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
  const redrive = ['redrive', name, '--fingerprint', fingerprint, '--canary', '1,10,all'];

  // The cause persists.
  for (const { externalId } of refused) wallet.faults.add([{ kind: 'rejected', match: { externalId } }]);
  const stopped = await promisify(execFile)(process.execPath, [
    child,
    environment.aws.endpoint,
    ...redrive,
  ]).catch((error: { code: number; stderr: string }) => error);
  expect(stopped).toMatchObject({ code: 3 });
  expect(stopped.stderr).toContain('stopped after step 1');
  expect(stopped.stderr).toContain('1 came back with the same fingerprint');
  await until('the one is back', () => expect(letters()).toBe(1_000));
  expect(effectsOf(refused)).toEqual([]);

  // It is gone. Live events come in at the whole of the limit meanwhile.
  wallet.faults.clear();
  let isOver = false;
  const publishing = (async () => {
    for (let at = 0; !isOver && at < live.length; at += limit.requests) {
      const second = new Promise((resolve) => setTimeout(resolve, 1_000));
      await publishAll(environment.aws, live.slice(at, at + limit.requests));
      await second;
    }
  })();
  const beganMs = Date.now();
  const killed = spawn(process.execPath, [child, environment.aws.endpoint, ...redrive]);
  await until('a third went', () => expect(effectsOf(refused).length).toBeGreaterThan(100));
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  // What it held comes back after five minutes by itself; whoever waits less finds it then. Here the rest is asked for at once.
  await until('what it held is there again', async () => {
    await promisify(execFile)(process.execPath, [child, environment.aws.endpoint, ...redrive]).catch(
      () => undefined,
    );
    expect(letters()).toBe(666);
  });
  await until('all are delivered', () => expect(effectsOf(refused)).toHaveLength(counts.refused));
  const seconds = (Date.now() - beganMs) / 1_000;
  isOver = true;
  await publishing;
  const liveShare = effectsOf(live).length / (seconds * limit.requests);
  process.stdout.write(
    `${counts.refused} letters in ${seconds.toFixed(0)} s, killed once; live events had ${(liveShare * 100).toFixed(0)} % of the limit\n`,
  );
  const ids = effectsOf(refused).map(({ externalId }) => externalId);
  expect(new Set(ids).size).toBe(counts.refused);
  expect(ids).toHaveLength(counts.refused);
  expect(letters()).toBe(666);
  expect(liveShare).toBeGreaterThanOrEqual(0.8);
}, 900_000);
