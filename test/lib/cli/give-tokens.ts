/** What the supervisor does for destinations with tokens, for who probes without one. */
import type { Credentials, Destination } from '../../../functions/core/declare/destination.ts';
import { exchangeToken } from '../../../functions/core/http/exchange-token.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { sealToken } from '../../../functions/core/redact/token-seal.ts';
import { secretName } from '../../../lib/names.ts';
import type { FakeAws } from './fake-aws.ts';

interface Given {
  readonly destinations: readonly Destination[];
  readonly now: () => number;
}

/** One that works; `undefined` where the destination wants none. */
export async function tokenOf(
  destination: Destination,
  { credentials, now }: { readonly credentials: Credentials; readonly now: () => number },
): Promise<string | undefined> {
  return destination.token && (await exchanged(destination, credentials, now)).token;
}

/** Gets a token of each that wants one, and puts it where commands look for it. */
export async function giveTokens(aws: Pick<FakeAws, 'items' | 'secrets'>, { destinations, now }: Given) {
  for (const destination of destinations) {
    const { name, token } = destination;
    if (token === undefined) continue;
    const credentials = JSON.parse(aws.secrets.get(secretName('local', name)) ?? '{}');
    const got = await exchanged(destination, credentials, now);
    const issuedAtMs = now();
    const expiresAtMs = issuedAtMs + got.expiresInSeconds * 1_000;
    const sealed = sealToken({ ...got, issuedAtMs, expiresAtMs }, credentials, destination);
    const id = `destination#${name}#token`;
    aws.items.set(id, { id: { S: id }, tokenId: { S: 't1' }, sealed: { S: sealed } });
  }
}

async function exchanged(destination: Destination, credentials: Credentials, now: () => number) {
  const answer = await exchangeToken({
    destination,
    credentials,
    refreshToken: destination.token?.refreshToken?.(credentials) ?? '',
    send: createSendHttp({ allowPrivateAddresses: true, now }),
    allowPrivateAddresses: true,
    now,
    random: () => 0.5,
  });
  if ('got' in answer) return answer.got;
  throw new Error(`${destination.name} gave no token: ${JSON.stringify(answer)}`);
}
