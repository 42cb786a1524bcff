import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../functions/supervisor/request.ts';

const known = ['stripe', 'hubspot'];

describe('parseRequest', () => {
  it.each([
    { ask: 'look' },
    { ask: 'look', destination: 'stripe' },
    { ask: 'look', destination: 'stripe', followUp: 0 },
    { ask: 'sweep', destination: 'stripe' },
    { ask: 'sweep', destination: 'stripe', running: true },
    { ask: 'sweep', destination: 'stripe', from: 'customer-created-to-stripe' },
    { ask: 'sweep', destination: 'stripe', from: 'customer-created-to-stripe', seen: 30_000 },
    { ask: 'park', destination: 'stripe', reason: 'they move house' },
    { ask: 'resume', destination: 'hubspot' },
  ])('reads %j', (request) => {
    expect(parseRequest(JSON.stringify(request), known)).toEqual(request);
  });

  it.each([
    ['no JSON', '{"ask":'],
    ['no object', '"look"'],
    ['another ask', '{"ask":"delete","destination":"stripe"}'],
    ['a park without a reason', '{"ask":"park","destination":"stripe"}'],
    ['a resume of everything', '{"ask":"resume"}'],
    ['a follow-up of nothing', '{"ask":"look","destination":"stripe","followUp":-1}'],
    ['a member more', '{"ask":"look","destinations":["stripe"]}'],
  ])('refuses %s without quoting it', (_what, body) => {
    expect(() => parseRequest(body, known)).toThrow(
      'the message is none of {"ask":"look"|"park"|"resume","destination":"…"}',
    );
  });

  it('refuses a destination that nothing is known of', () => {
    expect(() => parseRequest('{"ask":"look","destination":"sk_live_1"}', known)).toThrow(
      'the message is about no destination of stripe, hubspot',
    );
  });
});
