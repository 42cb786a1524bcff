/** What a world is made of. Everything left out is as in an ordinary deployment on a calm day. */

import type { AnyIntegration, DeclaredIntegration } from '../../functions/core/declare/integration.ts';
import type { createHandler } from '../../functions/core/handler.ts';
import type { createSupervisor } from '../../functions/supervisor/supervisor.ts';
import { type Environment, environments } from '../../lib/environments.ts';
import type { Contract } from '../../lib/local/stand-ins/contract.ts';
import { inEnvironment } from '../../lib/settled.ts';
import { type Capacity, capacityOf } from '../../lib/stack/capacity.ts';
import { shopIntegrations as integrations, shopStandIns } from '../fixtures/shop/index.ts';
import type { AlarmDefinition } from '../models/cloudwatch/alarm.ts';
import type { FaultPlan } from './fault-plan.ts';
import { calmWeather, type SandboxWeather } from './lambda.ts';
import { letterbox } from './letterbox.ts';
import { locks } from './locks.ts';
import type { Random } from './random.ts';

export interface Scenario {
  readonly seed: string | number;
  /** @default - all there are */
  readonly integrations?: readonly DeclaredIntegration[];
  /** Settings and batching window. @default - `dev` */
  readonly environment?: Environment;
  /** @default - as deployed */
  readonly capacityOf?: (integration: AnyIntegration) => Capacity;
  /** Until `heal`. @default - none */
  readonly plan?: FaultPlan;
  readonly weather?: Partial<Weather>;
  /** That Lambda has for each function, when the account's concurrency is nearly used up. @default - any number: every event source has its bound */
  readonly sandboxesMax?: number;
  /** Evaluated while the world runs. @default - none: they cost a tenth of the time */
  readonly alarms?: readonly AlarmDefinition[];
  /** Whether the contract watch runs, with its clock. @default false */
  readonly watched?: boolean;
  /** By destination; beside Wallet, Gazette, Helpdesk and the letterbox. */
  readonly contracts?: Readonly<Record<string, Contract>>;
  /** Text of the lock that is deployed, by destination. @default - those that there are */
  readonly locks?: Readonly<Record<string, string>>;
  /** Destinations that do not keep what their lock says. @default - none */
  readonly drifting?: readonly string[];
  /** @default - 20 characters: a real key is five times as long, and looking for it a third of all the time there is */
  readonly newApiKey?: (contract: Contract, random: Random) => string;
  /** Whether the supervisor runs, with its clock. @default true */
  readonly supervised?: boolean;
  /** The system under test. @default - the real one */
  readonly createHandler?: typeof createHandler;
  /** @default - the real one */
  readonly createSupervisor?: typeof createSupervisor;
  /** Keeps the lines of the trace, and not only their hash. @default false */
  readonly keepTrace?: boolean;
}

/** What AWS does to messages and sandboxes without anything being broken. */
export interface Weather extends SandboxWeather {
  /** As the queue's model has it. @default - no order at all */
  readonly orderedWithin?: number | undefined;
  /** That SNS hands a message over twice. */
  readonly duplicateChance: number;
  /** That a deleted message comes back once. */
  readonly ghostChance: number;
  /** How long a change of an event source mapping takes. */
  readonly settlingMs: readonly [least: number, most: number];
}

export interface Complete
  extends Required<Omit<Scenario, 'plan' | 'createHandler' | 'createSupervisor' | 'integrations'>> {
  /** As the functions have them in their bundles. */
  readonly declared: readonly DeclaredIntegration[];
  /** As they are in the environment. */
  readonly integrations: readonly AnyIntegration[];
  readonly weather: Weather;
}

export function completed(scenario: Scenario): Complete {
  const declared = scenario.integrations ?? integrations;
  const { environment, integrations: all } = inEnvironment(
    scenario.environment ?? environments.dev,
    declared,
  );
  return {
    seed: scenario.seed,
    declared,
    integrations: all,
    environment,
    capacityOf: scenario.capacityOf ?? ((integration) => capacityOf(integration, environment, all)),
    weather: {
      ...calmWeather,
      duplicateChance: 0,
      ghostChance: 0,
      settlingMs: [1_000, 60_000],
      ...scenario.weather,
    },
    sandboxesMax: scenario.sandboxesMax ?? Number.POSITIVE_INFINITY,
    alarms: scenario.alarms ?? [],
    watched: scenario.watched ?? false,
    contracts: { ...byName([...shopStandIns, letterbox]), ...scenario.contracts },
    locks: scenario.locks ?? locks,
    drifting: scenario.drifting ?? [],
    newApiKey: scenario.newApiKey ?? ((_, random) => `key-${random.id().replaceAll('-', '').slice(0, 16)}`),
    supervised: scenario.supervised ?? true,
    keepTrace: scenario.keepTrace ?? false,
  };
}

const byName = (all: readonly Contract[]) =>
  Object.fromEntries(all.map((contract) => [contract.name, contract]));
