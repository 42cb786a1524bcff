/**
 * The pure parts, by room: what has no effects, so that its tests can be tried by every small bug that can be made in it.
 * A file of one of these rooms that is not here has effects, or nothing that runs.
 */
import { existsSync, globSync } from 'node:fs';

export interface Target {
  /** From the root. */
  readonly file: string;
  /** Its own test files, where it has some: they notice most. */
  readonly own: readonly string[];
  /** All test files that may notice. */
  readonly tests: readonly string[];
}

interface Room {
  readonly folder: string;
  readonly pure: readonly string[];
  /** Beside those of the room's own folder. */
  readonly also?: readonly string[];
  /** Of the room's own folder: what they are about is not pure, and they take their time. */
  readonly without?: readonly string[];
}

const root = new URL('../../', import.meta.url);
const core = 'test/functions/core';

const rooms: readonly Room[] = [
  {
    folder: 'functions/mapping',
    pure: ['conversion', 'field-rules', 'mapper', 'rule', 'unmapped'],
  },
  {
    folder: 'functions/mapping/fields',
    pure: ['full-name', 'integer-to-string', 'money', 'street-lines', 'unix-seconds'],
    also: ['test/functions/mapping/fields.test.ts', 'test/functions/mapping/currencies.test.ts'],
  },
  {
    folder: 'functions/core/declare',
    pure: ['event', 'http-message', 'integration', 'moment', 'paths', 'present', 'refuse-unsafe', 'web-page'],
    also: [`${core}/http/request.test.ts`, `${core}/envelope/problems.test.ts`],
  },
  {
    folder: 'functions/core/envelope',
    pure: ['describe-problem', 'is-declared', 'is-kept-by-double', 'parse-event', 'strict-json'],
  },
  {
    folder: 'functions/core/http',
    pure: [
      'classify',
      'gateway-marks',
      'guarded',
      'look-at',
      'lookup-answer',
      'meaning',
      'pause',
      'rate-limit-fields',
      'request',
      'retry-after',
      'socket-meanings',
      'speaker',
      'status-meanings',
      'throttle-marks',
    ],
    also: [`${core}/http/answers/answers.test.ts`, `${core}/http/answers/endings.test.ts`],
    without: ['private-addresses', 'reused-connection', 'send-http'],
  },
  {
    folder: 'functions/core/redact',
    pure: [
      'case-folding',
      'personal-mask',
      'personal-values',
      'redact-classification',
      'redacted',
      'redactor',
      'secret-search',
      'text-forms',
      'unescaped',
    ],
    without: ['seal'],
  },
  { folder: 'functions/core/pace', pure: ['backoff', 'breaker', 'deadline', 'spacing', 'throttling'] },
  {
    folder: 'functions/core/contract/shape',
    pure: ['field-name', 'field-notation', 'kind-name', 'merge-shapes', 'place', 'shape-of', 'string-format'],
    also: [`${core}/contract/tables.test.ts`],
  },
  {
    folder: 'functions/core/contract/lock',
    pure: [
      'compare-headers',
      'compare-locks',
      'compare-responses',
      'compare-shapes',
      'concerns-contract',
      'describe-difference',
      'difference',
      'error-in-success',
      'fingerprint',
      'leniency',
      'limit-headers',
      'observe',
    ],
    also: [`${core}/contract/tables.test.ts`],
  },
  { folder: 'functions/core/contract/drift', pure: ['drift-debounce'] },
  {
    folder: 'functions/core/deliver',
    pure: [
      'decision',
      'disposition',
      'keeps-request',
      'next-request',
      'progress-after',
      'progress-after-end',
      'recovery',
    ],
  },
];

export const targets: readonly Target[] = rooms.flatMap(({ folder, pure, also = [], without = [] }) => {
  const tests = `test/${folder}`;
  const all = globSync(`${tests}/*.test.ts`, { cwd: root }).filter(
    (path) => !without.some((name) => path === `${tests}/${name}.test.ts`),
  );
  return pure.map((name) => ({
    file: `${folder}/${name}.ts`,
    own: [`${tests}/${name}.test.ts`].filter((path) => existsSync(new URL(path, root))),
    tests: [...new Set([...all, ...also])].sort(),
  }));
});
