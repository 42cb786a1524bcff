import { expect, it } from 'vitest';
import { refuseUnlessAllowed } from '../../../functions/supervisor/asker.ts';
import type { SupervisorRequest } from '../../../functions/supervisor/request.ts';

const askers = {
  functionPrefix: 'interlock-prod-',
  supervisor: 'supervisor',
  destinations: new Map([
    ['made-to-thing', 'thing'],
    ['made-to-other', 'other'],
  ]),
};

const requests: Readonly<Record<string, SupervisorRequest>> = {
  'look thing': { ask: 'look', destination: 'thing' },
  'look thing as a follow-up': { ask: 'look', destination: 'thing', followUp: 0 },
  'look other': { ask: 'look', destination: 'other' },
  'look at all': { ask: 'look' },
  'park thing': { ask: 'park', destination: 'thing', reason: 'https://evil.example' },
  'resume thing': { ask: 'resume', destination: 'thing' },
  'sweep thing': { ask: 'sweep', destination: 'thing' },
};
const all = Object.keys(requests);

/** What a sender is let ask for, of `requests`. */
const allowed = (senderId: string | undefined) =>
  all.filter((name) => {
    try {
      refuseUnlessAllowed(requests[name] as SupervisorRequest, senderId, askers);
      return true;
    } catch {
      return false;
    }
  });

it.each<[string, string | undefined, readonly string[]]>([
  ['the function of an integration', 'AROAEXAMPLEID:interlock-prod-made-to-thing', ['look thing']],
  ["the function of another's", 'AROAEXAMPLEID:interlock-prod-made-to-other', ['look other']],
  ['the supervisor itself', 'AROAEXAMPLEID:interlock-prod-supervisor', all],
  ['a function that asks nothing', 'AROAEXAMPLEID:interlock-prod-contract-watch', []],
  ['a function that is in no list', 'AROAEXAMPLEID:interlock-prod-supervisor-2', []],
  ['an operator with a role', 'AROAEXAMPLEID:ada@example.com', all],
  ['an operator who is a user', 'AIDAEXAMPLEID', all],
  ['nobody', undefined, []],
  ['nobody, by an empty text', '', []],
])('%s may ask for what is its business, and nothing else', (_who, senderId, expected) => {
  expect(allowed(senderId)).toEqual(expected);
});

it('says who asked for what, and nothing of what stands in the message', () => {
  const request = requests['park thing'] as SupervisorRequest;
  expect(() => refuseUnlessAllowed(request, 'AROA:interlock-prod-made-to-other', askers)).toThrow(
    'the function interlock-prod-made-to-other may ask for nothing but to look at other, and asked to park thing',
  );
});
