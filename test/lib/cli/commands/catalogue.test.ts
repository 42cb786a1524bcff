import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events } from '../../../../functions/events/index.ts';
import { thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { listedIntegrations } from '../../../fixtures/listed-integrations.ts';
import { interlock } from '../interlock.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'interlock-catalogue-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const thing = thingIntegration();
const context = { events: [thing.event], integrations: [thing] };

describe('catalogue', () => {
  it('describes the topic, its messages and who takes them', async () => {
    const { code, stdout } = await interlock(['catalogue', '--env', 'prod'], { context });
    const { type } = thing.event;
    const { asyncapi, channels, operations, components } = JSON.parse(stdout);
    expect([code, asyncapi]).toEqual([0, '3.0.0']);
    expect(channels.events).toMatchObject({
      address: 'interlock-prod-events',
      messages: { [type]: { $ref: `#/components/messages/${type}` } },
    });
    expect(operations.carryEvents).toMatchObject({
      action: 'receive',
      messages: [{ $ref: `#/channels/events/messages/${type}` }],
    });
    const { payload, examples, ...message } = components.messages[type];
    expect(message).toMatchObject({
      name: type,
      'x-integrations': [thing.name],
      'x-personal': thing.event.personal,
    });
    expect(payload.properties.type).toEqual({ const: type });
    expect(examples[0].payload.data).toEqual(thing.event.example);
  });

  it('writes a schema of every event in the list that its example fits, and no event of another kind', async () => {
    const { code, stdout } = await interlock(['catalogue', '--out', out], {
      context: { events, integrations: listedIntegrations },
    });
    const names = ['asyncapi.json', ...events.map(({ type }) => `${type}.schema.json`)];
    expect([code, stdout.trim().split('\n')]).toEqual([0, names.map((name) => join(out, name))]);
    expect(readdirSync(out).sort()).toEqual([...names].sort());
    const read = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
    const { components } = read('asyncapi.json');
    for (const { type } of events) {
      const schema = read(`${type}.schema.json`);
      const options = { validateFormats: false, strict: false };
      const fits = [
        new Ajv2020(options).compile(schema),
        new Ajv(options).compile(components.messages[type].payload),
      ];
      const [example] = schema.examples;
      const { id: _, ...withoutId } = example;
      for (const valid of fits) {
        expect([valid(example), valid({ ...example, more: 1 })]).toEqual([true, true]);
        expect(
          [withoutId, { ...example, type: 'other' }, { ...example, data: {} }].filter((one) => valid(one)),
        ).toEqual([]);
      }
    }
  });
});
