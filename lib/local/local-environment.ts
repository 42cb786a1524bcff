/** Everything that runs on this machine: the third parties' stand-ins, and the local AWS that the template describes. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../../functions/core/config.ts';
import { contractOf } from '../../functions/core/declare/account-of.ts';
import type { Destination, RateLimit } from '../../functions/core/declare/destination.ts';
import { accountLimits } from '../../functions/core/pace/account-limits.ts';
import { integrations } from '../../functions/integrations/index.ts';
import type { SynthesizeProps } from '../app.ts';
import { synthesize } from '../app.ts';
import { functionSources } from '../build/function-sources.ts';
import { environments } from '../environments.ts';
import { integrationName, secretName, stackName } from '../names.ts';
import { inEnvironment } from '../settled.ts';
import type { LocalAws } from './aws/local-aws.ts';
import { startLocalAws } from './aws/start-local-aws.ts';
import type { Item } from './aws/table.ts';
import { inputsOf, type Reloading, startReloading } from './reload/start-reloading.ts';
import type { Contract } from './stand-ins/contract.ts';
import { calledBy, type StandIns, type StandInsOptions, startStandIns } from './stand-ins/index.ts';
import type { StandIn } from './stand-ins/stand-in.ts';
import { readBefore, startKeeping } from './start-keeping.ts';

export interface LocalEnvironment<Name extends string = string> {
  readonly aws: LocalAws;
  readonly standIns: StandIns<Name>;
  /** How long each step took, milliseconds. */
  readonly tookMs: { readonly synthesis: number; readonly start: number };
  /** Ends everything; nothing is left running. */
  readonly stop: () => Promise<void>;
}

export interface LocalEnvironmentOptions<Name extends string = string>
  extends Pick<StandInsOptions<Name>, 'replays'>,
    Pick<SynthesizeProps, 'integrations' | 'top'> {
  /** Who is played, in the order of their ports. @default - of everybody that there is, whom an integration calls */
  readonly contracts?: readonly Contract<Name>[];
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
  /**
   * Deliveries that ledger and stand-ins remember, the newest: for who runs for days. An event that comes again after as
   * many others is delivered again. @default - all
   */
  readonly remembers?: number;
  /** Queues, ledger and secrets begin as this file has them, and it is written while it runs and at the end. */
  readonly keepIn?: string;
  /** Told of what could not be kept. @default - nobody */
  readonly onKeep?: (line: string) => void;
  /** Edits of the functions' sources are taken in while it runs, and this is told of each. @default - they are not */
  readonly onReload?: (line: string) => void;
}

export async function startLocalEnvironment<Name extends string = string>(
  options: LocalEnvironmentOptions<Name>,
): Promise<LocalEnvironment<Name>> {
  const startedMs = options.now();
  const destinations = destinationsOf(options);
  const contracts = options.contracts ?? calledBy(destinations);
  const played = contracts.map(({ name }) => name);
  refuseWithoutStandIn(destinations, played);
  await rm(options.outDir, { recursive: true, force: true });
  const before = await readBefore(options.keepIn);
  const inputs = new Map<string, readonly string[]>();
  const assemblyDir = await synthesize({
    onBundle: (name, bundle) => inputs.set(name, inputsOf(bundle)),
    environments: ['local'],
    outDir: options.outDir,
    ...(options.integrations === undefined ? {} : { integrations: options.integrations }),
    ...(options.top === undefined ? {} : { top: options.top }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const synthesizedMs = options.now();
  const portAfter = (at: number) => (options.port === 0 ? 0 : options.port + 1 + at);
  const accounts = accountsOf(destinations);
  const standIns = await startStandIns({
    contracts,
    ports: Object.fromEntries([...played, ...Object.keys(accounts)].map((name, at) => [name, portAfter(at)])),
    accounts,
    now: options.now,
    limits: { ...ownLimits(destinations, options), ...options.limits },
    ...(options.replays === undefined ? {} : { replays: options.replays }),
    remembers: options.remembers,
    apiKeys: before.apiKeys,
  });
  try {
    const aws = await startLocalAws({
      assemblyDir,
      stackName: stackName('local'),
      port: options.port,
      forgetting:
        options.remembers === undefined ? undefined : { most: options.remembers, mayGo: isDelivered },
      kept: before.aws,
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
    const { keepIn, onKeep = () => {} } = options;
    const keeping = keepIn === undefined ? undefined : startKeeping(keepIn, aws, standIns, onKeep);
    const reloading = options.onReload && reloadInto(aws, inputs, options.onReload, options);
    return {
      aws,
      standIns,
      tookMs: { synthesis: synthesizedMs - startedMs, start: options.now() - synthesizedMs },
      stop: async () => {
        keeping?.stop();
        await Promise.all([reloading?.stop(), aws.stop(keeping?.keep)]);
        await stopAll(standIns);
      },
    };
  } catch (error) {
    await stopAll(standIns);
    throw error;
  }
}

/** What is under way, waits or was given up stays; so do the accounts, which have no status. */
const isDelivered = ({ status }: Item) => (status as { S?: string } | undefined)?.S === 'delivered';

/** Each edit of what the functions were built of goes into those that run. */
const reloadInto = (
  aws: LocalAws,
  inputs: ReadonlyMap<string, readonly string[]>,
  say: (line: string) => void,
  { integrations: chosen = integrations, top = '', outDir }: LocalEnvironmentOptions,
): Reloading =>
  startReloading({
    sources: functionSources(chosen, top),
    inputs,
    fixed: [`${top}functions/integrations/index.ts`, 'lib/environments.ts'],
    outDir: join(outDir, 'reloaded'),
    replaceCode: (name, codeDir) => aws.replaceCode(integrationName('local', name), codeDir),
    say,
  });

const stopAll = (standIns: StandIns) => Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));

/** What is called from here, as it is in this environment. Throws `SettingsError`. */
function destinationsOf(
  options: Pick<LocalEnvironmentOptions, 'integrations' | 'settings'>,
): readonly Destination[] {
  const { local } = environments;
  const changed = { ...local, settings: { ...local.settings, ...options.settings } };
  const here = inEnvironment(changed, options.integrations ?? integrations).integrations;
  return here.map(({ operation }) => operation.destination);
}

/** Whoever forgot one would see nothing but secrets that are not set. Throws `Error`. */
function refuseWithoutStandIn(destinations: readonly Destination[], played: readonly string[]): void {
  const missing = destinations.map(contractOf).find((name) => !played.includes(name));
  if (missing === undefined) return;
  throw new Error(`${missing} has no stand-in: add one to lib/local/stand-ins/index.ts (docs/stand-ins.md)`);
}

/** Other accounts of third parties that are played: a stand-in each. */
const accountsOf = (destinations: readonly Destination[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    destinations.filter((one) => contractOf(one) !== one.name).map((one) => [one.name, contractOf(one)]),
  );

/** A plan that the settings name is the stand-in's, too: it keeps the first of its limits. */
const ownLimits = (
  destinations: readonly Destination[],
  { settings }: Pick<LocalEnvironmentOptions, 'settings'>,
) =>
  Object.fromEntries(
    destinations.flatMap((destination) => {
      const { limits, areOwn } = accountLimits({ ...environments.local.settings, ...settings }, destination);
      const [first] = limits;
      return areOwn && first !== undefined ? [[destination.name, first]] : [];
    }),
  );
