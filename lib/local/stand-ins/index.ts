/** The third parties of the local environment. */
import { contractOf } from '../../../functions/core/declare/account-of.ts';
import type { Destination, RateLimit } from '../../../functions/core/declare/destination.ts';
import type { Recording } from '../../contract/recording/recording.ts';
import type { Contract } from './contract.ts';
import { hubspot } from './hubspot.ts';
import { intercom } from './intercom.ts';
import { mailchimp } from './mailchimp.ts';
import { replayContract } from './replay.ts';
import { salesforce } from './salesforce.ts';
import { sendgrid } from './sendgrid.ts';
import { shopify } from './shopify.ts';
import { slack } from './slack.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { stripe } from './stripe.ts';
import { webhook } from './webhook.ts';
import { xero } from './xero.ts';

/** One line each. The order is that of their ports. */
export const contracts: readonly Contract[] = [
  stripe,
  hubspot,
  intercom,
  mailchimp,
  salesforce,
  sendgrid,
  shopify,
  slack,
  webhook,
  xero,
];

/** Of `all`, those of these destinations: what no integration uses takes no port and has no secret. */
export const calledBy = (
  destinations: readonly Pick<Destination, 'name' | 'contract'>[],
  all: readonly Contract[] = contracts,
): readonly Contract[] => all.filter(({ name }) => destinations.some((one) => contractOf(one) === name));

/** By the name of the destination; those of other accounts beside those of the list. */
export type StandIns<Name extends string = string> = Readonly<Record<Name, StandIn>>;

export interface StandInsOptions<Name extends string = string> {
  /** Who is played. @default - everybody that there is */
  readonly contracts?: readonly Contract<Name>[];
  /** By destination; 0, or left out: whatever is free. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly now: () => number;
  /** As `StandInOptions` has it, for all. */
  readonly hosts?: readonly string[];
  /** By destination; `null` for none. Each other keeps its contract's. */
  readonly limits?: Readonly<Record<string, RateLimit | null>>;
  /** Other accounts at these third parties, each with a stand-in of its own: the contract by the destination's name. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** From 0 up to but not including 1; keys and ids are made of it. */
  readonly random?: () => number;
  /** What each takes, by destination. @default - a new key */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** Things and effects that each keeps, the newest. @default - all of them */
  readonly remembers?: number | undefined;
  /** Third parties that say again what was recorded, instead of keeping their contract as we know it. */
  readonly replays?: readonly Recording[];
}

/** Starts all of them, or none: rejects when one cannot start, after the others were stopped. */
export async function startStandIns<Name extends string = string>(
  options: StandInsOptions<Name>,
): Promise<StandIns<Name>> {
  const { ports = {}, now, hosts = [], limits = {}, random = Math.random, replays = [], remembers } = options;
  const all: readonly Contract[] = options.contracts ?? contracts;
  const others = Object.entries(options.accounts ?? {}).flatMap(([name, contract]) =>
    all.filter((one) => one.name === contract).map((played) => ({ ...played, name })),
  );
  const starting = [...all, ...others].map((played) => {
    const { name } = played;
    const replayed = replays.find(({ destination }) => destination === name);
    const contract: Contract = replayed === undefined ? played : replayContract(replayed, played);
    const limit = limits[name];
    const apiKey = options.apiKeys?.[name] ?? contract.newApiKey(random);
    const common = { port: ports[name] ?? 0, now, hosts, random, remembers, apiKey };
    return startStandIn(contract, limit === undefined ? common : { ...common, limit });
  });
  const ends = await Promise.allSettled(starting);
  const started = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(started.map((standIn) => standIn.stop()));
    throw failed.reason;
  }
  // One of every contract, each under its name.
  return Object.fromEntries(started.map((standIn) => [standIn.name, standIn])) as StandIns<Name>;
}
