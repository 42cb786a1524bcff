/** A whole deployment in one process: the real functions, and models of everything around them. */
import type { SupervisorRequest } from '../../functions/supervisor/request.ts';
import type { Contract } from '../../lib/local/stand-ins/contract.ts';
import { secretName, undeliveredQueueName, unroutedQueueName } from '../../lib/names.ts';
import { type Alarms, watchAlarms } from './cloudwatch/watch-alarms.ts';
import { type ContractWatchWorker, createContractWatchWorker } from './contract-watch-worker.ts';
import { noFaults } from './fault-plan.ts';
import { createIntegrationWorker, type IntegrationWorker } from './integration-worker.ts';
import { createKernel, type Kernel } from './kernel.ts';
import { createOutside, type Outside } from './outside.ts';
import { createRandom, type Random } from './random.ts';
import { type Complete, completed, type Scenario } from './scenario.ts';
import { createServices, type Services } from './services.ts';
import type { Line, Site } from './site.ts';
import { createSupervisorQueue, createSupervisorWorker, type SupervisorWorker } from './supervisor-worker.ts';
import { createThirdParty, type ThirdParty } from './third-party.ts';
import { createTrace, type Trace } from './trace.ts';
import { installVirtualDate } from './virtual-date.ts';

export interface World {
  readonly scenario: Complete;
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly outside: Outside;
  /** For what a test does to the world: a stream of its own. */
  readonly random: Random;
  readonly services: Services;
  /** By destination. */
  readonly thirdParties: ReadonlyMap<string, ThirdParty>;
  readonly workers: readonly IntegrationWorker[];
  readonly supervisor: SupervisorWorker | undefined;
  readonly contractWatch: ContractWatchWorker | undefined;
  /** Those of the scenario, and what became of them. */
  readonly alarms: Alarms;
  /** Everything that functions wrote, in order. */
  readonly lines: readonly Line[];
  /** Publishes an event's body to the topic, after `delayMs`. */
  readonly publish: (body: string, delayMs?: number) => void;
  /** Throws in a world without a supervisor. */
  readonly requestSupervisor: (request: SupervisorRequest) => void;
  /** As an operator sets it; the third party accepts what it is told to (`reception.setApiKey`). */
  readonly setSecret: (destination: string, apiKey: string) => void;
  /** Messages that are not yet where they belong: in the queues of integrations and supervisor, held or not. */
  readonly backlog: () => number;
  /** From now on nothing goes wrong any more. */
  readonly heal: () => void;
  readonly run: (phases: Phases) => Promise<Outcome>;
}

/** Virtual milliseconds each. */
export interface Phases {
  /** With faults. */
  readonly chaosMs: number;
  /** Then without, until the backlog is gone, at most. */
  readonly drainMs: number;
  /** Then on, for what is late or left running. @default 2 min */
  readonly settleMs?: number;
  /** After every event: a throw ends the run. */
  readonly afterEach?: () => void;
}

export interface Outcome {
  readonly isDrained: boolean;
  /** When the backlog was gone, or the time was up. Virtual epoch milliseconds. */
  readonly drainedAtMs: number;
}

const settleMsDefault = 120_000;
/** Retention of the last resorts: two weeks. */
const lastResort = { visibilityTimeoutSeconds: 30, retentionSeconds: 14 * 24 * 3_600 };

