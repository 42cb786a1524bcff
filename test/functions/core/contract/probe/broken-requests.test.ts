import { describe, expect, it } from 'vitest';
import { malformed, mislabelled } from '../../../../../functions/core/contract/probe/broken-requests.ts';

const request = (contentType: string, text: string) => ({
  method: 'POST',
  path: '/things',
  query: '',
  headers: {},
  body: { contentType, text },
});
const form = 'application/x-www-form-urlencoded';

describe('a malformed body', () => {
  it('is JSON that never ends', () => {
    expect(malformed(request('application/json', '{"a":1}')).body?.text).toBe('{"a":1');
  });

  it('is a form with a percent sign that escapes nothing', () => {
    expect(malformed(request(form, 'a=1')).body?.text).toBe('a=1&%=%');
  });
});

describe('a mislabelled body', () => {
  it('is JSON called text, and a form called JSON, with the same bytes', () => {
    expect(mislabelled(request('application/json', '{"a":1}')).body).toEqual({
      contentType: 'text/plain',
      text: '{"a":1}',
    });
    expect(mislabelled(request(form, 'a=1')).body).toEqual({ contentType: 'application/json', text: 'a=1' });
  });
});
