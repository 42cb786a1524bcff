/** What `doctor --env` looks at in an environment, and what comes of it. */
import type { Environment } from '../../../environments.ts';
import type { Clients } from '../../clients.ts';
import type { Context } from '../../context.ts';
import { explainFailure } from '../../shell/failure.ts';

export interface Look {
  /** `not looked at`: AWS did not let us, or did not answer. */
  readonly state: 'ok' | 'trouble' | 'not looked at';
  /** One sentence; never a value of a secret. */
  readonly says: string;
  /** What to do; of trouble only. */
  readonly todo?: string;
}

export interface Deployed {
  readonly environment: Environment;
  readonly clients: Clients;
  readonly context: Context;
}

export interface DeployedCheck {
  readonly name: string;
  /** Changes nothing. Rejects with what AWS says when it cannot look. */
  readonly look: (deployed: Deployed) => Promise<readonly Look[]>;
}

/** An SDK's own message may quote what was asked for: it is never told. */
export const notLookedAt = (
  error: unknown,
  { environment, context }: Pick<Deployed, 'environment' | 'context'>,
): Look => ({
  state: 'not looked at',
  says: explainFailure(error, environment.name, context.env) ?? (error as Error).name,
});

/** The troubles, or one line that there are none. */
export const allWell = (troubles: readonly Look[], says: string): readonly Look[] =>
  troubles.length > 0 ? troubles : [{ state: 'ok', says }];

/** Of each destination once, by name. */
export const destinationsOf = ({ integrations }: Pick<Context, 'integrations'>) => [
  ...new Map(integrations.map(({ operation: { destination } }) => [destination.name, destination])).values(),
];
