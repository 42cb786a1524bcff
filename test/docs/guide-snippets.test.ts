import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { EventContract } from '../../functions/core/declare/event.ts';
import type { HttpResponse } from '../../functions/core/declare/http-message.ts';
import { integrationIn } from '../../functions/core/declare/in-environment.ts';
import type { AnyIntegration, DeclaredIntegration } from '../../functions/core/declare/integration.ts';
import type { Mapper } from '../../functions/core/declare/mapping.ts';
import { createApp } from '../../lib/app.ts';
import { functionSources } from '../../lib/build/function-sources.ts';
import type { Contract } from '../../lib/local/stand-ins/contract.ts';
import { type StandIn, startStandIn } from '../../lib/local/stand-ins/stand-in.ts';
import { besideData, mapData } from '../fixtures/map-data.ts';
import { guideSnippets, writeSnippets } from './guide-snippets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let copy: string;
let event: EventContract;
let mapping: Mapper<unknown, unknown>;
let integration: AnyIntegration;
let standIn: StandIn;

const load = async (path: string, name: string) => (await import(pathToFileURL(join(copy, path)).href))[name];

describe('the guides', () => {
  beforeAll(async () => {
    // Inside the repository, so that packages resolve as they do for a reader.
    mkdirSync(join(root, '.interlock'), { recursive: true });
    copy = mkdtempSync(join(root, '.interlock', 'guides-'));
    for (const folder of ['functions', 'lib'])
      cpSync(join(root, folder), join(copy, folder), { recursive: true });
    writeSnippets(guideSnippets, copy);
    event = await load('functions/events/parcel-shipped.ts', 'parcelShipped');
    mapping = await load('functions/mapping/parcel-to-carrier.ts', 'parcelToCarrier');
    integration = await load('functions/integrations/parcel-shipped-to-carrier/integration.ts', 'default');
    const contract: Contract = await load('lib/local/stand-ins/carrier.ts', 'carrier');
    standIn = await startStandIn(contract, { port: 0, now: () => 0, apiKey: 'right' });
  });

  afterAll(async () => {
    await standIn?.stop();
    rmSync(copy, { recursive: true, force: true });
  });

  /** Sends what the operation returns, as the engine would. */
  const send = async (request: ReturnType<AnyIntegration['operation']['request']>): Promise<HttpResponse> => {
    const { method, path, body } = request;
    const response = await fetch(standIn.url + path, {
      method,
      headers: { authorization: 'Bearer right' },
      ...(body === undefined ? {} : { body: JSON.stringify(body.value) }),
    });
    return { statusCode: response.status, headers: {}, body: await response.text(), bodyTruncated: false };
  };

  it('show an event whose example fits, and which refuses what it should', () => {
    const takes = (change: object) =>
      z.safeParse(event.data, { ...(event.example as object), ...change }).success;
    expect([{}, { pickupPoint: null }, { gift: true }, { more: 1 }].filter(takes)).toHaveLength(4);
    expect([{ parcelId: '' }, { service: 'slow' }, { contents: [] }, { gift: null }].filter(takes)).toEqual(
      [],
    );
  });

  it('show what their mapping makes of the example', () => {
    const [, shown = ''] =
      /```json\n(.*?)```/s.exec(readFileSync(join(root, 'docs/mapping.md'), 'utf8')) ?? [];
    const { output, report } = mapData(mapping, event.example);
    expect(output).toEqual(JSON.parse(shown));
    expect(report.unmapped).toEqual([]);
  });

  it('show a mapping through lists, records, variants and conditions', async () => {
    const warehouse = await load('functions/mapping/order-to-warehouse.ts', 'orderToWarehouse');
    const item = { sku: 'a', title: ' A very long title of an apple', price: 3, shop: 'north', gift: false };
    const order = {
      currency: 'EUR',
      rush: false,
      items: [item, { ...item, sku: 'b', price: 4, gift: true }],
      attributes: { color: ' red' },
      payment: { kind: 'transfer', iban: 'DE1' },
      start: '1',
      end: '2',
    };
    expect(mapData(warehouse, order)).toEqual({
      output: {
        at: 1_795_770_000,
        lines: [{ code: 'a', label: 'A very long title of', currency: 'EUR' }],
        codes: ['a', 'b'],
        parcels: [{ from: 'north', value: 7, lines: [{ code: 'a' }, { code: 'b' }] }],
        prices: { a: 3, b: 4 },
        tags: { color: 'red' },
        payer: { account: 'DE1' },
      },
      report: {
        defaulted: [],
        coerced: [
          'event.time→at',
          'items[].title→lines[].label',
          'items[].price→parcels[].value',
          'attributes→tags.*',
        ],
        unmapped: [],
        cut: ['lines[].label'],
        dropped: ['lines[]'],
      },
    });
    expect(warehouse.map({ ...order, items: [] }, besideData).skipped).toBe('there is nothing to pick');
    expect(() => mapData(warehouse, { ...order, end: '0' })).toThrow(
      'start,end: the end is before the start',
    );
  });

  it('show a mapping that says what it did where something was null or missing', () => {
    const bare = { ...(event.example as object), recipient: { name: 'Ada', email: null }, pickupPoint: null };
    const { output, report } = mapData(mapping, bare);
    expect(output).toMatchObject({ wrapped: false, notify: null, label: 'Ada (P-1017)' });
    expect(output).not.toHaveProperty('pickup');
    expect(output).not.toHaveProperty('insurance');
    expect([report.defaulted, report.omitted]).toEqual([['wrapped'], ['pickup']]);
  });

  it('show a destination and a stand-in that understand each other', async () => {
    const { operation } = integration;
    const input = mapData(mapping, event.example).output;
    const first = await send(operation.request(input));
    const receipt = operation.receipt(first);
    expect([first.statusCode, receipt]).toEqual([201, expect.stringMatching(/^par_\w{12}$/)]);
    const second = await send(operation.request(input));
    expect([second.statusCode, operation.destination.readError(second)]).toEqual([
      409,
      { code: 'parcel_exists', message: 'parcel_exists' },
    ]);
    if (operation.repeat.by !== 'lookup') throw new TypeError('the guide shows a lookup');
    expect(operation.receipt(await send(operation.repeat.request(input)))).toBe(receipt);
    expect((await send({ method: 'GET', path: '/v2/parcels/P-9' })).statusCode).toBe(404);
    expect((await send(operation.destination.probe)).statusCode).toBe(200);
    expect(standIn.journal.effects).toHaveLength(1);
  });

  it('show settings: an operation and a mapping that are given them, in two accounts', async () => {
    const [add, addUs] = await Promise.all(
      ['addMember', 'addMemberUs'].map((name) =>
        load('functions/destinations/newsletter/add-member.ts', name),
      ),
    );
    const map = await load('functions/mapping/parcel-to-newsletter.ts', 'parcelToNewsletter');
    const settings = {
      newsletter: { dataCentre: 'eu1', listId: 'a44', plan: 'business' },
      'newsletter-us': { dataCentre: 'us7', listId: 'b2', plan: 'starter' },
    };
    const sent = [add, addUs].map((operation) => {
      const here = integrationIn(settings, { ...integration, map, operation } as DeclaredIntegration);
      const { destination, request } = here.operation;
      const { body, path } = request(mapData(here.map, event.example).output);
      return [destination.name, destination.baseUrl, destination.rateLimits[0].requests, path, body?.value];
    });
    expect(sent).toEqual([
      [
        'newsletter',
        'https://eu1.api.newsletter.example',
        100,
        '/lists/a44/members/P-1017',
        { reference: 'P-1017', list: 'a44' },
      ],
      [
        'newsletter-us',
        'https://us7.api.newsletter.example',
        10,
        '/lists/b2/members/P-1017',
        { reference: 'P-1017', list: 'b2' },
      ],
    ]);
  });

  it('show an integration that retires: its queue stays, and nothing new comes', () => {
    const functionDirs = new Map(
      functionSources([integration]).map(({ name }) => [name, join(copy, 'functions/events')]),
    );
    const app = createApp({
      environments: ['dev'],
      integrations: [integration],
      functionDirs,
      validate: false,
    });
    const template = Template.fromJSON(app.synth().getStackByName('interlock-dev').template);
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'interlock-dev-parcel-shipped-to-carrier',
    });
    const subscriptions = Object.keys(template.findResources('AWS::SNS::Subscription'));
    expect(subscriptions.filter((id) => id.includes('parcel'))).toEqual([]);
  });
});
