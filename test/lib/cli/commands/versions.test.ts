/** What the commands show and send of an event of which several versions arrive. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../../lib/cli/context.ts';
import {
  anyGuestIntegration,
  firstGuest,
  guestBody,
  guestIntegration,
  secondGuest,
  thirdGuest,
} from '../../../fixtures/versions.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const context: Partial<Context> = {
  events: [firstGuest, secondGuest, thirdGuest],
  integrations: [guestIntegration, anyGuestIntegration],
};
const dataschema = 'https://schemas.example.com/guest/2';

describe('send', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startFakeAws();
    for (const { name } of [guestIntegration, anyGuestIntegration])
      aws.queues.set(`interlock-local-${name}`, []);
  });
  afterEach(() => aws.close());
  const send = (...args: readonly string[]) =>
    interlock(['send', ...args], { endpoint: aws.endpoint, context });
  const sent = () => aws.published.map(({ message }) => JSON.parse(message));

  it("publishes the newest version's example with its dataschema, and another's where it is named", async () => {
    expect((await send('guest.came')).stderr).toBe('1 event sent to interlock-local-events\n');
    await send('guest.came', '--version', '1');
    expect(sent()).toMatchObject([
      { type: 'guest.came', dataschema, data: secondGuest.example },
      { type: 'guest.came', data: firstGuest.example },
    ]);
    expect(sent()[1]).not.toHaveProperty('dataschema');
  });

  it('names the versions that there are', async () => {
    const { code, stderr } = await send('guest.came', '--version', '3');
    expect([code, stderr]).toEqual([2, expect.stringContaining('there are 1, 2')]);
    expect((await send('event.json', '--version', '1')).stderr).toContain('"event.json" is none');
  });

  it('checks an event by the contract of its version', async () => {
    const wrong = await send('guest.came', '--set', 'dataschema=urn:9');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('dataschema: is of no version')]);
    expect(
      (await send('guest.came', '--version', '1', '--set', `dataschema=${dataschema}`)).stderr,
    ).toContain('data.name: expected object, got nothing');
  });
});

describe('run', () => {
  const bodies = async (...args: readonly string[]) => {
    const { stdout } = await interlock(['run', ...args, '--json'], { context });
    const documents = [JSON.parse(stdout)].flat();
    return documents.map(({ body }: { body: string }) => JSON.parse(body).name);
  };

  it('shows what becomes of the example of each version, by name and by type', async () => {
    expect(await bodies('guest-came-to-thing')).toEqual(['Grace (Amazing)']);
    expect(await bodies('guest-came-to-thing', '--version', '1')).toEqual(['Ada (nobody)']);
    expect(await bodies('guest.came.v3')).toEqual(['Edsger Dijkstra']);
    expect(await bodies('guest.came')).toEqual(['Grace (Amazing)', 'Grace Hopper']);
  });
});

it('list names every type that an integration takes', async () => {
  const { stdout } = await interlock(['list', '--json'], { context });
  expect(JSON.parse(stdout).integrations.map(({ event }: { event: string }) => event)).toEqual([
    'guest.came',
    'guest.came.v3, guest.came',
  ]);
});

it('events lists each version, and has the fields of each', async () => {
  const ran = await interlock(['events'], { context });
  expect(ran.stderr).toBe('');
  const listed = ran.stdout;
  expect(listed).toMatch(/^guest\.came, version 1 .*\nguest\.came, version 2 .*\nguest\.came\.v3 /m);
  const { stdout } = await interlock(['events', 'guest.came', '--json'], { context });
  const { versions } = JSON.parse(stdout) as { readonly versions: { readonly name: string }[] };
  expect(versions.map(({ name }) => name)).toEqual(['guest.came, version 1', 'guest.came, version 2']);
});

describe('mapping', () => {
  it('shows the way from each version', async () => {
    const { stdout } = await interlock(['mapping', 'guest-came-to-thing'], { context });
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'guest.came, version 2',
      '',
      'target     from              how      without it  when',
      'reference  key                        refused',
      'name       name.first, nick  derived  refused',
      '',
      'not read   why',
      'name.last  first names do',
      'floor      nobody asks',
      '',
      'guest.came, version 1',
      '',
      'target     from            how      without it     when',
      'reference  key                      refused',
      'name       fullName, nick  derived  else "nobody"',
      '',
      'not read  why',
      'room      the rooms have other names by now',
      '',
      '',
    ]);
  });

  it('tells where what is personal in any of them goes, and one event by its own', async () => {
    const { stdout } = await interlock(['mapping', 'guest-came-to-thing', '--personal', '--json'], {
      context,
    });
    expect(
      JSON.parse(stdout).personal.map(({ field, target }: { field: string; target?: string }) => [
        field,
        target,
      ]),
    ).toEqual([
      ['name.first (version 2)', 'name'],
      ['name.last (version 2)', undefined],
      ['nick (version 2)', 'name'],
      ['fullName (version 1)', 'name'],
      ['nick (version 1)', 'name'],
    ]);
    const stdin = guestBody({ data: firstGuest.example });
    const way = await interlock(['mapping', 'guest-came-to-thing', '--event', '-'], { context, stdin });
    expect(way.stdout).toContain('fullName "Ada Lovelace", nick null');
  });
});

describe('catalogue', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'interlock-catalogue-'));
  });
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  it('has a schema of each version, which takes no other, and says who takes it', async () => {
    await interlock(['catalogue', '--out', out], { context });
    expect(readdirSync(out).sort()).toEqual([
      'asyncapi.json',
      'guest.came-1.schema.json',
      'guest.came-2.schema.json',
      'guest.came.v3.schema.json',
    ]);
    const read = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
    const { messages } = read('asyncapi.json').components;
    expect(
      Object.entries<{ name: string; title: string }>(messages).map(([key, one]) => [
        key,
        one.name,
        one.title,
        (one as { 'x-integrations'?: unknown })['x-integrations'],
      ]),
    ).toEqual([
      [
        'guest.came-1',
        'guest.came',
        'guest.came, version 1',
        ['guest-came-to-thing', 'any-guest-came-to-thing'],
      ],
      [
        'guest.came-2',
        'guest.came',
        'guest.came, version 2',
        ['guest-came-to-thing', 'any-guest-came-to-thing'],
      ],
      ['guest.came.v3', 'guest.came.v3', 'guest.came.v3', ['any-guest-came-to-thing']],
    ]);
    const schemas = ['guest.came-1', 'guest.came-2', 'guest.came.v3'].map((name) =>
      read(`${name}.schema.json`),
    );
    const takes = schemas.map((schema) =>
      new Ajv2020({ validateFormats: false, strict: false }).compile(schema),
    );
    const examples = schemas.map((schema) => schema.examples[0]);
    expect(examples.map((example) => takes.map((take) => take(example)))).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });
});
