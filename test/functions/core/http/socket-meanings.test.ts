import { expect, test } from 'vitest';
import { socketMeaning } from '../../../../functions/core/http/socket-meanings.ts';
import { endings } from './answers/endings.ts';

const meant = (sent: 'not-sent' | 'unknown', cause?: string) =>
  socketMeaning({ sent, code: 'CODE', message: 'it ended', ...(cause === undefined ? {} : { cause }) });

const unconnected = { verdict: 'retryable', scope: 'destination' };
const nobodyKnows = { verdict: 'ambiguous', scope: 'destination' };

test('every ending means what stands in the table, and nothing beside it', () => {
  for (const [cause, sent, verdict, scope, lookAt] of endings)
    expect(meant(sent, cause), cause).toStrictEqual({
      verdict,
      scope,
      ...(lookAt === '-' ? {} : { lookAt }),
    });
});

test('what cannot be used as a client certificate is refused for all', () => {
  expect(meant('not-sent', 'ERR_OSSL_X509_KEY_VALUES_MISMATCH')).toStrictEqual({
    verdict: 'refused',
    scope: 'destination',
    lookAt: 'certificate',
  });
});

test('an ending without a code, or with one that only holds a known one, is any other', () => {
  expect(meant('not-sent')).toStrictEqual(unconnected);
  expect(meant('unknown')).toStrictEqual(nobodyKnows);
  for (const [cause] of endings) expect(meant('not-sent', `X${cause}`), cause).toStrictEqual(unconnected);
  for (const whole of ['ENOTFOUND', 'ENETDOWN', 'PRIVATE_ADDRESS', 'EMFILE', 'EPROTO'])
    expect(meant('not-sent', `${whole}X`), whole).toStrictEqual(unconnected);
  expect(meant('not-sent', 'X_ERR_OSSL_X')).toStrictEqual(unconnected);
  expect(meant('unknown', 'X_HPE_INVALID')).toStrictEqual(nobodyKnows);
});
