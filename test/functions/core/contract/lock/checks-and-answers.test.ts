/** One cause is told once: what a check came to, or how its answer looks. */
import { describe, expect, it } from 'vitest';
import { compareLocks } from '../../../../../functions/core/contract/lock/compare-locks.ts';
import type { Lock, LockedOperation } from '../../../../../functions/core/contract/lock/lock.ts';
import { lockedResponse } from '../../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import { wireText } from './wire-text.ts';

const options = { maps: new Set<string>(), headers: [], host: 'api.example.com', nowMs: 0 };

interface Seen {
  /** Of the check. */
  readonly outcome?: string;
  /** The answers, as they came. */
  readonly answers?: readonly string[];
  readonly versions?: readonly [asked: string, answered?: string];
}

const html = (status: number) => `HTTP/1.1 ${status} X\nContent-Type: text/html\n\n<p>no</p>`;
const json = (status: number, body: object = { id: 1 }) =>
  `HTTP/1.1 ${status} X\nContent-Type: application/json\n\n${JSON.stringify(body)}`;
const empty = (status: number) => `HTTP/1.1 ${status} X\nContent-Type: application/json\n\n`;
const moved = (status: number) => `HTTP/1.1 ${status} X\nLocation: https://elsewhere.example/\n\n`;

function lockOf({ outcome, answers = [], versions = ['1'] }: Seen): Lock {
  const [asked, answered] = versions;
  const observations = answers.map((text) => observe(wireText(text), options));
  const byStatus = Map.groupBy(observations, (_, at) => wireText(answers[at] ?? '').statusCode);
  const operation: LockedOperation = {
    request: 'POST /things',
    responses: new Map([...byStatus].map(([status, some]) => [status, lockedResponse(some)])),
    ...(outcome === undefined ? {} : { checks: new Map([['create', { samples: 1, outcomes: [outcome] }]]) }),
  };
  return {
    destination: 'acme',
    recorded: {
      from: 'sandbox',
      host: 'api.example.com',
      at: '2026-11-01T00:00:00Z',
      apiVersion: asked,
      ...(answered === undefined ? {} : { answeredVersion: answered }),
    },
    maps: [],
    operations: new Map([['create-thing', operation]]),
  };
}

const told = (was: Seen, is: Seen) =>
  compareLocks(lockOf(was), lockOf(is)).map(({ kind, statusCode }) => `${statusCode} ${kind}`);

describe('what a check came to, beside how the answer looks', () => {
  const made = { outcome: '201 success: made', answers: [json(201)] };

  it.each<readonly [string, Seen, Seen, readonly string[]]>([
    ['nothing changed', made, made, []],
    [
      'a new status is told by the check alone',
      made,
      { outcome: '403 terminal: refused', answers: [json(403, { error: 'no' })] },
      ['403 check-changed'],
    ],
    [
      'a new status of another answer is told beside it',
      made,
      { outcome: '403 terminal: refused', answers: [json(403, { error: 'no' }), json(409, { error: 'no' })] },
      ['403 check-changed', '409 status-new'],
    ],
    [
      'a new status without a check is told',
      { answers: [json(201)] },
      { answers: [json(403, { error: 'no' })] },
      ['403 status-new'],
    ],
    [
      'a yes that nobody can read is told by its answer alone',
      made,
      { outcome: '201 ambiguous: unclear', answers: [html(201)] },
      ['201 not-json'],
    ],
    [
      'so is one that is empty now',
      made,
      { outcome: '201 ambiguous: unclear', answers: [empty(201)] },
      ['201 empty-body'],
    ],
    [
      'so is one that carries an error now',
      made,
      { outcome: '201 terminal: refused', answers: [json(201, { error: { code: 'x' } })] },
      ['201 error-in-success'],
    ],
    [
      'a redirect is told by its answer alone',
      made,
      { outcome: '301 refused: refused', answers: [moved(301)] },
      ['301 redirected'],
    ],
    [
      'a yes that became a no which nobody can read is told by both',
      { outcome: '201 success: made', answers: [json(201), json(400, { error: 'no' })] },
      { outcome: '400 ambiguous: unclear', answers: [html(400)] },
      ['400 check-changed', '400 not-json'],
    ],
    [
      'a no that nobody can read any more is told by its answer alone',
      { outcome: '400 terminal: refused', answers: [json(400, { error: 'no' })] },
      { outcome: '400 ambiguous: unclear', answers: [html(400)] },
      ['400 not-json'],
    ],
    [
      'of a no in words that hold those of a yes, too',
      { outcome: '400 terminal: refused or 201 success: made', answers: [json(400, { error: 'no' })] },
      { outcome: '400 ambiguous: unclear', answers: [html(400)] },
      ['400 not-json'],
    ],
    [
      'a redirect of another answer is told beside it',
      made,
      { outcome: '403 terminal: refused', answers: [json(403, { error: 'no' }), moved(301)] },
      ['403 check-changed', '301 redirected'],
    ],
    [
      'a yes that nobody can read, beside another status',
      made,
      { outcome: '201 ambiguous: unclear', answers: [html(201), json(409, { error: 'no' })] },
      ['201 not-json', '409 status-new'],
    ],
    [
      'another field is told beside a check',
      made,
      { outcome: '201 success: accepted', answers: [json(201, {})] },
      ['201 check-changed', '201 field-gone'],
    ],
    ...[200, 299].map((status): readonly [string, Seen, Seen, readonly string[]] => [
      `${status} is a yes`,
      { outcome: `${status} success: made`, answers: [json(status)] },
      { outcome: `${status} ambiguous: unclear`, answers: [html(status)] },
      [`${status} not-json`],
    ]),
    ...[199, 300].map((status): readonly [string, Seen, Seen, readonly string[]] => [
      `${status} is none`,
      { outcome: '201 success: made', answers: [json(status)] },
      { outcome: `${status} ambiguous: unclear`, answers: [html(status)] },
      [`${status} check-changed`, `${status} not-json`],
    ]),
  ])('%s', (_, was, is, expected) => {
    expect(told(was, is)).toEqual(expected);
  });
});

describe('the version that is answered', () => {
  it.each<
    readonly [string, NonNullable<Seen['versions']>, NonNullable<Seen['versions']>, readonly unknown[]]
  >([
    ['as it was', ['1', '1.2'], ['1', '1.2'], []],
    ['as it is asked for', ['1'], ['1', '1'], []],
    ['the one that is asked for, again', ['1', '1.2'], ['1'], [['1.2', '1']]],
    ['another, since another is asked for', ['1', '1.2'], ['2', '2.0'], []],
    ['another', ['1', '1.2'], ['1', '1.3'], [['1.2', '1.3']]],
    ['told for the first time, and another', ['1'], ['1', '1.3'], [['1', '1.3']]],
  ])('is %s', (_, was, is, expected) => {
    const found = compareLocks(lockOf({ versions: was }), lockOf({ versions: is }));
    expect(found).toEqual(
      expected.map((pair) => ({
        operation: 'probe',
        statusCode: 200,
        kind: 'version-answered',
        breaking: true,
        place: '',
        was: (pair as string[])[0],
        is: (pair as string[])[1],
      })),
    );
  });
});
