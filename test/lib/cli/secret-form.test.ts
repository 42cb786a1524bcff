import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { authorizeBy, authorizeInBody } from '../../../functions/core/declare/authorize.ts';
import { jwt } from '../../../functions/core/declare/signing/jws.ts';
import { basicHeader, pemText, secretOf, visibleText } from '../../../functions/destinations/credentials.ts';
import { checkCredentials } from '../../../lib/cli/credentials.ts';
import { fieldsOf, placeholderOf } from '../../../lib/cli/secret-form.ts';
import { createThing, thingDestination, thingIntegration } from '../../fixtures/fixture-integration.ts';
import { interlock } from './interlock.ts';

const wide = thingDestination({
  credentials: secretOf({
    account: z.string(),
    oauth: z.strictObject({ id: visibleText(), secret: z.string(), scopes: z.array(z.string()) }),
    mode: z.enum(['test', 'live']),
    tenant: z.optional(z.number()),
  }),
  publicCredentials: ['account'],
  headers: ({ account, oauth }) => ({
    ...basicHeader(account, oauth.secret),
    'x-scopes': oauth.scopes.join(),
  }),
  query: ({ oauth }) => ({ client: oauth.id }),
  authorize: authorizeInBody(({ oauth }) => ({ secret: oauth.secret })),
});

test('whoever writes a secret of the wrong shape is told the fields of the right one', () => {
  expect(fieldsOf(wide)).toBe('account, oauth, mode, perhaps tenant');
  expect(checkCredentials('x', wide, false).problems).toEqual([
    'not JSON: expected a JSON object with account, oauth, mode, perhaps tenant, and baseUrl where requests go elsewhere',
  ]);
});

test('a dry run shows a request of any shape of secret, without a secret', async () => {
  expect(placeholderOf(wide)).toEqual({
    account: 'ZzDryRunOnlyZz',
    oauth: { id: 'ZzDryRunOnlyZz', secret: 'ZzDryRunOnlyZz', scopes: ['ZzDryRunOnlyZz'] },
    mode: 'test',
  });
  const integrations = [thingIntegration(createThing(undefined, { destination: wide }))];
  const { code, stdout } = await interlock(['run', 'thing-made-to-thing', '--dry-run', '--json'], {
    context: { integrations },
  });
  const { url, headers, body } = JSON.parse(stdout);
  expect([code, url, body]).toEqual([
    0,
    'https://api.example.com/things?client=«secret»',
    '{"reference":"r1","name":"Ada"}',
  ]);
  expect(headers['x-scopes']).toBe('«secret»');
  expect(stdout).not.toMatch(/ZzDry/);
});

test('a private key that signs nothing is told of when it is set, and never quoted', () => {
  const signing = thingDestination({
    credentials: secretOf({ privateKey: pemText() }),
    headers: () => ({}),
    authorize: authorizeBy((_, { credentials, nowMs }) => ({
      headers: {
        authorization: `Bearer ${jwt({ iat: nowMs }, { algorithm: 'RS256', key: credentials.privateKey })}`,
      },
    })),
  });
  const privateKey = '-----BEGIN PRIVATE KEY-----\nQ0FOQVJZ\n-----END PRIVATE KEY-----';
  expect(checkCredentials(JSON.stringify({ privateKey }), signing, false).problems).toEqual([
    'nothing can be signed with it: is a private key whole, in PEM, with its line breaks?',
  ]);
});
