/**
 * The pure parts, by room: what has no effects, so that its tests can be tried by every small bug that can be made in it.
 * A file of one of these rooms that is not here has effects, or nothing that runs, or waits for somebody to go through it.
 */
import { existsSync, globSync } from 'node:fs';

export interface Target {
  /** From the root. */
  readonly file: string;
  /** Its own test files, where it has some: they notice most. */
  readonly own: readonly string[];
  /** All test files that may notice. */
  readonly tests: readonly string[];
  /** Every bug that survives in it has its reason: from then on each new one fails the run of the night. */
  readonly isRead: boolean;
}

interface Room {
  readonly folder: string;
  /** Whose survivors have been gone through. */
  readonly read?: readonly string[];
  /** Tried by `--only` alone, until somebody has gone through what survives. */
  readonly unread?: readonly string[];
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
    read: [
      'conversion',
      'field-rules',
      'leaf-rule',
      'list-rule',
      'mapper',
      'moment',
      'object-rule',
      'rule',
      'unmapped',
    ],
    also: ['fields', 'lists', 'presence'].map((name) => `test/functions/mapping/patterns/${name}.test.ts`),
    // What it compiles it reads from the disk.
    without: ['compile-errors'],
  },
  {
    folder: 'functions/mapping/fields',
    read: ['full-name', 'integer-to-string', 'money', 'street-lines', 'unix-seconds'],
    also: ['test/functions/mapping/fields.test.ts', 'test/functions/mapping/currencies.test.ts'],
  },
  {
    folder: 'functions/core/declare',
    read: ['event', 'http-message', 'integration', 'moment', 'paths', 'present', 'refuse-unsafe', 'web-page'],
    also: [`${core}/http/request.test.ts`, `${core}/envelope/problems.test.ts`],
  },
  {
    folder: 'functions/core/envelope',

    read: ['describe-problem', 'is-declared', 'is-kept-by-double', 'parse-event', 'strict-json'],
  },
  {
    folder: 'functions/core/http',

    read: [
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

    read: ['case-folding', 'personal-values', 'redact-classification', 'redacted', 'text-forms'],
    unread: ['personal-mask', 'redactor', 'secret-search', 'unescaped'],
    without: ['seal'],
  },
  {
    folder: 'functions/core/pace',

    read: ['backoff', 'breaker', 'deadline', 'spacing'],
    unread: ['throttling'],
  },
  {
    folder: 'functions/core/contract/shape',
    read: ['field-notation', 'kind-name', 'merge-shapes', 'place', 'shape-of', 'string-format'],
    unread: ['field-name'],
    also: [`${core}/contract/tables.test.ts`],
  },
  {
    folder: 'functions/core/contract/lock',
    read: [
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
  { folder: 'functions/core/contract/drift', read: ['drift-debounce'] },
  {
    folder: 'functions/core/deliver',
    read: [
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

export const targets: readonly Target[] = rooms.flatMap((room) => {
  const { folder, read = [], unread = [], also = [], without = [] } = room;
  const tests = `test/${folder}`;
  const all = globSync(`${tests}/*.test.ts`, { cwd: root }).filter(
    (path) => !without.some((name) => path === `${tests}/${name}.test.ts`),
  );
  return [...read, ...unread].map((name) => ({
    file: `${folder}/${name}.ts`,
    isRead: read.includes(name),
    own: [`${tests}/${name}.test.ts`].filter((path) => existsSync(new URL(path, root))),
    tests: [...new Set([...all, ...also])].sort(),
  }));
});
