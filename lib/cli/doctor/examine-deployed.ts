/** Goes through what is deployed: what cannot be looked at says so, and keeps nothing else from being looked at. */

import type { Environment } from '../../environments.ts';
import type { Context } from '../context.ts';
import { alerts } from './deployed/alerts.ts';
import { contractLooks } from './deployed/contract-looks.ts';
import { deadLetters } from './deployed/dead-letters.ts';
import { eventSources } from './deployed/event-sources.ts';
import { type DeployedCheck, type Look, notLookedAt } from './deployed/look.ts';
import { secrets } from './deployed/secrets.ts';
import { stack } from './deployed/stack.ts';

export interface Looked extends Look {
  readonly check: string;
}

const checks: readonly DeployedCheck[] = [secrets, eventSources, alerts, contractLooks, deadLetters, stack];

/** Never rejects because of AWS. */
export async function examineDeployed(
  environment: Environment,
  context: Context,
): Promise<readonly Looked[]> {
  const clients = await context.clients(environment.name);
  const looks = await Promise.all(
    checks.map(async ({ name: check, look }): Promise<readonly Looked[]> => {
      try {
        return (await look({ clients, environment, context })).map((one) => ({ check, ...one }));
      } catch (error) {
        return [{ check, ...notLookedAt(error, { environment, context }) }];
      }
    }),
  );
  return looks.flat();
}
