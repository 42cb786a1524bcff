/** The four environments, and everything in which they differ. Code, wiring and names are the same in all. */
import type { Settings } from '../functions/core/config.ts';
import type { GivenSettings } from './settings-of.ts';

export const environmentNames = ['local', 'dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** Those that `npx cdk` deploys: `local` runs on this machine only. */
export const deployedNames = environmentNames.filter((name) => name !== 'local');

export interface Environment {
  readonly name: EnvironmentName;
  /** How long CloudWatch keeps the attempt lines. Dead letters live 14 days, so never less than that in the cloud. */
  readonly logRetentionDays: 14 | 30 | 90 | 365;
  /** How long the event source waits to fill a batch. A second costs a second of latency and saves most invocations. */
  readonly batchingWindowSeconds: number;
  /** Sandboxes of one integration at most, where the destination's limit would have more. Left out: what Lambda allows. */
  readonly maximumConcurrency?: number;
  /**
   * Pays the ledger's writes by the hour, and lets auto scaling follow them. Left out: on demand, each write by itself.
   *
   * Gains 0.77 dollars a million events while 70 % of it is used, 0.36 at 40 %, nothing below 29 %. It pays where events
   * come evenly, day and night, and above 3.3 million a month of all integrations together (7 million at 40 %): less does
   * not bring in what is fixed, the reads and the alarms of auto scaling (docs/cost.md).
   *
   * Risks that a peak is throttled until auto scaling has followed, some minutes, or for as long as it is beyond
   * `perSecondMax`. A delivery that cannot be taken or gets no permit waits. One that cannot be put down is left to its
   * lease and settled by its `repeat`; of one that cannot be repeated (`never`) nobody knows then whether it was sent: it
   * ends as `OUTCOME_UNKNOWN`, and any ends as `CRASH_LOOP` after five in a row (docs/decisions/ledger-capacity.md).
   */
  readonly ledgerWrites?: LedgerWrites;
  /**
   * Who may publish besides identities of the environment's own account.
   * @default - nobody
   */
  readonly publishers?: Publishers;
  /**
   * Fixed addresses that third parties see the calls come from, where they allow-list them: a VPC with a NAT gateway for each.
   * Costs 36 dollars a month and address, and 0.045 a GB (docs/cost.md).
   * @default - none: whatever addresses Lambda has
   */
  readonly egress?: Egress;
  /**
   * Who is told of alarms and alerts; each confirms once (docs/runbook.md). Where data is protected and nobody is named,
   * synth warns. Slack: the e-mail address of a channel, or Amazon Q Developer in chat applications subscribed to the topic
   * `interlock-<env>-alerts`; its webhooks do not understand SNS.
   * @default - nobody
   */
  readonly alertsTo?: readonly AlertSubscriber[];
  /** Whether a probe may make things at the third parties: where the accounts are test accounts. */
  readonly allowsProbeWrites: boolean;
  /** What holds data outlives the stack. */
  readonly protectData: boolean;
  /**
   * Its first deployment has succeeded. From then on, where `protectData` is set, neither stack nor ledger can be deleted
   * by accident. Before, that would keep CloudFormation from clearing away a first deployment that failed, and the second
   * try from beginning. Set it with the next change.
   */
  readonly established: boolean;
  /** What the functions are told, through their environment. */
  readonly settings: Settings;
}

export type AlertSubscriber =
  | { readonly email: string }
  /** An address that confirms subscriptions of SNS by itself or by you, and whoever knows it can do no harm with it. */
  | { readonly https: string }
  /**
   * The name of a secret in Secrets Manager, in the environment's account and region, whose whole text is the address: for
   * one that holds a key, as PagerDuty's does. It is read when the subscription is made; a new address is a secret of
   * another name.
   */
  | { readonly httpsFromSecret: string };

export interface Egress {
  /**
   * How many. With one, what stops its zone stops all calls until the zone is back: events wait. With two, each zone has its
   * own, and the third party has to know both.
   */
  readonly addresses: 1 | 2;
}

/** docs/publishing.md */
export interface Publishers {
  /** Other accounts, twelve digits each; their own policies say who in them may. */
  readonly accounts?: readonly string[];
  /** ARNs of EventBridge rules of this account, whose target is the events topic. */
  readonly rules?: readonly string[];
}

/** Write units a second: one for each begun KB of an item. Whole numbers from 1. */
export interface LedgerWrites {
  /** Paid always: what the quiet hours use, and half as much again. */
  readonly perSecondMin: number;
  /**
   * Paid while it is needed, and at first, until auto scaling goes down; it never does where nothing is written at all, so
   * declare it where events come already. The third parties' limits need 2.1 a request, 370 here; what waits for one that
   * is down is written too, as fast as sandboxes are: 1,500.
   */
  readonly perSecondMax: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Full jitter 5 s · 2ⁿ, cap 15 min; the horizon of 23 h stays inside Stripe's key window of 24 h. */
const backoff = { baseMs: 5_000, capMs: 15 * minuteMs, horizonMs: 23 * hourMs };

/** A third party that fails is given half a minute, and five when it goes on: it is somebody else's night, too. */
const breaker = { firstMs: 30_000, mostMs: 5 * minuteMs };

/** A rejected key is looked at again as often as an operator could have replaced it. */
const parkedRecheckMs = 5 * minuteMs;

/**
 * From a permit's moment to the request's arrival: waking up late (150 ms at most, or the permit is void) and a new
 * connection with its handshakes (100 ms more than a warm one). Two sandboxes whose clocks are each 250 ms wrong: Lambda's
 * are kept far closer, but nobody promises it. Who knows nothing of the time pays for both, with 43 % of a limit per second
 * and 7 % of one per ten seconds; the others pay for what they do not know (docs/decisions/one-limit-for-all.md).
 */
const pacing = { dispersionMs: 250, clockSkewMs: 500 };

/**
 * Where real people are nothing is logged in clear: `logsInClear` does not compile there. This machine has no KMS and no VPC, and nobody is woken.
 */
type Declared = {
  readonly [Name in EnvironmentName]: Name extends 'local'
    ? Environment & {
        readonly egress?: never;
        readonly alertsTo?: never;
        readonly settings: { readonly onCallKey?: never };
      }
    : Name extends 'dev'
      ? Environment
      : Environment & { readonly settings: { readonly logsInClear?: never } };
};

/**
 * Settings of the destinations that declare some, a line each; synth checks them. No secrets: those stand in Secrets Manager.
 *
 * `settingsOf(mailchimp, { local: { listId: 'l1' }, dev: { listId: 'a1' }, staging: { … }, prod: { … } }),`
 */
const destinationSettings: readonly GivenSettings<EnvironmentName>[] = [];

const declared: Readonly<Record<EnvironmentName, Environment>> = {
  local: {
    name: 'local',
    logRetentionDays: 14,
    batchingWindowSeconds: 0,
    // Each is a process of this machine, with a cold start and code to compile of its own: a few that are warm deliver
    // more than the seventeen of Intercom's limit, and four with ten deliveries each keep more than two cores busy.
    maximumConcurrency: 4,
    allowsProbeWrites: true,
    protectData: false,
    established: false,
    settings: {
      environment: 'local',
      loggedShare: 1,
      // The same curve, small enough to watch. SQS counts visibility in whole seconds, so 1 s is the least there is.
      backoff: { baseMs: 1_000, capMs: 4_000, horizonMs: 10 * minuteMs },
      parkedRecheckMs: 2_000,
      breaker: { firstMs: 2_000, mostMs: 8_000 },
      // One machine has one clock.
      pacing: { dispersionMs: 200, clockSkewMs: 0 },
      allowPrivateAddresses: true,
    },
  },
  dev: {
    name: 'dev',
    logRetentionDays: 30,
    batchingWindowSeconds: 1,
    allowsProbeWrites: true,
    protectData: false,
    established: false,
    settings: {
      environment: 'dev',
      loggedShare: 1,
      backoff,
      parkedRecheckMs,
      breaker,
      pacing,
      allowPrivateAddresses: false,
    },
  },
  staging: {
    name: 'staging',
    logRetentionDays: 30,
    batchingWindowSeconds: 1,
    allowsProbeWrites: true,
    protectData: true,
    established: false,
    settings: {
      environment: 'staging',
      loggedShare: 0.1,
      backoff,
      parkedRecheckMs,
      breaker,
      pacing,
      allowPrivateAddresses: false,
    },
  },
  prod: {
    name: 'prod',
    logRetentionDays: 90,
    batchingWindowSeconds: 1,
    allowsProbeWrites: false,
    protectData: true,
    established: false,
    // Bodies of successes are a third of the bill: one in a hundred is kept whole.
    settings: {
      environment: 'prod',
      loggedShare: 0.01,
      backoff,
      parkedRecheckMs,
      breaker,
      pacing,
      allowPrivateAddresses: false,
    },
  },
} satisfies Declared;

export const environments = Object.fromEntries(
  environmentNames.map((name) => [name, withSettings(declared[name], destinationSettings)]),
) as Readonly<Record<EnvironmentName, Environment>>;

/** An environment as its functions are told of it: nothing of settings where no destination has any. */
export function withSettings(
  environment: Environment,
  given: readonly GivenSettings<EnvironmentName>[],
): Environment {
  if (given.length === 0) return environment;
  const destinations = Object.fromEntries(
    given.map(({ destination, values }) => [destination, values[environment.name]]),
  );
  return { ...environment, settings: { ...environment.settings, destinations } };
}
