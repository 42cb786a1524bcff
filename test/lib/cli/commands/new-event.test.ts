import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../../lib/cli/context.ts';
import { interlock } from '../interlock.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'interlock-new-'));
  mkdirSync(join(root, 'functions/events'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const parcel = { parcelId: 7, recipientEmail: 'CANARY@example.com', sentAt: '2026-11-24T09:30:00Z' };
const path = 'functions/events/parcel-sent.ts';

/** Runs `new event parcel.sent` on these files of the root, by name. */
async function run(
  files: Record<string, unknown>,
  args: readonly string[],
  context: Partial<Context> = {},
  stdin = '',
) {
  for (const [name, value] of Object.entries(files)) {
    writeFileSync(join(root, name), typeof value === 'string' ? value : JSON.stringify(value));
  }
  const own = args.map((arg) => (Object.hasOwn(files, arg) ? join(root, arg) : arg));
  return interlock(['new', 'event', 'parcel.sent', ...own], {
    context: { root, events: [], ...context },
    stdin,
  });
}

const written = () => readFileSync(join(root, path), 'utf8');

describe('new event', () => {
  it('reads data or a whole CloudEvent, and leaves the line for a list that it cannot find to a person', async () => {
    const event = { specversion: '1.0', id: 'a', type: 'parcel.sent', data: parcel };
    const ran = await run({ event }, ['--example', 'event', '--personal', 'recipientEmail']);
    expect([ran.code, ran.stdout]).toEqual([0, `${path}\n`]);
    expect(written()).toContain('parcelId: positiveInteger(),');
    expect(ran.stderr).toContain("import { parcelSent } from './parcel-sent.ts';");
  });

  it('takes what one of several examples lacks for optional, and what is null in one for nullable', async () => {
    const { parcelId, sentAt } = parcel;
    const examples = { a: parcel, b: { parcelId, sentAt: null, weight: 1.5 } };
    await run(examples, ['--example', 'a', '--example', 'b', '--personal', 'none']);
    expect(written()).toContain('recipientEmail: z.optional(email()),');
    expect(written()).toContain('sentAt: z.nullable(timestamp()),');
    expect(written()).toContain('weight: z.optional(z.number()),');
    expect(sentAt).toBeTypeOf('string');
  });

  it('asks a person which fields are personal, and shows what looks so', async () => {
    const ran = await run({ a: parcel }, ['--example', 'a'], { isTTY: true }, '\n');
    expect(ran.stderr).toContain('Enter takes "recipientEmail": ');
    expect(written()).toContain("personal: ['recipientEmail'],");
  });

  it('writes nothing where nobody can be asked', async () => {
    const ran = await run({ a: parcel }, ['--example', 'a']);
    expect([ran.code, existsSync(join(root, path))]).toEqual([2, false]);
    expect(ran.stderr).toContain('By their names: --personal recipientEmail');
    expect(ran.stderr).not.toContain('CANARY');
  });

  it('says what of a schema it does not check', async () => {
    const schema = {
      properties: { code: { type: 'string', format: 'iban' }, n: { type: 'integer', multipleOf: 5 } },
    };
    const ran = await run({ schema }, ['--schema', 'schema', '--personal', 'none', '--json'], {});
    expect(ran.code).toBe(1);
    const example = { code: 'x', n: 5 };
    const again = await run({ schema, example }, [
      '--schema',
      'schema',
      '--example',
      'example',
      '--personal',
      'none',
      '--json',
    ]);
    expect(JSON.parse(again.stdout).warnings).toEqual([
      '#/properties/code: format "iban" is not checked',
      '#/properties/n: "multipleOf" is not checked',
    ]);
  });

  it('overwrites nothing', async () => {
    writeFileSync(join(root, path), 'mine');
    const ran = await run({ a: parcel }, ['--example', 'a', '--personal', 'none']);
    expect([ran.code, written()]).toEqual([1, 'mine']);
  });

  const object = (properties: object) => ({ type: 'object', properties });
  it.each<[string, Record<string, unknown>, readonly string[], number, string]>([
    ['neither example nor schema', {}, [], 2, 'needs --example or --schema'],
    ['standard input twice', {}, ['--example', '-', '--schema', '-'], 2, 'read only once'],
    [
      'a field that is not there',
      { a: parcel },
      ['--example', 'a', '--personal', 'recipientEmial'],
      2,
      'did you mean "recipientEmail"',
    ],
    ['what is no JSON', { a: '{' }, ['--example', 'a'], 1, 'is not JSON'],
    ['a list', { a: [parcel] }, ['--example', 'a'], 1, 'must be a JSON object'],
    [
      'an event of another type',
      { a: { specversion: '1.0', type: 'other', data: parcel } },
      ['--example', 'a'],
      1,
      'of another type',
    ],
    [
      'a field of two types',
      { a: parcel, b: { ...parcel, parcelId: 'x' } },
      ['--example', 'a', '--example', 'b'],
      1,
      'parcelId is not of one type',
    ],
    [
      'a schema of a text',
      { s: { type: 'string' } },
      ['--schema', 's'],
      1,
      'the data of an event is an object',
    ],
    [
      'a schema that leads to itself',
      { s: object({ a: { $ref: '#' } }) },
      ['--schema', 's'],
      1,
      'leads to itself',
    ],
    [
      'a schema that leads elsewhere',
      { s: object({ a: { $ref: 'b.json' } }) },
      ['--schema', 's'],
      1,
      'leads out of the file',
    ],
    [
      'an object of several shapes',
      { s: object({ a: { oneOf: [object({}), object({ b: {} })] } }) },
      ['--schema', 's'],
      1,
      'several shapes',
    ],
    [
      'an example that its schema refuses',
      { s: object({ a: { type: 'string' } }), a: { a: 1 } },
      ['--schema', 's', '--example', 'a'],
      1,
      'not what the schema describes: /a (type)',
    ],
    [
      'a pattern without an example',
      { s: object({ a: { type: 'string', pattern: '^x{9}$' } }) },
      ['--schema', 's'],
      1,
      'has no valid example',
    ],
  ])('refuses %s', async (_what, files, args, code, message) => {
    const ran = await run(files, args);
    expect([ran.code, ran.stdout, existsSync(join(root, path))]).toEqual([code, '', false]);
    expect(ran.stderr).toContain(message);
  });

  it.each(['Order', 'order..placed', '../x', 'delete', 'x'.repeat(41)])(
    'takes no type "%s"',
    async (type) => {
      const ran = await interlock(['new', 'event', type, '--example', '-'], { context: { root } });
      expect([ran.code, ran.stdout]).toEqual([2, '']);
    },
  );
});
