import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../../lib/cli/context.ts';
import { firstGuest } from '../../../fixtures/versions.ts';
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

describe('new event of a type that there is', () => {
  const eventPath = 'functions/events/guest-came-v2.ts';
  const upcastPath = 'functions/mapping/as-guest-came-v2.ts';
  const guest = {
    specversion: '1.0',
    type: 'guest.came',
    dataschema: 'urn:guest:2',
    data: { key: 'g2', name: { first: 'Grace' }, nick: null, floor: 3, room: 'blue' },
  };
  const personal = ['--personal', 'name.first,nick'];
  const events = [firstGuest];

  async function runGuest(args: readonly string[], context: Partial<Context> = {}) {
    mkdirSync(join(root, 'functions/mapping'), { recursive: true });
    writeFileSync(
      join(root, 'functions/events/guest-came.ts'),
      "export const guestCame = defineEvent({ type: 'guest.came' });\nexport type GuestCame = DataOf<typeof guestCame>;",
    );
    writeFileSync(join(root, 'guest.json'), JSON.stringify(guest));
    const own = args.map((arg) => (arg === 'guest.json' ? join(root, arg) : arg));
    return interlock(['new', 'event', ...own], { context: { root, events, ...context } });
  }

  it('writes the contract beside it, and what makes the older data newer, with all that is called the same', async () => {
    const ran = await runGuest(['guest.came', '--version', '2', '--example', 'guest.json', ...personal]);
    expect([ran.code, ran.stdout]).toEqual([0, `${eventPath}\n${upcastPath}\n`]);
    expect(ran.stderr).toContain('`event: asGuestCameV2`');
    const read = (path: string) => readFileSync(join(root, path), 'utf8');
    expect(read(eventPath)).toContain(
      "export const guestCameV2 = defineEvent({\n  type: 'guest.came',\n  version: '2',\n  dataschema: 'urn:guest:2',\n",
    );
    expect(read(upcastPath)).toBe(`import { upcast } from '../core/envelope/upcast.ts';
import { type GuestCame, guestCame } from '../events/guest-came.ts';
import { type GuestCameV2, guestCameV2 } from '../events/guest-came-v2.ts';
import { mapper } from './mapper.ts';

const m = mapper<GuestCame, GuestCameV2>();

// Fill in: each '?' is a field of the older version, or m.constant, m.derive, m.omit('why'). docs/mapping.md has them all.
const toNewer = m.define(
  {
    key: m.from('key'),
    name: m.object({
      // string
      first: m.from('?'),
    }),
    nick: m.from('nick').orNull(),
    // number
    floor: m.from('?'),
    room: m.from('room'),
  },
  {
    // Fill in: why each of these is not read, or read it above.
    // fullName: 'why',
  },
);

/** Older versions, too, as the data of the newest: the \`event\` of integrations. */
export const asGuestCameV2 = upcast(guestCame, guestCameV2, toNewer);
`);
  });

  it('takes with a third all that the second takes, and names what a type of its own tells', async () => {
    await runGuest(['guest.came', '--version', '2', '--example', 'guest.json', ...personal]);
    const second = { ...firstGuest, version: '2', dataschema: 'urn:guest:2' };
    const third = ['guest.came', '--version', '3', '--dataschema', 'urn:guest:3'];
    await runGuest([...third, '--example', 'guest.json', ...personal], { events: [firstGuest, second] });
    const read = (name: string) => readFileSync(join(root, `functions/mapping/${name}.ts`), 'utf8');
    expect(read('as-guest-came-v3')).toContain('upcast(asGuestCameV2, guestCameV3, toNewer)');
    writeFileSync(join(root, 'data.json'), JSON.stringify(guest.data));
    const after = ['guest.came.v4', '--after', 'guest.came', '--example', join(root, 'data.json')];
    await runGuest([...after, ...personal]);
    expect(read('as-guest-came-v4')).toContain('upcast(guestCame, guestCameV4, toNewer)');
  });

  it.each([
    ['without a name', ['guest.came'], 1, '--version <name> writes a newer version of it'],
    ['with a name that there is', ['guest.came', '--version', '1'], 1, 'already a version 1 of guest.came'],
    ['with a name for no file', ['guest.came', '--version', '2/3'], 2, '"2/3" is no version'],
    ['with a dataschema that there is', ['guest.came', '--version', '3'], 1, 'has the same dataschema'],
    ['after nothing', ['guest.went', '--after', 'guest.cane'], 2, 'did you mean "guest.came"'],
  ])('refuses one %s', async (_, args, code, problem) => {
    const ran = await runGuest([...args, '--example', 'guest.json', ...personal], {
      events: [firstGuest, { ...firstGuest, version: '2', dataschema: 'urn:guest:2' }],
    });
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(problem)]);
  });

  it('refuses one that nothing tells apart', async () => {
    writeFileSync(join(root, 'data.json'), JSON.stringify(guest.data));
    const ran = await runGuest([
      'guest.came',
      '--version',
      '2',
      '--example',
      join(root, 'data.json'),
      ...personal,
    ]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('told apart by their dataschema')]);
  });
});
