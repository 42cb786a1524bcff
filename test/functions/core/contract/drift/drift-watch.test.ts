import { beforeEach, expect, test } from 'vitest';
import {
  createDriftWatch,
  type DriftWatchOptions,
  type Sample,
} from '../../../../../functions/core/contract/drift/drift-watch.ts';

const never = new Promise<never>(() => {});
const invocation = { remainingMs: () => 30_000 };

let compared: (readonly Sample[])[] = [];
let lines: [level: string, message: string, fields: Readonly<Record<string, unknown>>][] = [];
let slept: number[] = [];

beforeEach(() => {
  [compared, lines, slept] = [[], [], []];
});

function watch(changes: Partial<DriftWatchOptions> = {}) {
  return createDriftWatch({
    readContract: async () => 'a lock',
    open: async () => async (samples) => {
      compared.push(samples);
    },
    log: { write: (...line) => lines.push(line) },
    destination: 'thing',
    sleep: async (ms) => {
      slept.push(ms);
    },
    ...changes,
  });
}

/** No timer: what is waited for comes, or nothing does. */
const patient = { sleep: () => never };

function response(statusCode = 201, operation = 'create-thing'): Sample {
  return {
    operation,
    response: { statusCode, headers: {}, body: '{}', bodyTruncated: false },
    verdict: 'success',
    host: 'api.example.com',
    mask: (text) => text,
  };
}

test('the first ten responses of an operation and status are looked at, then one in fifty', async () => {
  const one = watch(patient);
  const turns: number[] = [];
  for (let turn = 1; turn <= 110; turn += 1) {
    one.sample(response());
    const before = compared.length;
    await one.compareSampled(invocation);
    if (compared.length > before) turns.push(turn);
  }
  expect(turns).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 51, 101]);
});

test('each operation and each status has turns of its own', async () => {
  const one = watch(patient);
  for (let turn = 0; turn < 10; turn += 1) {
    one.sample(response());
    await one.compareSampled(invocation);
  }
  one.sample(response());
  one.sample(response());
  one.sample(response(409));
  one.sample(response(201, 'create-thing lookup'));
  await one.compareSampled(invocation);
  expect(compared.at(-1)?.map(({ operation, response: { statusCode } }) => [operation, statusCode])).toEqual([
    ['create-thing', 409],
    ['create-thing lookup', 201],
  ]);
});

test('no more than ten responses are kept in hand, whatever comes', async () => {
  const one = watch(patient);
  for (let status = 400; status < 450; status += 1) one.sample(response(status));
  await one.compareSampled(invocation);
  expect(compared.map(({ length }) => length)).toEqual([10]);
});

test('what was looked at is not looked at again, and nothing to look at reads no lock', async () => {
  let reads = 0;
  const readContract = async () => {
    reads += 1;
    return 'a lock';
  };
  const one = watch({ ...patient, readContract });
  await one.compareSampled(invocation);
  expect(reads).toBe(0);
  one.sample(response());
  await one.compareSampled(invocation);
  await one.compareSampled(invocation);
  one.sample(response());
  await one.compareSampled(invocation);
  expect([compared.length, reads]).toEqual([2, 1]);
});

test('it does not look where the answer would be late for it', async () => {
  const one = watch(patient);
  one.sample(response());
  await one.compareSampled({ remainingMs: () => 2_999 });
  expect(compared).toEqual([]);
  one.sample(response());
  await one.compareSampled({ remainingMs: () => 3_000 });
  expect(compared).toHaveLength(1);
});

test('without a lock it says so once, and sleeps', async () => {
  const one = watch({ ...patient, readContract: async () => undefined });
  for (let turn = 0; turn < 3; turn += 1) {
    one.sample(response());
    await one.compareSampled(invocation);
  }
  expect(lines).toEqual([['info', 'contract.unknown', { destination: 'thing', reason: 'there is no lock' }]]);
});

test('a lock that cannot be read is a line, and no more of it than the name of the error', async () => {
  const readContract = () => Promise.reject(new TypeError('sk_secret'));
  const one = watch({ ...patient, readContract });
  for (let turn = 0; turn < 3; turn += 1) {
    one.sample(response());
    await one.compareSampled(invocation);
  }
  expect(lines).toEqual([
    ['warn', 'contract.unknown', { destination: 'thing', reason: 'the lock cannot be read (TypeError)' }],
  ]);
});

test('a lock that is never read is waited for once, half a second', async () => {
  const one = watch({ readContract: () => never });
  for (let turn = 0; turn < 3; turn += 1) {
    one.sample(response());
    await one.compareSampled(invocation);
  }
  expect([slept, compared, lines]).toEqual([[500], [], []]);
});

test('a lock that comes late is used from then on', async () => {
  let arrive = (_lock: string) => {};
  const readContract = () =>
    new Promise<string>((resolve) => {
      arrive = resolve;
    });
  const one = watch({ readContract });
  one.sample(response());
  await one.compareSampled(invocation);
  arrive('a lock');
  await new Promise(setImmediate);
  one.sample(response());
  await one.compareSampled(invocation);
  expect([slept, compared.length]).toEqual([[500], 1]);
});

test('a comparison that fails is a line, and the next one is made', async () => {
  let calls = 0;
  const open = async () => () => {
    calls += 1;
    return Promise.reject(new RangeError('ada@example.com'));
  };
  const one = watch({ ...patient, open });
  for (let turn = 0; turn < 2; turn += 1) {
    one.sample(response());
    await one.compareSampled(invocation);
  }
  const line = ['error', 'contract.not-compared', { destination: 'thing', reason: 'RangeError' }];
  expect([calls, lines]).toEqual([2, [line, line]]);
});
