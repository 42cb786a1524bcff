import { describe, expect, it } from 'vitest';
import { isAllowedHost } from '../../../functions/core/declare/allowed-host.ts';
import { createInvoice } from '../../../functions/destinations/xero/create-invoice.ts';
import { xero } from '../../../functions/destinations/xero/index.ts';
import { response } from './response.ts';

const nowMs = 1_795_426_200_000;
const credentials = { clientId: 'app', clientSecret: 'cs_0123', refreshToken: 'rt_0', tenantId: 'tenant-7' };

describe('xero', () => {
  it('says how often it may be called, how long a request may take, and what of an answer is logged', () => {
    const { rateLimits, concurrentRequests, requestTimeoutMs, loggedHeaders, probe, publicCredentials } =
      xero;
    expect({
      rateLimits,
      concurrentRequests,
      requestTimeoutMs,
      loggedHeaders,
      probe,
      publicCredentials,
    }).toEqual({
      rateLimits: [
        { requests: 60, windowMs: 60_000 },
        { requests: 5_000, windowMs: 86_400_000 },
      ],
      concurrentRequests: 5,
      requestTimeoutMs: 20_000,
      loggedHeaders: [
        'date',
        'retry-after',
        'x-appminlimit-remaining',
        'x-daylimit-remaining',
        'x-minlimit-remaining',
        'x-rate-limit-problem',
        'xero-correlation-id',
      ],
      probe: { method: 'GET', path: '/api.xro/2.0/Organisation' },
      publicCredentials: ['tenantId'],
    });
  });

  it('names the organisation in a header, and asks for JSON', () => {
    expect(xero.headers(credentials)).toEqual({ 'xero-tenant-id': 'tenant-7', accept: 'application/json' });
  });

  it('gets tokens at an address of their own, by Basic and the newest refresh token', () => {
    const context = { credentials, refreshToken: 'rt_9', nowMs, random: () => 0 };
    expect(xero.token?.origin?.(credentials)).toBe('https://identity.xero.com');
    expect(xero.token?.request(context)).toEqual({
      method: 'POST',
      path: '/connect/token',
      headers: { authorization: `Basic ${btoa('app:cs_0123')}` },
      body: { encoding: 'form', value: { grant_type: 'refresh_token', refresh_token: 'rt_9' } },
    });
  });

  it('lets a person consent at an allowed host, for a token that can be refreshed', () => {
    const address = new URL(xero.token?.consent?.address(credentials) ?? '');
    expect(isAllowedHost(address.hostname, xero.allowedHosts)).toBe(true);
    expect(address.origin + address.pathname).toBe('https://login.xero.com/identity/connect/authorize');
    expect(address.searchParams.get('scope')?.split(' ')).toContain('offline_access');
  });

  it.each([
    ['minute', 60_000],
    ['day', 3_600_000],
    ['appminute', 60_000],
    ['concurrent', 2_000],
  ])('waits as the limit that it names says: %s', (problem, waitMs) => {
    const refused = response(429, '', { 'x-rate-limit-problem': problem });
    expect(xero.readLimit?.(refused, nowMs)).toEqual({ notBeforeMs: nowMs + waitMs });
  });

  it('waits when its own headers say that nothing remains, for the longer of both', () => {
    const read = (minute: string, day: string) =>
      xero.readLimit?.(
        response(200, {}, { 'x-minlimit-remaining': minute, 'x-daylimit-remaining': day }),
        nowMs,
      );
    expect(read('0', '4000')).toEqual({ notBeforeMs: nowMs + 60_000 });
    expect(read('0', '0')).toEqual({ notBeforeMs: nowMs + 3_600_000 });
    expect(read('1', '1')).toBeUndefined();
  });

  it('does not believe a limit that it does not know', () => {
    expect(
      xero.readLimit?.(response(429, '', { 'x-rate-limit-problem': 'constructor' }), nowMs),
    ).toBeUndefined();
  });

  it('reads a code out of the detail, and the words of an invoice’s first error', () => {
    const token = response(401, {
      Title: 'Unauthorized',
      Detail: 'TokenExpired: token expired at 11/27/2026',
    });
    expect(xero.readError(token)).toEqual({ code: 'TokenExpired', message: 'Unauthorized' });
    const element = { ValidationErrors: [{ Message: 'Email address must be valid.' }] };
    const invalid = response(400, { Type: 'ValidationException', Message: 'words', Elements: [element] });
    expect(xero.readError(invalid)).toEqual({
      code: 'ValidationException',
      message: 'Email address must be valid.',
    });
    expect(xero.judge?.(response(200, { Invoices: [{ HasErrors: true, ...element }] }))).toEqual({
      verdict: 'terminal',
      code: 'ValidationException',
      message: 'Email address must be valid.',
    });
  });

  it('sends one invoice to a customer, and asks for errors one by one', () => {
    const invoice = {
      InvoiceNumber: 'pay_1',
      Contact: { Name: 'Ada' },
      Date: '2026-11-27',
      DueDate: '2026-12-11',
      CurrencyCode: 'GBP',
      LineItems: [{ Description: 'Engine', Quantity: 1, UnitAmount: 19.99, AccountCode: '200' }],
    };
    expect(createInvoice.request(invoice)).toEqual({
      method: 'POST',
      path: '/api.xro/2.0/Invoices',
      query: { summarizeErrors: 'false' },
      body: {
        encoding: 'json',
        value: { Invoices: [{ Type: 'ACCREC', Status: 'AUTHORISED', ...invoice }] },
      },
    });
    expect(createInvoice.repeat).toMatchObject({ by: 'key', header: 'idempotency-key', maxLength: 128 });
    expect(createInvoice.receipt(response(200, { Invoices: [{ InvoiceID: 'i1' }] }))).toBe('i1');
  });
});
