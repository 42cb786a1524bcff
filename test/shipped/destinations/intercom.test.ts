import { describe, expect, it } from 'vitest';
import {
  type ContactParams,
  createContact,
} from '../../../functions/destinations/intercom/create-contact.ts';
import { intercom } from '../../../functions/destinations/intercom/index.ts';
import { response } from './response.ts';

const nowMs = 1_795_426_200_000;
const input: ContactParams = {
  role: 'user',
  external_id: '48213',
  email: 'Ada@example.com',
  name: 'Ada Lovelace',
  signed_up_at: 1795426200,
  unsubscribed_from_emails: false,
};
const conflict = (message: string, code = 'conflict') =>
  response(409, { type: 'error.list', request_id: 'r1', errors: [{ code, message }] });
const followUp = (answer: ReturnType<typeof response>) => createContact.followUp?.(input, answer);

describe('creating an intercom contact', () => {
  it('updates the contact that a conflict names', () => {
    expect(
      followUp(conflict('A contact matching those details already exists with id=5ba682d23d7cf92bef87bfd4')),
    ).toEqual({
      method: 'PUT',
      path: '/contacts/5ba682d23d7cf92bef87bfd4',
      body: { encoding: 'json', value: input },
    });
  });

  it.each([
    'An archived contact matching those details already exists with id=5ba682d23d7cf92bef87bfd4',
    'A contact matching those details already exists with id=',
    'A contact matching those details already exists with id=../admins',
    `A contact matching those details already exists with id=${'a'.repeat(65)}`,
    'A contact matching those details already exists',
  ])('follows no conflict that says: %s', (message) => {
    expect(followUp(conflict(message))).toBeUndefined();
  });

  it('follows no other error and no page of a gateway', () => {
    expect(followUp(conflict('exists with id=1', 'other'))).toBeUndefined();
    expect(followUp(response(409, '<html>id=1</html>'))).toBeUndefined();
  });

  it('asks by external id whether it happened, in one path segment', () => {
    const { repeat } = createContact;
    expect(repeat.by === 'lookup' && repeat.request({ ...input, external_id: 'a/../b' })).toEqual({
      method: 'GET',
      path: '/contacts/find_by_external_id/a%2F..%2Fb',
    });
  });

  it('updates the contact that a lookup found', () => {
    expect(followUp(response(200, { type: 'contact', id: 'c1' }))).toMatchObject({
      method: 'PUT',
      path: '/contacts/c1',
    });
    expect(followUp(response(404, { errors: [{ code: 'not_found' }] }))).toBeUndefined();
  });

  it('names the contact', () => {
    expect(createContact.receipt(response(200, { type: 'contact', id: 'c1' }))).toBe('c1');
  });
});

describe('intercom', () => {
  it('sends the key and the API version', () => {
    expect(intercom.headers({ apiKey: 'k' })).toEqual({
      authorization: 'Bearer k',
      'intercom-version': '2.16',
    });
  });

  it('waits until its reset when nothing remains', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(nowMs / 1000 + 10) };
    expect(intercom.readLimit?.(response(200, {}, headers), nowMs)).toEqual({ notBeforeMs: nowMs + 10_000 });
    const left = { ...headers, 'x-ratelimit-remaining': '1' };
    expect(intercom.readLimit?.(response(200, {}, left), nowMs)).toBeUndefined();
  });

  it('waits a minute at most, and never into the past', () => {
    const reading = (reset: number) =>
      intercom.readLimit?.(response(429, {}, { 'x-ratelimit-reset': String(reset) }), nowMs)?.notBeforeMs;
    expect(reading(99_999_999_999)).toBe(nowMs + 60_000);
    expect(reading(1)).toBe(nowMs);
  });

  it('reads code and message of the first error', () => {
    expect(intercom.readError(conflict('exists'))).toEqual({ code: 'conflict', message: 'exists' });
  });
});
