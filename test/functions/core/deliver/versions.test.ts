import { expect, test } from 'vitest';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import { firstGuest, guestBody, guestIntegration, secondGuest } from '../../../fixtures/versions.ts';
import { created } from './loopback-third-party.ts';
import { record, sandbox } from './sandbox.ts';

const integration: AnyIntegration = guestIntegration;
const first = (id: string) => record(guestBody({ id, data: firstGuest.example }));
const newer = { dataschema: 'https://schemas.example.com/guest/2', data: secondGuest.example };
const second = (id: string) => record(guestBody({ id, ...newer }));
const unknown = (id: string) =>
  record(guestBody({ id, ...newer, dataschema: 'https://schemas.example.com/guest/3' }));

const script = Array.from({ length: 4 }, () => created);
const namesSent = ({ calls }: Awaited<ReturnType<typeof sandbox>>) =>
  calls.map(({ body }) => JSON.parse(body).name).sort();

test('two versions in one batch are each delivered as what they are, and the log says which they were', async () => {
  const one = await sandbox({ integration, script });
  expect(await one.batch(first('a'), second('b'))).toEqual([]);
  expect(namesSent(one)).toEqual(['Ada (nobody)', 'Grace (Amazing)']);
  const attempted = one.lines.filter(({ message }) => message === 'delivery.attempted');
  expect(attempted.map(({ fields }) => [fields.eventId, fields.eventVersion]).sort()).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
});

test('an event is one by source and id, whichever version it comes in again', async () => {
  const one = await sandbox({ integration, script });
  await one.batch(first('a'));
  expect(await one.batch(second('a'))).toEqual([]);
  expect([one.calls.length, one.outcomes()]).toEqual([
    1,
    ['delivery.attempted delivered', 'delivery.settled duplicate'],
  ]);
});

test('an event of a version that nobody knows is a dead letter that says which are known, and keeps back no other', async () => {
  const one = await sandbox({ integration, script });
  expect(await one.batch(unknown('c'), first('a'))).toEqual([]);
  expect(namesSent(one)).toEqual(['Ada (nobody)']);
  const [letter] = one.dead;
  expect(letter?.diagnosis).toMatchObject({ code: 'INVALID_EVENT', stage: 'parse' });
  expect(letter?.diagnosis.advice).toContain(
    'dataschema: is of no version that is declared here: 1 (guest.came without dataschema), 2 (guest.came https://schemas.example.com/guest/2 or https://schemas.example.com/guest/2.1)',
  );
  // Which version it is nobody knows.
  const line = one.lines.find(({ fields }) => fields.outcome === 'dead-lettered')?.fields;
  expect([line?.eventType, line?.eventVersion]).toEqual(['guest.came', undefined]);
});

test('nothing personal of any version stands in a line', async () => {
  const one = await sandbox({ integration, script });
  await one.batch(
    record(guestBody({ id: 'Ada Lovelace', data: { ...firstGuest.example, nick: 'Countess' } })),
    record(guestBody({ id: 'x', subject: 'Hopper', ...newer })),
    record(guestBody({ id: 'y', subject: 'Ada Lovelace', data: firstGuest.example, dataschema: 'urn:3' })),
    record(guestBody({ id: 'z', subject: 'Amazing', ...newer, dataschema: 'urn:3' })),
  );
  expect(one.lines.length).toBeGreaterThan(3);
  expect(JSON.stringify(one.lines)).not.toMatch(/Ada|Lovelace|Countess|Grace|Hopper|Amazing/);
});
