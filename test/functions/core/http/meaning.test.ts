import { describe, expect, test } from 'vitest';
import type { Destination, Meaning, Verdict } from '../../../../functions/core/declare/destination.ts';
import { type Heard, meaningOf } from '../../../../functions/core/http/meaning.ts';
import { answer, own, page } from './answers/row.ts';

type Declared = Pick<Destination, 'statuses' | 'codes'>;

const heard = (changes: Partial<Heard>): Heard => ({
  response: own(400),
  speaker: 'application',
  isReceipted: false,
  isAccepted: false,
  judged: undefined,
  code: undefined,
  limit: undefined,
  asksForPause: false,
  ...changes,
});
const meant = (changes: Partial<Heard>, declared: Declared = {}) => meaningOf(declared, heard(changes));

describe('what a declaration leaves out', () => {
  const event = { scope: 'event' };
  const destination = { scope: 'destination' };
  test.each<[Verdict, object, object]>([
    ['terminal', event, event],
    ['retryable', event, destination],
    ['ambiguous', event, destination],
    ['unknown', event, event],
    ['throttled', destination, destination],
    ['credentials', { ...destination, lookAt: 'credentials' }, { ...destination, lookAt: 'credentials' }],
    ['refused', { scope: 'operation' }, { scope: 'operation' }],
  ])('of %s is for whom, by the status, and where to look', (verdict, below500, from500) => {
    for (const status of [200, 400, 499, 500, 599]) {
      const rest = { verdict, ...(status < 500 ? below500 : from500), isUnreadable: false };
      const response = own(status);
      expect(meant({ response, judged: { verdict } })).toStrictEqual(rest);
      expect(meant({ response }, { statuses: { [status]: verdict } })).toStrictEqual(rest);
      expect(meant({ response, code: 'own_code' }, { codes: { own_code: { verdict } } })).toStrictEqual(rest);
    }
  });

  test('is nothing where it says all', () => {
    const declared: Meaning = { verdict: 'credentials', scope: 'event', lookAt: 'plan' };
    expect(meant({ judged: declared })).toStrictEqual({ ...declared, isUnreadable: false });
  });
});

describe('a yes', () => {
  const yes = { verdict: 'success', scope: 'event', isUnreadable: false };
  const unreadable = { verdict: 'ambiguous', scope: 'event', isUnreadable: true };

  test('is one when it has an id, or the operation takes its status for one', () => {
    const response = answer(200, {});
    expect(meant({ response, isReceipted: true })).toStrictEqual(yes);
    expect(meant({ response, isAccepted: true })).toStrictEqual(yes);
    expect(meant({ response })).toStrictEqual(unreadable);
    expect(meant({ judged: { verdict: 'success' } })).toStrictEqual(unreadable);
  });

  test('with an id means what the destination says of its status', () => {
    const declared = { statuses: { 200: { verdict: 'terminal', scope: 'operation' } } } as const;
    expect(meant({ response: answer(200), isReceipted: true }, declared)).toStrictEqual({
      verdict: 'terminal',
      scope: 'operation',
      isUnreadable: false,
    });
  });

  test('with an id is one whatever else stands in or beside it', () => {
    expect(meant({ response: page(200, 'Log in'), isReceipted: true })).toStrictEqual(yes);
    expect(meant({ response: own(200), code: 'ratelimited', isReceipted: true })).toStrictEqual(yes);
  });

  test('on a page is a gateway’s, whoever is taken to speak', () => {
    for (const speaker of ['application', 'gateway', 'nobody'] as const) {
      expect(meant({ response: page(200, 'Log in'), speaker, isAccepted: true })).toStrictEqual({
        verdict: 'refused',
        scope: 'destination',
        lookAt: 'login page',
        isUnreadable: false,
      });
      expect(meant({ response: answer(204), speaker, isAccepted: true })).toStrictEqual(yes);
    }
  });
});

describe('what goes before what', () => {
  const verdictOf = (changes: Partial<Heard>, declared?: Declared) => meant(changes, declared).verdict;
  const statuses = { 400: 'retryable' } as const;
  const codes = { own_code: 'ambiguous' } as const;
  const told = { code: 'own_code', asksForPause: true };

  test('a judgement, a code, a limit, a gateway, a status, the table', () => {
    const declared = { statuses, codes };
    expect(verdictOf({ ...told, judged: { verdict: 'unknown' } }, declared)).toBe('unknown');
    expect(verdictOf(told, declared)).toBe('ambiguous');
    expect(verdictOf(told, { statuses })).toBe('throttled');
    expect(verdictOf({ ...told, speaker: 'gateway' }, declared)).toBe('throttled');
    expect(verdictOf({ code: 'own_code', speaker: 'gateway' }, declared)).toBe('refused');
    expect(verdictOf({ code: 'own_code' }, { statuses })).toBe('retryable');
    expect(verdictOf({ code: 'own_code' })).toBe('terminal');
  });

  test('a limit is one of the destination', () => {
    expect(meant(told)).toStrictEqual({ verdict: 'throttled', scope: 'destination', isUnreadable: false });
  });

  test('nobody’s answer is the table’s, and so is the application’s', () => {
    const rejected = { verdict: 'terminal', scope: 'event', isUnreadable: false };
    expect(meant({ response: answer(400), speaker: 'nobody' })).toStrictEqual(rejected);
    expect(meant({ response: own(404), speaker: 'application' })).toStrictEqual(rejected);
  });

  test('only codes that are declared are codes', () => {
    for (const code of ['toString', 'constructor', 'other', undefined])
      expect(verdictOf({ code }, { statuses, codes: { ...codes, undefined: 'unknown' } })).toBe('retryable');
    const open = { codes: { own_code: undefined } } as unknown as Declared;
    expect(verdictOf({ code: 'own_code' }, { ...open, statuses })).toBe('retryable');
  });
});

describe('a 403 or 404 of nobody', () => {
  test.each([
    [403, 'firewall'],
    [404, 'address'],
  ] as const)('is a gateway’s, and asked again when it was cut: %d', (status, lookAt) => {
    const response = answer(status);
    expect(meant({ response, speaker: 'nobody' })).toStrictEqual({
      verdict: 'refused',
      scope: 'destination',
      lookAt,
      isUnreadable: false,
    });
    expect(meant({ response: { ...response, bodyTruncated: true }, speaker: 'nobody' })).toStrictEqual({
      verdict: 'retryable',
      scope: 'event',
      isUnreadable: false,
    });
    expect(meant({ response, speaker: 'nobody' }, { statuses: { [status]: 'terminal' } }).verdict).toBe(
      'terminal',
    );
  });
});
