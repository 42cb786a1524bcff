/** An order with customer, line items and recipients, to a third party that is called at addresses made of persons. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type Destination, defineDestination } from '../../../functions/core/declare/destination.ts';
import { type DataOf, defineEvent } from '../../../functions/core/declare/event.ts';
import { path } from '../../../functions/core/declare/http-message.ts';
import { defineIntegration } from '../../../functions/core/declare/integration.ts';
import { defineOperation } from '../../../functions/core/declare/operation.ts';
import { mapper } from '../../../functions/mapping/mapper.ts';

export const orderPlaced = defineEvent({
  type: 'order.placed',
  data: z.looseObject({
    orderId: z.string(),
    customerId: z.int(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string(),
    address: z.looseObject({ line1: z.string() }),
    items: z.array(z.looseObject({ sku: z.string(), recipientName: z.string(), email: z.string() })),
  }),
  personal: [
    'email',
    'firstName',
    'lastName',
    'phone',
    'customerId',
    'address.line1',
    'items[].recipientName',
    'items[].email',
  ],
  example: {
    orderId: 'o-1',
    customerId: 48_213,
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    phone: '+442079460958',
    address: { line1: '12 High Street' },
    items: [{ sku: 'GEAR-12', recipientName: 'Bob Made-Up', email: 'bob@example.com' }],
  },
});

export type OrderPlaced = DataOf<typeof orderPlaced>;

export interface ShopOrder {
  readonly email: string;
  readonly name: string;
  readonly slug: string;
  readonly phone: string;
  readonly reference: string;
  readonly customer: number;
  readonly street: string;
  readonly lines: readonly string[];
}

const m = mapper<OrderPlaced, ShopOrder>();

const orderToShop = m.define(
  {
    email: m.from('email'),
    name: m.derive(['firstName', 'lastName'], (first, last) => `${first} ${last}`),
    slug: m.derive(['lastName'], (last) => last.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')),
    phone: m.from('phone'),
    reference: m.from('orderId'),
    customer: m.from('customerId'),
    street: m.from('address.line1'),
    lines: m.derive(['items'], (items) => items.map((item) => `${item.sku} for ${item.recipientName}`)),
  },
  {},
);

const read = (body: string) =>
  JSON.parse(body) as { id?: string; error?: { code?: string; message?: string } };

export const shop: Destination = defineDestination({
  name: 'shop',
  baseUrl: 'https://api.shop.example',
  allowedHosts: ['api.shop.example'],
  apiVersion: { value: '1', documentation: 'https://shop.example' },
  credentials: z.object({ apiKey: z.string(), baseUrl: z.exactOptional(z.string()) }),
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  rateLimits: [{ requests: 1_000, windowMs: 1_000 }],
  requestTimeoutMs: 2_000,
  readError: ({ body }) => read(body).error ?? {},
  requestIdHeader: 'request-id',
  loggedHeaders: ['request-id', 'x-shop-note'],
  probe: { method: 'GET', path: '/me' },
});

const md5 = (text: string) => createHash('md5').update(text.toLowerCase()).digest('hex');

/** As a list of subscribers is addressed by some: by a digest of the address. */
const putMember = defineOperation<ShopOrder>({
  name: 'put-member',
  destination: shop,
  request: (value) => ({
    method: 'PUT',
    path: path`/lists/${value.slug}/members/${md5(value.email)}`,
    query: { mail: value.email },
    headers: { 'x-name': encodeURIComponent(value.name) },
    body: { encoding: 'json', value: { ...value, [value.email]: value.phone, tags: [{ who: value.name }] } },
  }),
  repeat: { by: 'upsert' },
  receipt: ({ body }) => read(body).id,
  derives: ({ email }) => [md5(email)],
});

export const orderPlacedToShop = defineIntegration({
  name: 'order-placed-to-shop',
  event: orderPlaced,
  map: orderToShop,
  operation: putMember,
});
