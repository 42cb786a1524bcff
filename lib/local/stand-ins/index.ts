/** The third parties of the local environment. */
import type { RateLimit } from '../../../functions/core/destination.ts';
import { hubspot } from './hubspot.ts';
import { intercom } from './intercom.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { stripe } from './stripe.ts';

const contracts = { stripe, hubspot, intercom };
type Name = keyof typeof contracts;

/** By the name of the destination. */
export type StandIns = Readonly<Record<Name, StandIn>>;

export interface StandInsOptions {
  /** 0, or left out: whatever is free. */
  readonly ports?: Partial<Readonly<Record<Name, number>>>;
  readonly now: () => number;
  /** By destination; `null` for none. Each other keeps its contract's. */
  readonly limits?: Readonly<Record<string, RateLimit | null>>;
  /** From 0 up to but not including 1; keys and ids are made of it. */
  readonly random?: () => number;
}

/** Starts all of them, or none: rejects when one cannot start, after the others were stopped. */
export async function startStandIns(options: StandInsOptions): Promise<StandIns> {
  const { ports = {}, now, limits = {}, random = Math.random } = options;
  const start = (name: Name) => {
    const limit = limits[name];
    const apiKey = contracts[name].newApiKey(random);
    const common = { port: ports[name] ?? 0, now, random, apiKey };
    return startStandIn(contracts[name], limit === undefined ? common : { ...common, limit });
  };
  const started = await Promise.allSettled([start('stripe'), start('hubspot'), start('intercom')]);
  const [stripeIn, hubspotIn, intercomIn] = started.map((one) =>
    one.status === 'fulfilled' ? one.value : undefined,
  );
  if (stripeIn && hubspotIn && intercomIn) {
    return { stripe: stripeIn, hubspot: hubspotIn, intercom: intercomIn };
  }
  await Promise.all([stripeIn?.stop(), hubspotIn?.stop(), intercomIn?.stop()]);
  throw started.find((one) => one.status === 'rejected')?.reason;
}
