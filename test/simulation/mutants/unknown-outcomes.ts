/** Bugs of one place each in how an outcome that nobody knows is settled, and in what a redrive sends. */
import type { Mutant } from './mutant.ts';

export const unknownOutcomes: readonly Mutant[] = [
  {
    name: 'a-lookup-counts-as-the-request',
    killedBy: 'conservation',
    seenIn: 'a lost answer, a late duplicate and two redrives at desk-by-search',
    about: 'whatever a lookup is answered is read as if it were the answer to the request',
    edits: [
      {
        file: 'core/deliver/send-request.ts',
        find: "const classification = step === 'lookup' ? readLookup(operation, result, found, input) : found;",
        replace:
          'const classification = input === readLookup ? readLookup(operation, result, found, input) : found;',
      },
    ],
  },
  {
    name: 'an-empty-list-is-a-yes',
    killedBy: 'conservation',
    seenIn: 'a lost answer, a late duplicate and two redrives at desk-by-search',
    about: 'a lookup that was answered with 200 found something, whatever stands in it',
    edits: [
      {
        file: 'core/http/lookup-answer.ts',
        find: "return isYes(classification) ? { ...heard, ...settled, found: 'no' } : { ...heard, found: 'no' };",
        replace:
          "return isYes(classification) ? { ...heard, ...settled, found: 'yes' } : { ...heard, found: 'no' };",
      },
    ],
  },
  {
    name: 'a-refused-lookup-says-no',
    killedBy: 'at most one effect',
    seenIn: 'a lost answer, a late duplicate and two redrives at desk-by-search',
    about: 'a lookup that was refused is taken for the word that there is nothing',
    edits: [
      {
        file: 'core/http/lookup-answer.ts',
        find: '      return isYes(classification) ? unreadable(heard) : unknown(heard);',
        replace: "      return isYes(classification) ? unreadable(heard) : { ...heard, found: 'no' };",
      },
    ],
  },
  {
    name: 'a-gateway-says-no',
    killedBy: 'at most one effect',
    seenIn: 'a lost answer, a late duplicate and two redrives at desk-behind-a-gateway',
    about: 'the page of a gateway that finds nothing is taken for the word that nothing happened',
    edits: [
      {
        file: 'core/http/lookup-answer.ts',
        find: "if (verdict === 'terminal') return",
        replace: "if (verdict === 'terminal' || statusCode === 404) return",
      },
    ],
  },
  {
    name: 'any-yes-will-do',
    killedBy: 'a yes that nobody can read',
    seenIn: 'a yes that nobody can read',
    about: 'every 2xx is a delivery, whatever the operation accepts',
    edits: [
      {
        file: 'core/http/classify.ts',
        find: '(operation.accepts ?? []).some((one) => one === statusCode)',
        replace: '(operation.accepts ?? []).every((one) => one !== 0)',
      },
    ],
  },
  {
    name: 'writes-for-a-day-what-it-cannot-read',
    killedBy: 'a yes that nobody can read',
    seenIn: 'a yes that nobody can read',
    about: 'a yes that cannot be read is repeated like an outage',
    edits: [
      {
        file: 'core/deliver/decision.ts',
        find: 'const unreadableMax = 3;',
        replace: 'const unreadableMax = 3e9;',
      },
    ],
  },
  {
    name: 'mended-under-the-old-key',
    killedBy: 'identical bytes',
    seenIn: 'refused, mended and redriven',
    about: 'what was refused, mended and redriven goes under the key of the refusal',
    edits: [
      {
        file: 'core/deliver/progress-after-end.ts',
        find: "cause.code === 'OUTCOME_UNKNOWN' || (cause.code === 'REQUEST_REJECTED' && !outcomeUnknown);",
        replace:
          "cause.code === 'OUTCOME_UNKNOWN' || (cause.code === 'REQUEST_REJECTED' && outcomeUnknown === undefined);",
      },
    ],
  },
  {
    name: 'a-new-key-for-what-may-be-done',
    killedBy: 'at most one effect',
    seenIn: 'refused, mended and redriven',
    about: 'a refusal after a lost answer is taken for the word that nothing happened',
    edits: [
      {
        file: 'core/deliver/progress-after-end.ts',
        find: "(cause.code === 'REQUEST_REJECTED' && !outcomeUnknown)",
        replace: "(cause.code === 'REQUEST_REJECTED' && outcomeUnknown !== undefined)",
      },
    ],
  },
  {
    name: 'bytes-forgotten-with-a-refusal',
    killedBy: 'identical bytes',
    seenIn: 'refused, mended and redriven',
    about:
      'what may have been carried out before it was refused is redriven with the bytes of another mapping',
    edits: [
      {
        file: 'core/deliver/keeps-request.ts',
        find: '          return outcomeUnknown;',
        replace: '          return outcomeUnknown === undefined;',
      },
    ],
  },
  {
    name: 'leads-on-from-what-it-must-not-repeat',
    killedBy: 'at most one effect',
    seenIn: 'what cannot be repeated, with a follow-up that no declaration may have',
    about: 'the refusal of what cannot be repeated leads to another request, whose lost answer nobody counts',
    edits: [
      {
        file: 'core/deliver/next-request.ts',
        find: "repeat.by === 'never' ? undefined : followUp;",
        replace: 'repeat.by === undefined ? undefined : followUp;',
      },
    ],
  },
  {
    name: 'who-looked-is-not-believed',
    killedBy: 'a lost answer, a late duplicate and two redrives at desk-never',
    seenIn: 'a lost answer, a late duplicate and two redrives at desk-never',
    about: 'what a person has looked at and redriven counts as unknown still',
    edits: [
      {
        file: 'core/deliver/progress-after-end.ts',
        find: '    outcomeUnknown: false,\n',
        replace: '    outcomeUnknown,\n',
      },
    ],
  },
];
