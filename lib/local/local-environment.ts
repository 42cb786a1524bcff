/** Everything that runs on this machine: the third parties' stand-ins, and the local AWS that the template describes. */
import { rm } from 'node:fs/promises';
import type { Settings } from '../../functions/core/config.ts';
import type { RateLimit } from '../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { integrations } from '../../functions/integrations/index.ts';
import type { SynthesizeProps } from '../app.ts';
import { synthesize } from '../app.ts';
import { secretName, stackName } from '../names.ts';
import type { LocalAws } from './aws/local-aws.ts';
import { startLocalAws } from './aws/start-local-aws.ts';
import type { Contract } from './stand-ins/contract.ts';
import {
  contracts as everybody,
  type StandIns,
  type StandInsOptions,
  startStandIns,
} from './stand-ins/index.ts';
import type { StandIn } from './stand-ins/stand-in.ts';

export interface LocalEnvironment<Name extends string = string> {
  readonly aws: LocalAws;
  readonly standIns: StandIns<Name>;
  /** How long each step took, milliseconds. */
  readonly tookMs: { readonly synthesis: number; readonly start: number };
  /** Ends everything; nothing is left running. */
  readonly stop: () => Promise<void>;
}

export interface LocalEnvironmentOptions<Name extends string = string>
  extends Pick<StandInsOptions<Name>, 'contracts' | 'replays'>,
    Pick<SynthesizeProps, 'integrations' | 'top'> {
  /** Port of the AWS endpoint; the stand-ins take those after it. 0: whatever is free, for all of them. */
  readonly port: number;
  /** Where the cloud assembly goes: a folder of its own, since `cdk bootstrap` rewrites the usual one. */
  readonly outDir: string;
  readonly now: () => number;
  /** Limits that the stand-ins keep, by destination; `null` for none. Each other keeps its declared ones. */
  readonly limits?: Readonly<Record<string, RateLimit | null>>;
  /** Put over the settings that the functions of `local` have. */
  readonly settings?: Partial<Settings>;
  readonly onLog?: (line: string, functionName: string) => void;
}

export async function startLocalEnvironment<Name extends string = string>(
  options: LocalEnvironmentOptions<Name>,
): Promise<LocalEnvironment<Name>> {
  const startedMs = options.now();
  const contracts: readonly Contract[] = options.contracts ?? everybody;
  refuseWithoutStandIn(options.integrations ?? integrations, contracts);
  await rm(options.outDir, { recursive: true, force: true });
  const assemblyDir = await synthesize({
    environments: ['local'],
    outDir: options.outDir,
    ...(options.integrations === undefined ? {} : { integrations: options.integrations }),
    ...(options.top === undefined ? {} : { top: options.top }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const synthesizedMs = options.now();
  const portAfter = (at: number) => (options.port === 0 ? 0 : options.port + 1 + at);
  const standIns = await startStandIns<Name>({
    ...(options.contracts === undefined ? {} : { contracts: options.contracts }),
    ports: Object.fromEntries(contracts.map(({ name }, at) => [name, portAfter(at)])),
    now: options.now,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.replays === undefined ? {} : { replays: options.replays }),
  });
  try {
    const aws = await startLocalAws({
      assemblyDir,
      stackName: stackName('local'),
      port: options.port,
      secrets: Object.fromEntries(
        Object.values<StandIn>(standIns).map(({ name, secret }) => [
          secretName('local', name),
          JSON.stringify(secret),
        ]),
      ),
      ...(options.onLog === undefined
        ? {}
        : {
            onLog: ({ line, functionName }: { line: string; functionName: string }) =>
              options.onLog?.(line, functionName),
          }),
    });
    return {
      aws,
      standIns,
      tookMs: { synthesis: synthesizedMs - startedMs, start: options.now() - synthesizedMs },
      stop: async () => {
        await aws.stop();
        await stopAll(standIns);
      },
    };
  } catch (error) {
    await stopAll(standIns);
    throw error;
  }
}

const stopAll = (standIns: StandIns) => Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));

/** Whoever forgot one would see nothing but secrets that are not set. Throws `Error`. */
function refuseWithoutStandIn(chosen: readonly AnyIntegration[], contracts: readonly Contract[]): void {
  const played = contracts.map(({ name }) => name);
  const missing = chosen
    .map(({ operation }) => operation.destination.name)
    .find((name) => !played.includes(name));
  if (missing === undefined) return;
  throw new Error(`${missing} has no stand-in: add one to lib/local/stand-ins/index.ts (docs/stand-ins.md)`);
}
