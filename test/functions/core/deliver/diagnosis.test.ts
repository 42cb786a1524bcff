import { expect, test } from 'vitest';
import { type Cause, diagnose, redrivenFrom } from '../../../../functions/core/deliver/diagnosis.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';

const nowMs = Date.UTC(2026, 2, 1, 12);
const about = {
  integration: 'a-to-b',
  destination: 'b',
  record: { attempts: 3, firstTakenAtMs: Date.UTC(2026, 2, 1) },
};
const rejected: Cause = {
  code: 'REQUEST_REJECTED',
  stage: 'attempt',
  reason: ownWords('no such domain'),
  statusCode: 422,
};
const fingerprint = (cause: Cause, integration = 'a-to-b') =>
  diagnose(cause, { ...about, integration }, nowMs).fingerprint;

test('a diagnosis says what was wrong, when, and what to do', () => {
  expect(
    diagnose(
      { ...rejected, requestId: ownWords('req_1'), thirdPartyCode: ownWords('bad_email') },
      about,
      nowMs,
    ),
  ).toEqual({
    code: 'REQUEST_REJECTED',
    stage: 'attempt',
    attempts: 3,
    firstReceivedAt: '2026-03-01T00:00:00.000Z',
    failedAt: '2026-03-01T12:00:00.000Z',
    destination: 'b',
    statusCode: 422,
    requestId: 'req_1',
    thirdPartyCode: 'bad_email',
    fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
    advice:
      'no such domain — The third party will refuse the same request again: mend the mapping or the data, then redrive.',
  });
});

test('without a record in the ledger it counts no attempts and begins now', () => {
  const diagnosis = diagnose(
    { code: 'INVALID_EVENT', stage: 'parse', reason: ownWords('id: missing') },
    { integration: 'a-to-b', destination: 'b' },
    nowMs,
  );
  expect(diagnosis).toMatchObject({ attempts: 0, firstReceivedAt: '2026-03-01T12:00:00.000Z' });
  expect(diagnosis).not.toHaveProperty('statusCode');
});

test('failures that are alike have one fingerprint, whatever the third party wrote into its message', () => {
  expect(
    fingerprint({
      ...rejected,
      reason: ownWords('no such domain: other.example'),
      requestId: ownWords('req_2'),
    }),
  ).toBe(fingerprint(rejected));
});

test.each([
  ['status', { ...rejected, statusCode: 400 }],
  ['code', { ...rejected, code: 'RETRIES_EXHAUSTED' as const }],
  ["third party's code", { ...rejected, thirdPartyCode: ownWords('bad_phone') }],
])('another %s is another fingerprint', (_name, cause) => {
  expect(fingerprint(cause)).not.toBe(fingerprint(rejected));
});

test('invalid events are told apart by what is wrong with them, and integrations by their name', () => {
  const invalid = (reason: string): Cause => ({
    code: 'INVALID_EVENT',
    stage: 'parse',
    reason: ownWords(reason),
  });
  expect(fingerprint(invalid('id: missing'))).not.toBe(fingerprint(invalid('time: missing')));
  expect(fingerprint(rejected, 'a-to-c')).not.toBe(fingerprint(rejected));
});

test('a reason of any length leaves the attribute small', () => {
  const diagnosis = diagnose({ ...rejected, reason: ownWords('x'.repeat(300_000)) }, about, nowMs);
  expect(diagnosis.advice).toMatch(/^x{600} — /);
});

test('a reason cut within a character is still well formed', () => {
  const diagnosis = diagnose({ ...rejected, reason: ownWords(`${'x'.repeat(599)}😀`) }, about, nowMs);
  expect(diagnosis.advice.isWellFormed()).toBe(true);
});

test('a redriven message names the moment of the failure it was made of', () => {
  const attribute = JSON.stringify(diagnose(rejected, about, nowMs));
  expect(redrivenFrom(attribute)).toBe(nowMs);
});

test.each([undefined, '', '{', 'null', '7', '{}', '{"failedAt":"soon"}', '{"failedAt":null}'])(
  'the attribute %j names none',
  (attribute) => {
    expect(redrivenFrom(attribute)).toBeUndefined();
  },
);
