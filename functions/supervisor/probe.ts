/** Asks a third party whether it takes the credentials, with the destination's cheapest authenticated request. */
import type { Credentials, Destination } from '../core/declare/destination.ts';
import { probeOperation } from '../core/declare/probe-operation.ts';
import { ConfigError, NoPermitError } from '../core/errors.ts';
import { authorizeRequest } from '../core/http/authorize-request.ts';
import { renderRequest } from '../core/http/request.ts';
import type { PacedSend } from '../core/pace/paced-send.ts';
import type { Disclosure } from '../core/redact/disclosure.ts';
import { type RedactedClassification, redactClassification } from '../core/redact/redact-classification.ts';

export type Probed = {
  /** What the third party said of an error, in its own words, as far as they may be told. */
  readonly told?: string;
} & (
  | {
      /** It works, and takes the credentials: whatever else it says of them, it knows whose they are. */
      readonly outcome: 'passed';
      readonly reason?: string;
    }
  /**
   * `refused`: the third party does not take these credentials. `unclear`: no answer says whether it does. `not-sent`:
   * there was no request. Of what a third party wrote, the reason holds its error code only.
   */
  | { readonly outcome: 'refused' | 'unclear' | 'not-sent'; readonly reason: string }
);

export type Probe = (credentials: Credentials, token?: string) => Promise<Probed>;

export interface ProbeOptions {
  readonly destination: Destination;
  readonly send: PacedSend;
  readonly tell: Pick<Disclosure, 'message' | 'id'>;
  readonly allowPrivateAddresses: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Even in [0, 1). */
  readonly random: () => number;
}

/** The probe rejects when the ledger cannot be reached, and so gives no permit. */
export function createProbe(options: ProbeOptions): Probe {
  const { destination, send, tell, allowPrivateAddresses, now, random } = options;
  const operation = probeOperation(destination);
  return async (credentials, token) => {
    try {
      const { probe: request } = destination;
      const rendered = renderRequest({ destination, request, credentials, allowPrivateAddresses });
      const signed = authorizeRequest(rendered, { destination, credentials, token, nowMs: now(), random });
      const { classification } = await send(signed, operation);
      return meaningOf(redactClassification(classification, tell));
    } catch (error) {
      // A secret may name an address that must not be called, or hold no key to sign with: a person has to correct it.
      if (error instanceof ConfigError || error instanceof NoPermitError) {
        return { outcome: 'not-sent', reason: error.message };
      }
      throw error;
    }
  };
}

function meaningOf(classification: RedactedClassification): Probed {
  const { verdict, code, message, statusCode, thirdPartyCode } = classification;
  if (verdict === 'success') return { outcome: 'passed' };
  const answer = statusCode === undefined ? code : `${code}, HTTP ${statusCode}`;
  const reason = `the probe came back with ${answer}${thirdPartyCode === undefined ? '' : ` (${thirdPartyCode})`}`;
  if (isAboutTheProbe(classification)) return { outcome: 'passed', reason, told: message };
  return { outcome: verdict === 'credentials' ? 'refused' : 'unclear', reason, told: message };
}

/**
 * The third party itself looked at the request, by a code of its own, and refuses nothing but what the probe asks for: a
 * key that may not read this may yet write what the operations write.
 */
const isAboutTheProbe = ({ verdict, scope, fromApplication, thirdPartyCode }: RedactedClassification) =>
  fromApplication &&
  thirdPartyCode !== undefined &&
  (verdict === 'terminal' || (verdict === 'refused' && scope === 'operation'));
