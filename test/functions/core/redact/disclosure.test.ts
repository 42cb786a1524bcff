import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { messageCharactersMax } from '../../../../functions/core/redact/disclosure.ts';
import { eventDisclosure } from '../../../../functions/core/redact/event-disclosure.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';

/** What may be told of an event about somebody with these values. */
const told = (values: Readonly<Record<string, string>>, derived: Readonly<Record<string, string>> = {}) => {
  const redactor = createRedactor();
  redactor.addSecret('sk_live_Zq7Lw2Kp9Xv4Bn');
  const mapOf = (record: Readonly<Record<string, string>>) =>
    new Map(Object.entries(record).map(([path, value]) => [value, path]));
  return eventDisclosure(redactor, { values: mapOf(values), derived: mapOf(derived) });
};

const ada = { email: 'ada@example.com', lastName: 'Lovelace', phone: '+442079460958', customerId: '48213' };
const tell = told(ada);

describe('what third parties make of a value', () => {
  it.each([
    [{ phone: '+442079460958' }, '2079460958'],
    [{ phone: '+442079460958' }, '442079460958'],
    [{ phone: '+442079460958' }, '+44 20 7946 0958'],
    [{ phone: '+442079460958' }, '020 7946 0958'],
    [{ phone: '+442079460958' }, '\\u002B442079460958'],
    [{ lastName: "O'Brien" }, 'O\\u0027Brien'],
    [{ lastName: 'O’Brien' }, "O'Brien"],
    [{ lastName: '王' }, '王'],
    [{ firstName: 'Ada ' }, 'Ada'],
    [{ lastName: 'Ａｄａｍｓ' }, 'Adams'],
    [{ lastName: 'van der Berg' }, 'vanderberg'],
    [{ address: '12  High Street' }, '12 High Street'],
    [{ email: 'ada@example.com' }, 'a%2540example'],
    [{ email: 'ada@example.com' }, '3e3417d7ef77d5932a6734b916515ed5'],
    [{ email: 'ada@example.com' }, 'YWRhQGV4YW1wbGUuY29t'],
    [{ recipient: 'Bob Made-Up' }, 'GEAR-12 for Bob Made-Up'],
    [{ recipient: 'bob@example.com' }, 'bad bob@example.com'],
    [{ customerId: '48213' }, '48213'],
    [{ lastName: 'Lovelace' }, 'ecalevoL'],
    [{ lastName: 'Lovelace' }, 'Lovel'],
  ])('of %j nothing of %j is left in a sentence, an id, a name or a subject', (values, appears) => {
    const disclosure = told(values);
    const words = appears
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 2 && !/^(GEAR|for|bad|\d{1,3})$/.test(word));
    const shown = [
      disclosure.message(`Could not take "${appears}" for this field`),
      disclosure.id(appears),
      disclosure.id(`req_${appears}`),
      disclosure.name(appears),
      disclosure.path(`$.errors.${appears}[]`),
    ];
    for (const word of [appears, ...words]) for (const one of shown) expect(one).not.toContain(word);
    expect(shown[0]).toMatch(/^Could not take ".*" for this field$/);
  });
});

test('a sentence stays readable, with its values masked by path where they stand as they are', () => {
  expect(
    tell.message('No contact ada@example.com (Lovelace): the "email" is not valid, see docs/error-codes.'),
  ).toBe('No contact «email» («lastName»): the "email" is not valid, see docs/error-codes.');
  expect(tell.message('Amount must be at least 50 cents, HTTP 402 INVALID_AMOUNT in line_items.0')).toBe(
    'Amount must be at least 50 cents, HTTP 402 INVALID_AMOUNT in line_items.0',
  );
  expect(tell.message('Ошибка: поле обязательно')).toBe('Ошибка: поле обязательно');
});

test('of people and keys that the event does not name a sentence tells the length', () => {
  expect(tell.message('already used by grace@navy.example, +1 (555) 010-9988')).toBe(
    'already used by «37 characters»',
  );
  expect(tell.message('bad key rk_9fQ2xLm7')).toBe('bad key «11 characters»');
});

test('a key is found in pieces, whatever stands between them', () => {
  for (const between of [' ', '-', '.', '\u200b', ': ']) {
    const pieces = 'sk_live_Zq7Lw2Kp9Xv4Bn'.match(/.{1,4}/g)?.join(between) ?? '';
    expect(tell.message(`key ${pieces}`)).not.toMatch(/Zq7L|w2Kp|9Xv4/);
    expect(tell.id(pieces)).toMatch(/^«/);
  }
});

test('ids, codes and names that give nobody away are told as they are', () => {
  const ids = [
    'cus_NffrFeUfNV2Hib',
    '8d3b4c1e-0f7a-4b6d-9a51-2f6b7c8d9e0f',
    '51234567890',
    'email_invalid',
    'req_8Jw2',
  ];
  for (const id of ids) expect(tell.id(id)).toBe(id);
  for (const name of ['email', 'customerID', 'x-shop-note', 'line_items', 'address2', 'v1', '_links'])
    expect(tell.name(name)).toBe(name);
  for (const subject of ['customers/42', 'urn:shop:order:7', 'a1b2'])
    expect(tell.attribute(subject)).toBe(subject);
});

test('a subject that is somebody, or looks like it, is not told', () => {
  for (const subject of [
    ...Object.values(ada),
    'grace@navy.example',
    '+15550109988',
    'customers/48213',
    'a/lovelace',
  ])
    expect(tell.attribute(subject)).toBeUndefined();
});

test('what an operation derives is known, and the common words of what a mapping derives are not masked', () => {
  const disclosure = told({ to: 'Bob' }, { line: 'Gear for Bob in London', hash: 'f00dfacecafe' });
  expect(disclosure.id('f00dfacecafe')).toBe('«12 characters»');
  expect(disclosure.message('Not for sale in this country')).toBe('Not for sale in this country');
  expect(disclosure.message('no "Gear for Bob in London"')).toBe('no "«line»"');
});

test('a placeholder that a third party writes itself hides nothing', () => {
  expect(tell.message('«lastName» «ada.l@x» «Lovel»')).toBe('«lastName» ««15 characters»»');
});

test('a sentence is bounded, and no value is cut in two at its end', () => {
  const long = tell.message(`${'word '.repeat(198)}sentence Lovelace`);
  expect(long.length).toBeLessThan(messageCharactersMax + 10);
  expect(long).not.toContain('Love');
});

test('whatever a third party says, it is told without throwing, and no value of five letters is in it', () => {
  const noise = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...Object.values(ada), 'Lovelace', 'LOVELACE', '%40', '\\u', '«', '»', ' '),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(noise, (parts) => {
      const text = parts.join('');
      for (const shown of [tell.message(text), tell.id(text), tell.name(text), tell.path(text)])
        expect(shown.toLowerCase().replaceAll('«lastname»', '')).not.toMatch(
          /lovelace|ada@example|2079460958|48213/,
        );
    }),
  );
});