export function createWorld(given: Scenario): World {
  const scenario = completed(given);
  const random = createRandom(scenario.seed);
  const kernel = createKernel({ random });
  const trace = createTrace({ now: kernel.now, startMs: kernel.now(), keep: scenario.keepTrace });
  const plan = given.plan ?? noFaults;
  const outside = createOutside({ kernel, trace, random: random.fork('wire'), plan });
  const services = createServices(outside, random, scenario);
  const thirdParties = new Map<string, ThirdParty>();
  const hosts = new Map<string, ThirdParty>();
  const lines: Line[] = [];
  const site: Site = { scenario, outside, random: random.fork('site'), services, hosts, lines };
  const { name: environment } = scenario.environment;

  for (const { operation } of scenario.integrations) {
    const { name, allowedHosts, rateLimits } = operation.destination;
    if (thirdParties.has(name)) continue;
    const contract = scenario.contracts[name];
    if (contract === undefined) throw new Error(`there is no contract for ${name}`);
    const own = random.fork(`third party ${name}`);
    const apiKey = scenario.newApiKey(contract, own);
    // Its account allows exactly what we declare: one request more is a 429.
    const thirdParty = createThirdParty(contract, { outside, random: own, apiKey, limit: rateLimits[0] });
    thirdParties.set(name, thirdParty);
    for (const host of allowedHosts) hosts.set(host, thirdParty);
    services.secrets.create(secretName(environment, name), secretText(contract, apiKey));
  }
  createSupervisorQueue(site);
  const workers = scenario.integrations.map((one) => createIntegrationWorker(site, one, given.createHandler));
  const supervisor = scenario.supervised ? createSupervisorWorker(site, given.createSupervisor) : undefined;
  const contractWatch = scenario.watched ? createContractWatchWorker(site) : undefined;
  services.queues.create(unroutedQueueName(environment), lastResort);
  services.queues.create(undeliveredQueueName(environment, 'unrouted'), lastResort);
  const types = [...new Set(scenario.integrations.map(({ event }) => event.type))];
  services.events.subscribe({
    queueName: unroutedQueueName(environment),
    filterPolicy: { type: [{ 'anything-but': types }, { exists: false }] },
    deadLetterQueueName: undeliveredQueueName(environment, 'unrouted'),
  });

  // Messages that a poller holds are in their queue, too: in flight.
  const polled = [...workers, supervisor, contractWatch].filter((worker) => worker !== undefined);
  const alarms = watchAlarms({
    definitions: scenario.alarms,
    environment,
    outside,
    services,
    workers: () => polled,
    lines,
  });
  let underWay = 0;
  const backlog = () =>
    polled.reduce(
      // What the supervisor has laid up for itself is no message that anybody waits for.
      (sum, { queueName }) =>
        sum + services.queues.count(queueName) - services.queues.delayedCount(queueName),
      underWay,
    );
  const heal = () => outside.setPlan(noFaults);

  const run = async ({
    chaosMs,
    drainMs,
    settleMs = settleMsDefault,
    afterEach,
  }: Phases): Promise<Outcome> => {
    const restore = installVirtualDate(kernel);
    const invariant = afterEach === undefined ? {} : { afterEach };
    try {
      await kernel.run({ endMs: kernel.now() + chaosMs, ...invariant });
      heal();
      await kernel.run({ endMs: kernel.now() + drainMs, until: () => backlog() === 0, ...invariant });
      const outcome = { isDrained: backlog() === 0, drainedAtMs: kernel.now() };
      await kernel.run({ endMs: kernel.now() + settleMs, ...invariant });
      return outcome;
    } finally {
      restore();
    }
  };

  return {
    scenario,
    kernel,
    trace,
    outside,
    random: random.fork('test'),
    services,
    thirdParties,
    workers,
    supervisor,
    contractWatch,
    alarms,
    lines,
    publish: (body, delayMs = 0) => {
      underWay += 1;
      kernel.schedule(delayMs + outside.latencyMs(), () => {
        underWay -= 1;
        services.events.execute('Publish', { TopicArn: services.eventsTopicArn, Message: body });
      });
    },
    requestSupervisor: (request) => {
      if (supervisor === undefined) throw new Error('nobody supervises this world');
      supervisor.request(request);
    },
    setSecret: (destination, apiKey) => {
      const SecretId = secretName(environment, destination);
      services.secrets.execute('PutSecretValue', {
        SecretId,
        SecretString: secretText(scenario.contracts[destination], apiKey),
      });
    },
    backlog,
    heal,
    run,
  };
}

const secretText = (contract: Contract | undefined, apiKey: string) =>
  JSON.stringify(contract?.secretOf?.(apiKey) ?? { apiKey });
