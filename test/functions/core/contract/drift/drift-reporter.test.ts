import { beforeEach, expect, test } from 'vitest';
import {
  createDriftReporter,
  type DriftReporterOptions,
  driftId,
} from '../../../../../functions/core/contract/drift/drift-reporter.ts';
import type { Difference } from '../../../../../functions/core/contract/lock/difference.ts';

const never = new Promise<never>(() => {});
const recorded = {
  from: 'sandbox',
  host: 'api.example.com',
  at: '2026-03-01T00:00:00.000Z',
  apiVersion: '1',
} as const;

let lines: [level: string, message: string, fields: Readonly<Record<string, unknown>>][] = [];
let counts: string[] = [];
let claims: string[] = [];
/** In order: what left the sandbox, and what the ledger was told. */
let steps: string[] = [];
const told = async (id: string) => {
  steps.push(`told ${id.slice(0, 4)}`);
};

beforeEach(() => {
  [lines, counts, claims, steps] = [[], [], [], []];
});

function reporter(changes: Partial<DriftReporterOptions> = {}) {
  return createDriftReporter({
    destination: 'thing',
    recorded,
    claims: {
      claim: async (id) => {
        claims.push(id);
        return 'ours';
      },
      told,
    },
    claimMsMax: 1_000,
    log: { write: (...line) => lines.push(line) },
    meter: { count: (name) => counts.push(name), flush: () => steps.push('flush') },
    sleep: () => never,
    ...changes,
  });
}

const retyped: Difference = {
  operation: 'create-thing',
  statusCode: 201,
  kind: 'field-retyped',
  breaking: true,
  place: '$.size',
  was: 'integer',
  is: 'string',
};
const grown: Difference = { ...retyped, kind: 'field-new', breaking: false, place: '$.colour' };
const found = (difference: Difference, mask = (text: string) => text) => ({ difference, mask });

test('a drift is one line and one count, with what changed and no value', async () => {
  await reporter().report([found(retyped)]);
  expect(counts).toEqual(['ContractDrift']);
  expect(lines).toEqual([
    [
      'warn',
      'contract.drifted',
      {
        destination: 'thing',
        operation: 'create-thing',
        statusCode: 201,
        differences: [{ kind: 'field-retyped', place: '$.size', was: 'integer', is: 'string' }],
        lockRecordedFrom: 'sandbox',
      },
    ],
  ]);
});

test('what was added is a line that wakes nobody, and asks no ledger', async () => {
  await reporter().report([found(grown)]);
  expect([counts, claims]).toEqual([[], []]);
  expect(lines.map(([level, message]) => [level, message])).toEqual([['info', 'contract.grew']]);
});

test('the ledger hears that it is told when line and metric are out, and only of what is', async () => {
  const id = driftId(recorded.at, retyped);
  await reporter().report([found(retyped), found(grown)]);
  expect(steps).toEqual(['flush', `told ${id.slice(0, 4)}`]);
  steps = [];
  await reporter({ claims: { claim: async () => 'told', told } }).report([found(retyped)]);
  expect(steps).toEqual(['flush']);
});

test('the same drift is told once by a sandbox', async () => {
  const one = reporter();
  await one.report([found(retyped), found(retyped), found(grown)]);
  await one.report([found(retyped), found(grown)]);
  expect([counts.length, claims.length, lines.length]).toEqual([1, 1, 2]);
});

test('a drift that another sandbox has told is not told', async () => {
  await reporter({ claims: { claim: async () => 'told', told } }).report([found(retyped)]);
  expect([counts, lines]).toEqual([[], []]);
});

test('a drift that another has claimed and not told is asked about again when it is seen again', async () => {
  const answers = ['claimed', 'ours'] as const;
  let asked = 0;
  const claim = async () => answers[asked++] ?? 'told';
  const one = reporter({ claims: { claim, told } });
  await one.report([found(retyped)]);
  expect(counts).toEqual([]);
  await one.report([found(retyped)]);
  await one.report([found(retyped)]);
  expect([counts, asked]).toEqual([['ContractDrift'], 2]);
});

