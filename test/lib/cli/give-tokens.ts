/** What the supervisor does for destinations with tokens, for who probes without one. */
import type { Destination } from '../../../functions/core/declare/destination.ts';
import { exchangeToken } from '../../../functions/core/http/exchange-token.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { sealToken } from '../../../functions/core/redact/token-seal.ts';
import type { StandIns } from '../../../lib/local/stand-ins/index.ts';
import type { FakeAws } from './fake-aws.ts';

interface Given {
  readonly standIns: StandIns;
  readonly destinations: readonly Destination[];
  readonly now: () => number;
}

/** Gets a token of each that wants one, and puts it where commands look for it. */
export async function giveTokens(aws: Pick<FakeAws, 'items'>, { standIns, destinations, now }: Given) {
  for (const destination of destinations) {
    const { name, token } = destination;
    const credentials = standIns[name]?.secret;
    if (token === undefined || credentials === undefined) continue;
    const exchanged = await exchangeToken({
      destination,
      credentials,
      refreshToken: token.refreshToken?.(credentials) ?? '',
      send: createSendHttp({ allowPrivateAddresses: true, now }),
      allowPrivateAddresses: true,
      now,
      random: () => 0.5,
    });
    if (!('got' in exchanged)) throw new Error(`${name} gave no token: ${JSON.stringify(exchanged)}`);
    const issuedAtMs = now();
    const expiresAtMs = issuedAtMs + exchanged.got.expiresInSeconds * 1_000;
    const sealed = sealToken({ ...exchanged.got, issuedAtMs, expiresAtMs }, credentials, destination);
    const id = `destination#${name}#token`;
    aws.items.set(id, { id: { S: id }, tokenId: { S: 't1' }, sealed: { S: sealed } });
  }
}
