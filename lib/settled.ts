/** What is in the lists, as it is in one environment: settings checked, and every destination made with its own. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { isAllowedHost, refuseHost } from '../functions/core/declare/allowed-host.ts';
import type { AnyDestination, Destination, DestinationWith } from '../functions/core/declare/destination.ts';
import { destinationIn, hasSettings, integrationIn } from '../functions/core/declare/in-environment.ts';
import type { AnyIntegration, DeclaredIntegration } from '../functions/core/declare/integration.ts';
import { refuseLimits } from '../functions/core/declare/refuse-limits.ts';
import { describeProblems } from '../functions/core/envelope/describe-problem.ts';
import type { Environment } from './environments.ts';

export interface InEnvironment {
  /** Its settings hold those of the destinations in the list as their schemas made them, and of no others. */
  readonly environment: Environment;
  readonly integrations: readonly AnyIntegration[];
}

/** The settings of an environment do not fit the destinations in the list. One line for each fault. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Throws `SettingsError`, and `TypeError` on an allowed host that no address has or too many have. */
export function inEnvironment(
  environment: Environment,
  declared: readonly DeclaredIntegration[],
): InEnvironment {
  const destinations = new Map(
    declared.map(({ operation: { destination } }) => [destination.name, destination]),
  );
  const own = [...destinations.values()].filter(hasSettings);
  const { destinations: given = {}, ...settings } = environment.settings;
  const checked = own.map((destination) =>
    checkedSettings(destination, given[destination.name], environment),
  );
  const problems = checked.flatMap((one) => one.problems);
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  const values = Object.fromEntries(checked.map(({ name, value }) => [name, value]));
  const integrations = declared.map((one) => integrationIn(values, one));
  for (const { operation } of integrations) {
    const { name, allowedHosts } = operation.destination;
    for (const host of allowedHosts) refuseHost(name, host);
  }
  return {
    environment: {
      ...environment,
      settings: own.length === 0 ? settings : { ...settings, destinations: values },
    },
    integrations,
  };
}

/**
 * Of the 4 KB that the variables of a function may have, the half: the rest are settings of the environment and the names of
 * what a worker works with. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const bytesMax = 2_048;

/** CloudFormation would say so in the midst of a deployment, and not of what. */
function tooMuch(value: unknown): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes <= bytesMax
    ? undefined
    : `${bytes} bytes of JSON, and the variables of its functions have room for ${bytesMax}: shorten them`;
}

interface Checked {
  readonly name: string;
  readonly value?: unknown;
  readonly problems: readonly string[];
}

function checkedSettings(
  destination: DestinationWith<unknown>,
  given: unknown,
  environment: Environment,
): Checked {
  const { name } = destination;
  const refused = (...problems: readonly string[]): Checked => ({
    name,
    problems: problems.map((problem) => `settings of ${name} in ${environment.name}: ${problem}`),
  });
  if (given === undefined) return refused('there are none: add them to lib/environments.ts');
  const { success, data, error } = z.safeParse(destination.settings, given);
  if (!success) {
    return refused(
      ...error.issues.map(
        (issue) => `${problemOf(issue, given, destination.settings)}: mend lib/environments.ts`,
      ),
    );
  }
  if (!isDeepStrictEqual(toldAsJson(data), data)) {
    return refused(
      'they are told to the functions as JSON, which has no dates, sets or undefined: use plain values',
    );
  }
  const problem = tooMuch(data) ?? wholeProblem(destination, data, environment);
  return problem === undefined ? { name, value: data, problems: [] } : refused(problem);
}

function problemOf(issue: z.core.$ZodIssue, given: unknown, schema: z.core.$ZodType): string {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...issue.path, key].join('.'));
    return `${keys.join(', ')}: the destination declares no such setting`;
  }
  const [{ path, message } = { path: '', message: 'not valid' }] = describeProblems([issue], given, schema);
  return path === '' ? message : `${path}: ${message}`;
}

function toldAsJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

/** What is wrong with the destination that these settings make. */
function wholeProblem(
  declared: AnyDestination,
  value: unknown,
  environment: Environment,
): string | undefined {
  const { name } = declared;
  const of = `destination ${name}`;
  let destination: Partial<Destination>;
  try {
    destination = destinationIn({ [name]: value }, declared);
  } catch (error) {
    return `bySettings of ${of} throws ${(error as Error).name}: mend the destination, or the settings`;
  }
  const parts = ['baseUrl', 'allowedHosts', 'headers', 'rateLimits', 'probe'] as const;
  const missing = parts.find((part) => destination[part] === undefined);
  if (missing !== undefined) return `they make no ${missing}: give it in ${of}, or in its bySettings`;
  try {
    refuseLimits(name, destination);
  } catch (error) {
    return `they make a limit that cannot be held: ${(error as Error).message}`;
  }
  const { baseUrl, allowedHosts = [] } = destination;
  for (const host of allowedHosts) {
    try {
      refuseHost(name, host);
    } catch (error) {
      return `they make an address that cannot be: ${(error as Error).message}`;
    }
  }
  if (typeof baseUrl !== 'string' || environment.settings.allowPrivateAddresses) return undefined;
  const url = URL.parse(baseUrl);
  const isAllowed = url?.protocol === 'https:' && isAllowedHost(url.hostname, allowedHosts);
  return isAllowed
    ? undefined
    : `they make the address ${baseUrl}, which is not https on ${allowedHosts.join(' or ')}`;
}
