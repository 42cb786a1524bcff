import { contractOf } from '../../../../functions/core/declare/account-of.ts';
import { contractWatchSource } from '../../../build/function-sources.ts';
import { logGroupName } from '../../../names.ts';
import { readLogLines } from '../../logs/log-lines.ts';
import { type DeployedCheck, destinationsOf, type Look } from './look.ts';

/** A look comes daily; an hour and more for its queue, its slowest third party and CloudWatch. */
const lookedBackMs = 26 * 3_600_000;

interface ContractLine {
  readonly message: string;
  readonly destination: string;
  readonly breaking: number;
}

/** When the contract watch last asked each third party, and whether it got through. */
export const contractLooks: DeployedCheck = {
  name: 'contract looks',
  look: async ({ clients: { logs }, environment: { name: environment }, context }) => {
    const lines = await readLogLines(
      logs,
      {
        logGroups: [logGroupName(environment, contractWatchSource.name)],
        pattern: '{ $.message = "contract.*" }',
        fromMs: context.now() - lookedBackMs,
        signal: context.signal,
      },
      readLine,
    );
    const declared = new Set(context.contracts.map(({ destination }) => destination.name));
    return destinationsOf(context)
      .filter((one) => declared.has(contractOf(one)))
      .map(({ name }): Look => {
        const last = lines.filter(({ value }) => value.destination === name && value.message in says).at(-1);
        if (last === undefined)
          return {
            state: 'trouble',
            says: `${name} was not asked within 26 hours whether it keeps its contract`,
            todo: `the first look comes within a day of a deployment; later, whether its function runs: npm run interlock -- wake --env ${environment}`,
          };
        const { message, breaking } = last.value;
        const at = new Date(last.timeMs).toISOString();
        const drifts = `npm run interlock -- drifts ${name} --env ${environment}`;
        if (message === 'contract.checked' && breaking > 0)
          return {
            state: 'trouble',
            says: `${name} no longer keeps its contract, asked at ${at}`,
            todo: drifts,
          };
        const told = `${name} ${says[message as keyof typeof says]}, asked at ${at}`;
        return message === 'contract.unchecked'
          ? { state: 'trouble', says: told, todo: drifts }
          : { state: 'ok', says: told };
      });
  },
};

/** What a look ends with (functions/contract-watch/watch.ts). */
const says = {
  'contract.checked': 'keeps its contract',
  'contract.unproven': 'has no recorded contract to compare with, only what a stand-in said',
  'contract.unchecked': 'could not be compared with its contract',
} as const;

function readLine(json: unknown): ContractLine | undefined {
  const { message, destination, breaking } = (json ?? {}) as Readonly<Record<string, unknown>>;
  return typeof message === 'string' && typeof destination === 'string'
    ? { message, destination, breaking: typeof breaking === 'number' ? breaking : 0 }
    : undefined;
}
