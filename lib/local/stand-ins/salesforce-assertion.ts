/** How Salesforce checks who asks for a token. https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm */
import { createPublicKey, verify } from 'node:crypto';

/** The app and the user that it may act for. */
export const app = {
  clientId: '3MVG9kQ7ZrT2XwYb1cLhPd5FvNs0JgUe',
  username: 'interlock@standin.example',
} as const;

type Problem = readonly [error: string, description: string];

/** At most so far ahead its end may be. */
const endsWithinMs = 5 * 60 * 1_000;

/**
 * Why the assertion is refused: by its signature, app, user, audience, or the clock. The app knows the public half of
 * `privateKey`. The words are not verified against the present API.
 */
export function assertionProblem(
  assertion: string,
  { privateKey, nowMs }: { readonly privateKey: string; readonly nowMs: number },
): Problem | undefined {
  const [head = '', claims = '', signature = ''] = assertion.split('.');
  const said = partOf(claims);
  if (said?.iss !== app.clientId) return ['invalid_client_id', 'client identifier invalid'];
  const isRs256 = partOf(head)?.alg === 'RS256';
  if (!isRs256 || !isSignedBy(privateKey, `${head}.${claims}`, signature))
    return ['invalid_grant', 'invalid assertion'];
  if (said.sub !== app.username) return ['invalid_grant', "user hasn't approved this consumer"];
  if (said.aud !== 'https://login.salesforce.com') return ['invalid_grant', 'audience is invalid'];
  const leftMs = Number(said.exp) * 1_000 - nowMs;
  return leftMs > 0 && leftMs <= endsWithinMs ? undefined : ['invalid_grant', 'expired assertion'];
}

/** A key that is none, as a word that it was rotated to, fits nothing. */
function isSignedBy(privateKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey(privateKey);
    return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function partOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