test('a ledger that fails keeps nobody from being told, once', async () => {
  const one = reporter({ claims: { claim: () => Promise.reject(new Error('InternalServerError')), told } });
  await one.report([found(retyped)]);
  await one.report([found(retyped)]);
  expect(counts).toEqual(['ContractDrift']);
  expect(lines.map(([, message, { claimed }]) => [message, claimed])).toEqual([['contract.drifted', false]]);
});

test('a ledger that does not answer is waited for a second, and then it is told', async () => {
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
  };
  await reporter({ claims: { claim: () => never, told }, sleep }).report([found(retyped)]);
  expect([slept, counts]).toEqual([[1_000], ['ContractDrift']]);
});

test('the differences of one response share a line, those of another have their own', async () => {
  const other = { ...retyped, statusCode: 409 };
  await reporter().report([found(retyped), found({ ...retyped, place: '$.weight' }), found(other)]);
  expect(
    lines.map(([, , { statusCode, differences }]) => [statusCode, (differences as unknown[]).length]),
  ).toEqual([
    [201, 2],
    [409, 1],
  ]);
  expect(counts).toEqual(['ContractDrift', 'ContractDrift']);
});

test('a line holds twenty differences at most, and says how many there are beside', async () => {
  const many = Array.from({ length: 25 }, (_, n) => found({ ...grown, place: `$.field${n}` }));
  await reporter().report(many);
  expect(
    lines.map(([, , { differences, notShown }]) => [(differences as unknown[]).length, notShown]),
  ).toEqual([[20, 5]]);
});

test('ten drifts are claimed at a time, and the others when they are seen again', async () => {
  const many = Array.from({ length: 25 }, (_, n) => found({ ...retyped, place: `$.field${n}` }));
  const one = reporter();
  await one.report(many);
  expect(claims).toHaveLength(10);
  await one.report(many);
  await one.report(many);
  await one.report(many);
  expect(new Set(claims).size).toBe(25);
  expect(claims).toHaveLength(25);
});

test('a third party that is never the same twice is told of two hundred times by a sandbox, and no more', async () => {
  const one = reporter();
  for (let n = 0; n < 300; n += 1) await one.report([found({ ...retyped, place: `$.field${n}` })]);
  expect([claims.length, counts.length]).toEqual([200, 200]);
});

test('what was dealt with is not looked at again: it is neither masked nor hashed', async () => {
  let masks = 0;
  const mask = (text: string) => {
    masks += 1;
    return text;
  };
  const one = reporter();
  for (let n = 0; n < 5; n += 1) await one.report([found(retyped, mask), found({ ...grown, was: '' }, mask)]);
  // Place, what it was and what it is, of two differences.
  expect(masks).toBe(6);
});

test('a third party that shows a new address each time makes no end of work', async () => {
  let masks = 0;
  const one = reporter();
  for (let n = 0; n < 2_000; n += 1) {
    const mask = () => {
      masks += 1;
      return '$.«email»';
    };
    await one.report([found({ ...grown, place: `$.ada${n}@example.com` }, mask)]);
  }
  expect([lines.length, masks]).toEqual([1, 3_000]);
});

test('an address in the name of a field is told of by its path, and is one drift, whose ever it is', async () => {
  const mask = (email: string) => (text: string) => text.replace(email, '«email»');
  const one = reporter();
  await one.report([found({ ...retyped, place: '$.ada@example.com' }, mask('ada@example.com'))]);
  await one.report([found({ ...retyped, place: '$.bob@example.com' }, mask('bob@example.com'))]);
  expect(JSON.stringify(lines)).not.toContain('example.com"');
  expect(lines.map(([, , { differences }]) => differences)).toEqual([
    [{ kind: 'field-retyped', place: '$.«email»', was: 'integer', is: 'string' }],
  ]);
});

test('a drift has the same id wherever it is seen, and another from another lock, in another place, to another type', () => {
  const ids = [
    driftId(recorded.at, retyped),
    driftId(recorded.at, { ...retyped, was: 'number' }),
    driftId('2026-04-01T00:00:00.000Z', retyped),
    driftId(recorded.at, { ...retyped, place: '$.weight' }),
    driftId(recorded.at, { ...retyped, is: 'boolean' }),
    driftId(recorded.at, { ...retyped, statusCode: 200 }),
  ];
  expect(ids[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(5);
});
