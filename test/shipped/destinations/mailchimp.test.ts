import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { isAllowedHost } from '../../../functions/core/declare/allowed-host.ts';
import { contractIn, destinationIn } from '../../../functions/core/declare/in-environment.ts';
import { addressOf } from '../../../functions/core/http/request.ts';
import { mailchimpContract } from '../../../functions/destinations/mailchimp/contract.ts';
import { mailchimp as declared } from '../../../functions/destinations/mailchimp/index.ts';
import { putMember, subscriberHash } from '../../../functions/destinations/mailchimp/put-member.ts';
import { response } from './response.ts';

const listId = '0123456789';
const mailchimp = destinationIn({ mailchimp: { listId } }, declared);
const credentials = { apiKey: '0123456789abcdef-us6', dataCentre: 'us6' };

describe('mailchimp', () => {
  it('says how often it may be called, how long a request may take, and what of an answer is logged', () => {
    const { rateLimits, concurrentRequests, requestTimeoutMs, loggedHeaders, probe, publicCredentials } =
      mailchimp;
    expect({
      rateLimits,
      concurrentRequests,
      requestTimeoutMs,
      loggedHeaders,
      probe,
      publicCredentials,
    }).toEqual({
      rateLimits: [{ requests: 10, windowMs: 1_000 }],
      concurrentRequests: 10,
      requestTimeoutMs: 20_000,
      loggedHeaders: ['date', 'retry-after', 'x-request-id'],
      probe: { method: 'GET', path: `/3.0/lists/${listId}`, query: { fields: 'id' } },
      publicCredentials: ['dataCentre'],
    });
  });

  it('is called at the data centre of the account, with the key as password', () => {
    expect(z.safeParse(mailchimp.credentials, credentials).success).toBe(true);
    expect(addressOf(mailchimp, credentials)).toBe('https://us6.api.mailchimp.com');
    expect(isAllowedHost('us6.api.mailchimp.com', mailchimp.allowedHosts)).toBe(true);
    expect(mailchimp.headers(credentials)).toEqual({
      authorization: `Basic ${btoa('interlock:0123456789abcdef-us6')}`,
    });
  });

  it.each(['us6.evil.example', '6', 'US6', 'us6/', ''])('takes no "%s" for a data centre', (dataCentre) => {
    expect(z.safeParse(mailchimp.credentials, { ...credentials, dataCentre }).success).toBe(false);
  });

  it.each(['0123', '../../01234', '0123456789a'])('takes no "%s" for an audience', (wrong) => {
    expect(z.safeParse(declared.settings, { listId: wrong }).success).toBe(false);
  });

  it('is probed with an audience of nobody where no environment names one', () => {
    const contract = contractIn(undefined, [mailchimpContract], declared);
    expect(contract?.destination.probe.path).toBe('/3.0/lists/a1b2c3d4e5');
    const named = contractIn({ mailchimp: { listId } }, [mailchimpContract], declared);
    expect(named?.destination.probe.path).toBe(`/3.0/lists/${listId}`);
  });

  it('calls somebody by the digest of the address in lower case, which is as personal as that', () => {
    const member = {
      email_address: 'Ada.Lovelace@Example.com',
      status_if_new: 'pending' as const,
      merge_fields: { FNAME: 'Ada' },
    };
    // `printf ada.lovelace@example.com | md5sum`
    const hash = '2b9150605ac374d671a306b5fcee60a0';
    expect(subscriberHash('ada.lovelace@example.com')).toBe(subscriberHash(member.email_address));
    expect(putMember.request(member, { settings: { listId } })).toEqual({
      method: 'PUT',
      path: `/3.0/lists/${listId}/members/${hash}`,
      body: { encoding: 'json', value: member },
    });
    expect(putMember.derives?.(member, { settings: { listId } })).toEqual([hash]);
  });

  it('keeps the contact’s id, and not the digest', () => {
    expect(putMember.receipt(response(200, { id: 'digest', contact_id: 'c1' }))).toBe('c1');
  });
});
