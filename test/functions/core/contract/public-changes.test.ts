/** Changes of the kinds that four vendors' public changelogs tell of, each as an answer before and after. */
import { expect, test } from 'vitest';
import { compareResponse } from '../../../../functions/core/contract/lock/compare-locks.ts';
import { describeDifference } from '../../../../functions/core/contract/lock/describe-difference.ts';
import { lockedResponse } from '../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../functions/core/contract/lock/observe.ts';
import { nowMs } from './contact-response.ts';

const seen = (body: unknown, headers: Readonly<Record<string, string>> = {}, statusCode = 200) =>
  lockedResponse([
    observe(
      {
        statusCode,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        bodyTruncated: false,
      },
      {
        maps: new Set(['metadata', 'properties', 'custom_attributes']),
        headers: [],
        host: 'api.example.com',
        nowMs,
      },
    ),
  ]);

type Change = readonly [vendor: string, what: string, before: unknown, after: unknown, ...says: string[]];

/** https://docs.stripe.com/changelog */
const stripe: readonly Change[] = [
  [
    'Stripe',
    'sources leave the customer',
    { sources: { data: [] } },
    {},
    'breaking: $.sources is gone (was object)',
  ],
  [
    'Stripe',
    'a charge is named by its id alone',
    { charges: { data: [] } },
    { latest_charge: 'ch_1' },
    'breaking: $.charges is gone (was object)',
    'additive: $.latest_charge is new: string',
  ],
  [
    'Stripe',
    'tax exemption is a word',
    { tax_exempt: false },
    { tax_exempt: 'none' },
    'breaking: $.tax_exempt is string (was boolean)',
  ],
  [
    'Stripe',
    'a status is added',
    { status: 'requires_action' },
    { status: 'requires_capture' },
    'additive: $.status has a new name: string("requires_capture") (was string("requires_action"))',
  ],
  [
    'Stripe',
    'a period moves into the items',
    { items: [{ id: 'a' }], current_period_end: 1_764_201_600 },
    { items: [{ id: 'a', current_period_end: 1_764_201_600 }] },
    'breaking: $.current_period_end is gone (was integer(epoch-seconds))',
    'additive: $.items[].current_period_end is new: integer(epoch-seconds)',
  ],
  [
    'Stripe',
    'amounts are decimals in a text',
    { unit_amount: 1_999 },
    { unit_amount: '19.99' },
    'breaking: $.unit_amount is string(decimal) (was integer)',
  ],
  [
    'Stripe',
    'a coupon becomes one of several',
    { discount: { id: 'a' } },
    { discounts: ['di_1'] },
    'breaking: $.discount is gone (was object)',
    'additive: $.discounts is new: array',
  ],
  [
    'Stripe',
    'a customer may be missing',
    { customer: 'cus_1' },
    { customer: null },
    'breaking: $.customer can be null (was string)',
  ],
];
/** https://developers.hubspot.com/changelog */
const hubspot: readonly Change[] = [
  ['HubSpot', 'ids become texts', { id: 51 }, { id: '51' }, 'breaking: $.id is string (was integer)'],
  [
    'HubSpot',
    'moments become ISO',
    { createdAt: 1_764_201_600_000 },
    { createdAt: '2026-11-27T00:00:00Z' },
    'breaking: $.createdAt is string(date-time) (was integer(epoch-milliseconds))',
  ],
  [
    'HubSpot',
    'milliseconds in a text become ISO',
    { createdate: '1764201600000' },
    { createdate: '2026-11-27T00:00:00Z' },
    'breaking: $.createdate has another format: string(date-time) (was string(epoch-milliseconds))',
  ],
  [
    'HubSpot',
    'the offset becomes a cursor',
    { offset: 2, hasMore: true },
    { paging: { next: { after: '2' } } },
    'breaking: $.hasMore is gone (was boolean)',
    'breaking: $.offset is gone (was integer)',
    'additive: $.paging is new: object',
  ],
  [
    'HubSpot',
    'the list has another name',
    { contacts: [{}] },
    { results: [{}] },
    'breaking: $.contacts is gone (was array)',
    'additive: $.results is new: array',
  ],
  [
    'HubSpot',
    'archived is told',
    { id: '1' },
    { id: '1', archived: false },
    'additive: $.archived is new: boolean',
  ],
  [
    'HubSpot',
    'associations are objects',
    { associations: [1] },
    { associations: { companies: {} } },
    'breaking: $.associations is object (was array)',
  ],
];
/** https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/api-changelog */
const intercom: readonly Change[] = [
  [
    'Intercom',
    'users and leads become contacts',
    { type: 'user' },
    { type: 'contact' },
    'additive: $.type has a new name: string("contact") (was string("user"))',
  ],
  [
    'Intercom',
    'tags become a page of tags',
    { tags: [{ id: '1' }] },
    { tags: { data: [], url: '/tags' } },
    'breaking: $.tags is object (was array)',
  ],
  [
    'Intercom',
    'the next page is an object',
    { pages: { next: 'https://api.example.com/2' } },
    { pages: { next: { page: 2 } } },
    'breaking: $.pages.next is object (was string(uri))',
  ],
  [
    'Intercom',
    'the avatar may be missing',
    { avatar: { image_url: 'https://a.example' } },
    { avatar: null },
    'breaking: $.avatar can be null (was object)',
  ],
  [
    'Intercom',
    'company_id becomes company.id',
    { company_id: 'a' },
    { company: { id: 'a' } },
    'additive: $.company is new: object',
    'breaking: $.company_id is gone (was string)',
  ],
  [
    'Intercom',
    'the assignee is a number',
    { admin_assignee_id: '12' },
    { admin_assignee_id: 12 },
    'breaking: $.admin_assignee_id is integer (was string)',
  ],
  [
    'Intercom',
    'a count is a text',
    { total_count: 7 },
    { total_count: '7' },
    'breaking: $.total_count is string (was integer)',
  ],
  [
    'Intercom',
    'moments become milliseconds',
    { created_at: 1_764_201_600 },
    { created_at: 1_764_201_600_000 },
    'breaking: $.created_at has another format: integer(epoch-milliseconds) (was integer(epoch-seconds))',
  ],
];
/** https://shopify.dev/changelog, https://docs.github.com/rest/about-the-rest-api/breaking-changes */
const shopify: readonly Change[] = [
  [
    'Shopify',
    'ids are global',
    { id: 632_910_392 },
    { id: 'gid://shopify/Product/632910392' },
    'breaking: $.id is string (was integer)',
  ],
  [
    'Shopify',
    'money is an object',
    { total_price: '19.99' },
    { total_price: { amount: '19.99' } },
    'breaking: $.total_price is object (was string(decimal))',
  ],
  [
    'Shopify',
    'the price has a comma',
    { total_price: '19.99' },
    { total_price: '19,99' },
    'breaking: $.total_price has another format: string(decimal-comma) (was string(decimal))',
  ],
  [
    'Shopify',
    'marketing consent replaces a flag',
    { accepts_marketing: true },
    { email_marketing_consent: { state: 'x' } },
    'breaking: $.accepts_marketing is gone (was boolean)',
    'additive: $.email_marketing_consent is new: object',
  ],
  [
    'Shopify',
    'the default address may be missing',
    { default_address: { id: 1 } },
    { default_address: null },
    'breaking: $.default_address can be null (was object)',
  ],
  [
    'Shopify',
    'days are written with slashes',
    { due: '2026-11-27' },
    { due: '27/11/2026' },
    'breaking: $.due has another format: string(date-slashed) (was string(date))',
  ],
  [
    'Shopify',
    'a local time loses its offset',
    { at: '2026-11-27T10:00:00+01:00' },
    { at: '2026-11-27 10:00:00' },
    'breaking: $.at has another format: string(date-time-local) (was string(date-time))',
  ],
];
const changes = [...stripe, ...hubspot, ...intercom, ...shopify];

test('are thirty, of four vendors', () => {
  expect([changes.length, new Set(changes.map(([vendor]) => vendor)).size]).toEqual([30, 4]);
});

test.each(changes)('%s: %s', (_vendor, _what, before, after, ...says) => {
  const found = compareResponse('call', 200, seen(before), seen(after));
  expect(
    found.map(
      (one) =>
        `${one.breaking ? 'breaking' : 'additive'}: ${describeDifference(one).slice('call 200: '.length)}`,
    ),
  ).toEqual(says);
});
