/** Asks a third party whether it takes credentials, as the supervisor does: with the destination's probe, within its limit. */
import { lanesOf } from '../../functions/core/aws/lanes-item.ts';
import { openAccountStore } from '../../functions/core/aws/open-account-store.ts';
import { operatorPermitWaitMsMax } from '../../functions/core/contract/probe/run-checks.ts';
import type { Credentials, Destination } from '../../functions/core/declare/destination.ts';
import { createSendHttp } from '../../functions/core/http/send-http.ts';
import { createPacedSend } from '../../functions/core/pace/paced-send.ts';
import { generalDisclosure } from '../../functions/core/redact/event-disclosure.ts';
import { createRedactor } from '../../functions/core/redact/redactor.ts';
import { createProbe } from '../../functions/supervisor/probe.ts';
import type { Environment } from '../environments.ts';
import { ledgerTableName } from '../names.ts';
import type { Context } from './context.ts';
import { explainFailure } from './shell/failure.ts';

export interface Tried {
  /** `not-tried`: nothing was sent. */
  readonly outcome: 'accepted' | 'refused' | 'unclear' | 'not-tried';
  /** Why, where they were not simply accepted; without a value of the secret. */
  readonly reason?: string;
}

/** Never rejects: what could not be asked was not tried. */
export async function tryCredentials(
  {
    destination,
    text,
    credentials,
  }: { readonly destination: Destination; readonly text: string; readonly credentials: Credentials },
  environment: Environment,
  context: Context,
): Promise<Tried> {
  if (destination.token !== undefined)
    return {
      outcome: 'not-tried',
      reason: 'the supervisor gets its token, and says in `status` what came of it',
    };
  const { now, sleep } = context;
  const { allowPrivateAddresses } = environment.settings;
  const redactor = createRedactor();
  redactor.addSecret(text, 'as a whole');
  for (const value of Object.values(credentials)) if (typeof value === 'string') redactor.addSecret(value);
  try {
    const { dynamodb } = await context.clients(environment.name);
    const account = openAccountStore(destination, {
      client: dynamodb,
      tableName: ledgerTableName(environment.name),
      settings: environment.settings,
      now,
    });
    const probe = createProbe({
      destination,
      send: createPacedSend({
        reserve: account.reserveProbe,
        hold: account.hold,
        send: createSendHttp({ allowPrivateAddresses, now }),
        lanes: lanesOf(destination, {
          client: dynamodb,
          tableName: ledgerTableName(environment.name),
          now,
          monotonicMs: now,
          random: Math.random,
          sleep,
        }),
        permitWaitMsMax: operatorPermitWaitMsMax,
        now,
        monotonicMs: now,
        sleep,
      }),
      tell: generalDisclosure(redactor),
      allowPrivateAddresses,
      now,
      random: Math.random,
    });
    const { outcome, ...probed } = await probe(credentials);
    const words = [probed.reason, probed.told].filter((one) => one !== undefined).join(': ');
    const reason = words === '' ? {} : { reason: redactor.secrets(words) };
    if (outcome === 'passed') return { outcome: 'accepted', ...reason };
    return { outcome: outcome === 'not-sent' ? 'not-tried' : outcome, ...reason };
  } catch (error) {
    const why = explainFailure(error, environment.name, context.env) ?? (error as Error).name;
    return { outcome: 'not-tried', reason: why };
  }
}
