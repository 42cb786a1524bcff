import { contractWatchSource, supervisorSource } from '../../../build/function-sources.ts';
import { integrationName } from '../../../names.ts';
import { readAccount } from '../../accounts.ts';
import { fewAtOnce } from '../../few-at-once.ts';
import { readEventSources } from '../../status/event-sources.ts';
import { isStopped, standstillsOf } from '../../status/standstill.ts';
import { allWell, type DeployedCheck, destinationsOf, type Look } from './look.ts';

/** Whether each queue is received from, unless its destination stands still on purpose. */
export const eventSources: DeployedCheck = {
  name: 'event sources',
  look: async ({ clients, environment: { name: environment }, context }) => {
    const { integrations, now } = context;
    const system = [supervisorSource.name, contractWatchSource.name];
    const names = [...integrations.map(({ name }) => name), ...system];
    const [states, stopped] = await Promise.all([
      readEventSources(
        clients.lambda,
        names.map((name) => integrationName(environment, name)),
      ),
      fewAtOnce(destinationsOf(context), async ({ name }) => {
        const account = await readAccount(clients.dynamodb, environment, name);
        const standstill = standstillsOf(account, now()).find(isStopped);
        return standstill === undefined ? [] : [[name, standstill.kind] as const];
      }),
    ]);
    const standing = new Map(stopped.flat());
    const destinationOf = new Map(
      integrations.map(({ name, operation }) => [name, operation.destination.name]),
    );
    const isExcused = (name: string) => standing.has(destinationOf.get(name) ?? '');
    const troubles = names.flatMap((name): readonly Look[] => {
      const state = states.get(integrationName(environment, name)) ?? 'missing';
      if (state === 'Enabled' || (state !== 'missing' && isExcused(name))) return [];
      const todo =
        state === 'missing' || system.includes(name)
          ? `deploy again: npx cdk deploy interlock-${environment}`
          : `the supervisor enables it within five minutes, or says why not: npm run interlock -- status ${name} --env ${environment}`;
      return [{ state: 'trouble', says: `the event source of ${name} is ${state}`, todo }];
    });
    const kinds = [...standing].map(([name, kind]) => `${name}, which is ${kind}`);
    const says =
      kinds.length === 0
        ? `all ${names.length} are enabled`
        : `all but those of ${kinds.join(', of ')}, are enabled`;
    return allWell(troubles, says);
  },
};
