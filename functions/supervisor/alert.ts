import type { Alert } from '../core/aws/alerts.ts';
import type { Parking } from '../core/pace/account.ts';

export interface Incident {
  readonly environment: string;
  readonly destination: string;
  readonly integrations: readonly string[];
  readonly parking: Parking;
}

/** The one alert of an incident: what stands still, since when, why, and what to run. */
export function alertOf({ environment, destination, integrations, parking }: Incident): Alert {
  const since = new Date(parking.parkedAtMs).toISOString();
  const run = (command: string) => `  npm run interlock -- ${command} --env ${environment}`;
  return {
    subject: `Interlock ${environment}: ${destination} is parked`,
    text: [
      `${destination} is parked in ${environment} since ${since}.`,
      `Why: ${parking.reason}`,
      '',
      `No calls are made by: ${integrations.join(', ')}.`,
      'Their events wait in their queues and use up no attempt; after 13 days of waiting they become dead letters.',
      '',
      ...(parking.refusedVersion === undefined
        ? ['Nothing goes on by itself. To go on, if a probe passes:', run(`resume ${destination}`)]
        : [
            'Set credentials that work; once a probe with them passes, everything goes on by itself:',
            run(`secret set ${destination}`),
            'If those that are there were made to work, go on with them:',
            run(`resume ${destination}`),
          ]),
      'What stands still, and how much waits:',
      run('status'),
    ].join('\n'),
  };
}
