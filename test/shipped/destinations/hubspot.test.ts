import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../functions/destinations/hubspot/index.ts';
import { upsertContact } from '../../../functions/destinations/hubspot/upsert-contact.ts';
import { response } from './response.ts';

const nowMs = 1_795_426_200_000;

describe('hubspot', () => {
  it('takes a 207 with errors for a refusal, with the category as code', () => {
    const partial = {
      status: 'COMPLETE',
      results: [],
      numErrors: 1,
      errors: [{ status: 'error', category: 'VALIDATION_ERROR', message: 'Property values were not valid' }],
    };
    expect(hubspot.judge?.(response(207, partial))).toEqual({
      verdict: 'terminal',
      code: 'VALIDATION_ERROR',
      message: 'Property values were not valid',
    });
    expect(hubspot.judge?.(response(207, { results: [], numErrors: 1 }))).toEqual({
      verdict: 'terminal',
      code: 'PARTIAL_FAILURE',
    });
  });

  it('takes a 207 without errors as its status says', () => {
    expect(hubspot.judge?.(response(207, { results: [{ id: '1' }], errors: [] }))).toBeUndefined();
  });

  it('takes missing scopes for a refusal of the operation, whose key is good for others', () => {
    const missing = response(403, { status: 'error', category: 'MISSING_SCOPES' });
    expect(hubspot.judge?.(missing)).toBeUndefined();
    expect(hubspot.readError(missing)).toEqual({ code: 'MISSING_SCOPES' });
    expect(hubspot.codes?.MISSING_SCOPES).toEqual({
      verdict: 'refused',
      scope: 'operation',
      lookAt: 'permission',
    });
    expect(hubspot.judge?.(response(403, { category: 'FORBIDDEN' }))).toBeUndefined();
  });

  it('tells a property that the account does not have from an email that is none', () => {
    const refusal = (code: string, message = 'Property values were not valid') =>
      response(400, { status: 'error', category: 'VALIDATION_ERROR', message, errors: [{ code, message }] });
    expect(hubspot.readError(refusal('PROPERTY_DOESNT_EXIST')).code).toBe('PROPERTY_DOESNT_EXIST');
    expect(hubspot.readError(refusal('INVALID_EMAIL')).code).toBe('INVALID_EMAIL');
  });

  it('reads the code out of a message that quotes it, and the one about everybody before the others', () => {
    const problems = [
      { isValid: false, message: 'Email address x is invalid', error: 'INVALID_EMAIL', name: 'email' },
      { isValid: false, message: 'Property "a" does not exist', error: 'PROPERTY_DOESNT_EXIST', name: 'a' },
    ];
    const quoting = (list: readonly object[]) =>
      response(400, {
        status: 'error',
        category: 'VALIDATION_ERROR',
        message: `Property values were not valid: ${JSON.stringify(list)}`,
      });
    expect(hubspot.readError(quoting(problems)).code).toBe('PROPERTY_DOESNT_EXIST');
    expect(hubspot.readError(quoting(problems.slice(0, 1))).code).toBe('INVALID_EMAIL');
  });

  it.each([
    ['SECONDLY', 1_000],
    ['TEN_SECONDLY_ROLLING', 10_000],
    ['DAILY', 3_600_000],
  ])('waits as the policy %s says', (policyName, waitMs) => {
    const throttled = response(429, { status: 'error', errorType: 'RATE_LIMIT', policyName });
    expect(hubspot.readLimit?.(throttled, nowMs)).toEqual({ notBeforeMs: nowMs + waitMs });
    expect(hubspot.readError(throttled)).toEqual({ code: 'RATE_LIMIT' });
  });

  it('waits for the window when its own headers say that nothing remains', () => {
    const headers = {
      'x-hubspot-ratelimit-remaining': '0',
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
    };
    expect(hubspot.readLimit?.(response(200, {}, headers), nowMs)).toEqual({ notBeforeMs: nowMs + 10_000 });
  });

  it('does not believe a policy or a header it does not know', () => {
    const odd = response(429, { policyName: 'constructor' }, { 'x-hubspot-ratelimit-remaining': '-1' });
    expect(hubspot.readLimit?.(odd, nowMs)).toBeUndefined();
  });

  it('names the contact that was made or updated', () => {
    expect(upsertContact.repeat).toEqual({ by: 'upsert' });
    expect(upsertContact.receipt(response(200, { results: [{ id: '501', new: true }] }))).toBe('501');
    expect(upsertContact.receipt(response(200, { results: [] }))).toBeUndefined();
  });
});
